import { describe, expect, it } from 'vitest';
import { deviceSays } from './deviceSays';

describe('deviceSays', () => {
  it('keeps a GPU’s name, and counts wasm’s threads in words of this language', () => {
    expect(deviceSays({ executor: 'wgsl', adapter: 'NVIDIA H200' })).toBe('WebGPU, NVIDIA H200');
    for (const adapter of ['2 threads, SIMD', '2 Threads, ohne SIMD', 'wasm, 2 threads'])
      expect(deviceSays({ executor: 'tfjs-wasm', adapter })).toBe('WebAssembly, 2 threads');
    expect(deviceSays({ executor: 'tfjs-wasm', adapter: '1 Thread, SIMD' })).toBe(
      'WebAssembly, 1 thread',
    );
    expect(deviceSays({ executor: 'tfjs-wasm', adapter: '' })).toBe('WebAssembly');
  });
});
