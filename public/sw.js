// Plumbline without a network. The build writes the SHA-256 of every file into FILES below, so that
// a new build is a new worker. What the page itself needs is kept when the worker is installed,
// models and demo sets when they are first read; a file is kept only if its bytes have the hash of
// the list, and what is kept of an older build goes. The page itself is asked for anew while there
// is a network.

/* global self, caches, clients, crypto, fetch, Response, URL */

/** Path below the app -> [sha256 in hex, bytes]. */
const FILES = {}; // filled in by tools/scripts/offlineFiles.ts
const CACHE = 'plumbline';
const LATER = /^(models|demo|server)\//;
/** Of those, smaller files (configs, catalogue) are kept at once: the studio asks for all of them. */
const SMALL_BYTES = 2 ** 18;

/** Path below the app of a request, or null for one that is not ours. */
function pathOf(address) {
  const scope = self.registration.scope;
  const url = new URL(address);
  url.search = '';
  url.hash = '';
  if (!url.href.startsWith(scope)) return null;
  const path = decodeURIComponent(url.href.slice(scope.length));
  return path === '' ? 'index.html' : path;
}

const keyOf = (path) => `${self.registration.scope}${FILES[path][0]}/${path}`;

async function hashOf(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Keeps a response where its bytes are those of the list; returns it again. */
async function keep(path, response) {
  if (!response.ok || response.status !== 200) return response;
  const bytes = await response.arrayBuffer();
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  headers.set('content-length', String(bytes.byteLength));
  const copy = () => new Response(bytes, { status: 200, headers });
  if ((await hashOf(bytes)) === FILES[path][0]) {
    const cache = await caches.open(CACHE);
    // Without room nothing is kept; the page still gets its bytes.
    await cache.put(keyOf(path), copy()).catch(() => undefined);
  }
  return copy();
}

async function kept(path) {
  return (await caches.open(CACHE)).match(keyOf(path));
}

async function install() {
  const paths = Object.keys(FILES).filter(
    (path) => !LATER.test(path) || FILES[path][1] <= SMALL_BYTES,
  );
  // Two at a time: the page's own requests go first.
  const next = async () => {
    for (let path = paths.pop(); path !== undefined; path = paths.pop())
      if (!(await kept(path)))
        await keep(path, await fetch(`${self.registration.scope}${path}`, { cache: 'no-cache' }));
  };
  await Promise.all([next(), next()]);
  await self.skipWaiting();
}

/** What is kept of older builds goes. */
async function activate() {
  const cache = await caches.open(CACHE);
  const wanted = new Set(Object.keys(FILES).map(keyOf));
  for (const request of await cache.keys())
    if (!wanted.has(decodeURIComponent(request.url))) await cache.delete(request);
  await clients.claim();
}

async function answer(request, path) {
  // The list knows every size.
  if (request.method === 'HEAD')
    return new Response(null, { headers: { 'content-length': String(FILES[path][1]) } });
  const found = await kept(path);
  // A new build's page names new files: it comes first while there is a network.
  if (path === 'index.html') return fetch(request).catch(() => found ?? Response.error());
  return found ?? keep(path, await fetch(request));
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' && request.method !== 'HEAD') return;
  if (request.headers.has('range')) return;
  const path = pathOf(request.url);
  if (path === null || !Object.hasOwn(FILES, path)) return;
  event.respondWith(answer(request, path));
});
