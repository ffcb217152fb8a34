// Where a run computes, in the language that is read. A record keeps the adapter as it was called
// in the language of that time: a GPU's name is the same in any, wasm's threads are counted anew.

import { strings } from './index';

export function deviceSays({
  executor,
  adapter,
}: {
  readonly executor: string;
  readonly adapter: string;
}): string {
  const text = strings.capability;
  if (executor === 'wgsl') return `${text.wgsl}, ${adapter}`;
  const threads = /(\d+) thread/iu.exec(adapter)?.[1];
  return threads === undefined ? text.wasm : text.wasmThreads(Number(threads));
}
