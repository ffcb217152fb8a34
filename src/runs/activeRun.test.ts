// What a run does that has no step left.

import { expect, it } from 'vitest';
import { ActiveRun } from './activeRun';
import type { TrainRun } from './trainRun';

it('samples the last wall that a closed page left undone', async () => {
  const run = {
    step: 4,
    finished: true,
    plan: [],
    settings: { sampling: { previewEvery: 2 } },
    adapters: async () => new Float32Array(1),
    sampling: (flat: Float32Array) => ({ plan: [], flat, strength: 1 }),
  } as unknown as TrainRun;
  const [walls, said]: [number[], string[]] = [[], []];
  const active = new ActiveRun({
    id: 'run',
    run,
    store: {
      checkpoints: {
        save: async () => undefined,
        load: async () => null,
        delete: async () => undefined,
        list: async () => [],
      },
      saveMetrics: async () => undefined,
      kept: async () => new Set(),
    },
    listener: {
      steps: () => undefined,
      status: async (status) => void said.push(status),
      bank: () => undefined,
      failed: async (error) => {
        throw error;
      },
    },
    paintBase: false,
    paint: async (_, step) => void walls.push(step),
  });
  await active.resume();
  await active.settled();
  expect(walls).toEqual([4]);
  expect(said).toEqual(['running', 'finished']);
});
