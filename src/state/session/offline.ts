// The service worker (public/sw.js), by which the studio opens without a network: registered once
// the page has stood for a while, so that it takes nothing from the first load or the first run.

/** How long the page is left alone first. */
const WAIT_MS = 10_000;

/** Registers the worker; where the browser has none, or forbids it, the page is as it was. */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  setTimeout(() => {
    navigator.serviceWorker.register(new URL('sw.js', document.baseURI)).catch(() => undefined);
  }, WAIT_MS);
}
