// Lets the worker's other events in: a run on cpu or wasm blocks its thread, and promises alone
// never give the event loop a
// turn, so without this a pause or cancel would wait for the whole training. A message, not a
// timer: timers are slowed in hidden tabs.

/** Resolves in a later turn of the event loop. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      'message',
      () => {
        port1.close();
        resolve();
      },
      { once: true },
    );
    port1.start();
    port2.postMessage(null);
  });
}
