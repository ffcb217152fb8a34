// One addition a number: one rounding, rtol 1e-6.

import { it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  randomInput,
  type TestInput,
} from '../../executors/wgsl/kernelTest';

const ids = (samples: number, tokens: number, words: number): TestInput => ({
  shape: [samples, tokens],
  data: Int32Array.from({ length: samples * tokens }, (_, i) => (i * 7 + 3) % words),
});

describeOnGpu('embedTokens', () => {
  it.each([
    [1, 1, 1, 1, 'weight'],
    [2, 5, 17, 3, 'half'],
    [3, 16, 64, 8, 'weight'],
    [2, 77, 30, 12, 'half'],
  ] as const)(
    '%i × %i tokens of %i, %i channels, %s',
    async (samples, tokens, words, channels, as) => {
      await compareWithReference({
        op: { kind: 'embedTokens' },
        inputs: [
          randomInput([words, channels], 1, as),
          randomInput([tokens + 2, channels], 2, 'weight'),
          ids(samples, tokens, words),
        ],
        outputShapes: [[samples, tokens, channels]],
        atol: 1e-6,
        rtol: 1e-6,
      });
    },
  );

  it('without positions', async () => {
    await compareWithReference({
      op: { kind: 'embedTokens' },
      inputs: [randomInput([17, 6], 1, 'half'), null, ids(2, 5, 17)],
      outputShapes: [[2, 5, 6]],
      atol: 1e-6,
      rtol: 1e-6,
    });
  });

  it.each([
    [1, 1, 1],
    [2, 5, 3],
    [3, 49, 12],
  ] as const)('prependToken: %i × %i tokens, %i channels', async (samples, tokens, channels) => {
    await compareWithReference({
      op: { kind: 'prependToken' },
      inputs: [
        randomInput([samples, tokens, channels], 1),
        randomInput([channels], 2, 'weight'),
        randomInput([tokens + 1, channels], 3, 'weight'),
      ],
      outputShapes: [[samples, tokens + 1, channels]],
      atol: 1e-6,
      rtol: 1e-6,
    });
  });
});
