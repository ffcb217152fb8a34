// The one StudioClient of the page, and which executor the address asks for (`?executor=wgsl` or
// `tfjs-wasm`).

import { StudioClient } from '../../bridge/studioClient';

export const client = new StudioClient();

export function forcedExecutor(): 'auto' | 'wgsl' | 'tfjs-wasm' {
  const asked = new URLSearchParams(location.search).get('executor');
  if (asked === 'wgsl' || asked === 'tfjs-wasm') return asked;
  return 'auto';
}
