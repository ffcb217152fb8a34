// A small whole checkpoint for tests, with numbers that a careless copy would change: −0, the
// smallest subnormal, the largest.

import { defaultRunSettings, withChange } from '../src/settings/runSettings';
import type { Checkpoint } from '../src/runs/checkpoint';

/** Two modules of rank 8, [4 -> 8] and [8 -> 8], in 320 numbers with gaps between the matrices. */
export function testCheckpoint(values: Partial<Checkpoint> = {}): Checkpoint {
  const length = 320;
  const adapters = Float32Array.from({ length }, (_, i) => Math.sin(i) * 10 ** ((i % 9) - 4));
  adapters.set([-0, 1.401298464324817e-45, 3.4028234663852886e38, 0.1]);
  const step = values.step ?? 20;
  return {
    version: 1,
    runId: 'run-1',
    step,
    rank: 8,
    alpha: 8,
    adapters,
    m: Float32Array.from({ length }, (_, i) => -i / 7),
    v: Float32Array.from({ length }, (_, i) => i ** 2 * 1e-12),
    ema: null,
    reference: null,
    source: {},
    layout: [
      { module: 'mid.attn1.to_q', offsetA: 0, offsetB: 64, inFeatures: 4, outFeatures: 8 },
      { module: 'mid.attn1.to_out.0', offsetA: 128, offsetB: 192, inFeatures: 8, outFeatures: 8 },
    ],
    settings: withChange(defaultRunSettings(), { training: { seed: 7 } }),
    changes: [
      { step: 3, values: { objective: { beta: 2 }, threshold: { fixedThreshold: null } } },
      { step: 11, values: { optimizer: { learningRate: 5e-4 } } },
    ],
    baseHash: 'abc123',
    randomCounters: { seed: 7, nextStep: step },
    executor: 'tfjs-wasm',
    createdAt: 1_790_000_000_000,
    ...values,
  };
}
