// Lets the worker's other events in: a run on cpu or wasm blocks its thread, and promises alone
// never give the event loop a turn, so without this a pause, or a screen that reads the database,
// would wait for the whole training. A message, not a timer: timers are slowed in hidden tabs.

/** How long the thread may be held. */
const SLICE_MS = 8;

/** When the thread's other events last had their turn. */
let lastTurn = performance.now();

/** A turn of the event loop where one is due, else null: asked between two kernels. */
export function turnDue(): Promise<void> | null {
  if (performance.now() - lastTurn < SLICE_MS) return null;
  return nextTask().then(() => {
    lastTurn = performance.now();
  });
}

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
