import { defineConfig } from 'vitest/config';
import { clipMerges } from './tools/scripts/clipMerges.mjs';

/**
 * Unit and kernel tests run in Node; kernel tests reach a real WebGPU device through Dawn (`webgpu`
 * on npm) on SwiftShader.
 */
export default defineConfig({
  plugins: [clipMerges()],
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.{ts,mjs}'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
