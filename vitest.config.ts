import { defineConfig } from 'vitest/config';
import { clipMerges } from './tools/scripts/clipMerges.mjs';

/** Rooms with stores, a language or a page of their own: a process per file. */
const PAGE = ['src/{state,strings,ui,worker}/**/*.test.{ts,tsx}'];

/**
 * Unit and kernel tests run in Node; kernel tests reach a real WebGPU device through Dawn (`webgpu`
 * on npm) on SwiftShader. Files outside the page share a process: starting one and loading its
 * modules takes longer than most of them.
 */
export default defineConfig({
  plugins: [clipMerges()],
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'engine',
          include: ['src/**/*.test.ts', 'tools/**/*.test.{ts,mjs}'],
          exclude: PAGE,
          isolate: false,
        },
      },
      { extends: true, test: { name: 'page', include: PAGE } },
    ],
  },
});
