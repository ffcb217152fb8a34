import { defineConfig } from 'vitest/config';
import { clipMerges } from './tools/scripts/clipMerges.mjs';

/**
 * Rooms whose tests have a GPU, stores, a language or a page of their own: a process per file, with
 * which all of that ends.
 */
const ALONE = [
  'src/{device,executors,kernels,objectives,rewards,runs}/**/*.test.ts',
  'src/{state,strings,ui,worker}/**/*.test.{ts,tsx}',
];

/**
 * Unit and kernel tests run in Node; kernel tests reach a real WebGPU device through Dawn (`webgpu`
 * on npm) on SwiftShader. All other files share processes: starting one and loading its modules
 * takes longer than most of them.
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
          name: 'shared',
          include: ['src/**/*.test.ts', 'tools/**/*.test.{ts,mjs}'],
          exclude: ALONE,
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});
