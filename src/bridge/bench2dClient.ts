// The page's end of the bench's worker: started when the bench is first opened, ended with the
// page.

import { language } from '../strings/language';
import type { BenchEvent, BenchRequest } from '../domain/bench2d';

export interface BenchClient {
  send(request: BenchRequest): void;
}

/** Starts the worker. `onCrash` hears what it died of. */
export function startBench(
  onEvent: (event: BenchEvent) => void,
  onCrash: (message: string) => void,
): BenchClient {
  const worker = new Worker(new URL('../worker/bench2d.worker.ts', import.meta.url), {
    type: 'module',
    name: language,
  });
  worker.addEventListener('message', ({ data }: MessageEvent<BenchEvent>) => onEvent(data));
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    onCrash(event.message ?? '');
  });
  return { send: (request) => worker.postMessage(request) };
}
