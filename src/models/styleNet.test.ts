// The style head: what it computes against plain loops, and files that are no style head.
import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../executors/reference/referenceExecutor';
import { parseSafetensors } from '../formats/safetensors';
import { writeSafetensors, type WritableTensor } from '../formats/writeSafetensors';
import { tensorFileWeights } from '../executors/weights/tensorFileWeights';
import { styleHeadFile } from '../../test-support/tinyClip';
import { buildStyleGraph, readStyleNet, STYLE_NET, styleLogits } from './styleNet';

const read = (bytes: Uint8Array) => readStyleNet(parseSafetensors(bytes), 'style_head.safetensors');

/** The head on one image [S,S,3], in loops over tensors as they are stored ([O,I,3,3]). */
function plain(
  tensors: Record<string, WritableTensor>,
  pixels: Float64Array,
  size: number,
): number[] {
  const data = (name: string): ArrayLike<number> => tensors[name]!.data as Float32Array;
  const silu = (value: number): number => value / (1 + Math.exp(-value));
  const conv = (
    x: Float64Array,
    side: number,
    module: string,
    stride: number,
  ): { y: Float64Array; side: number; channels: number } => {
    const [channels, inputs] = tensors[`${module}.weight`]!.shape as [number, number];
    const half = Math.floor((side - 1) / stride) + 1;
    const y = new Float64Array(half * half * channels);
    for (let r = 0; r < half; r++)
      for (let c = 0; c < half; c++)
        for (let o = 0; o < channels; o++) {
          let sum = data(`${module}.bias`)[o]!;
          for (let i = 0; i < inputs; i++)
            for (let k = 0; k < 9; k++) {
              const [row, column] = [r * stride + Math.floor(k / 3) - 1, c * stride + (k % 3) - 1];
              if (row >= 0 && row < side && column >= 0 && column < side)
                sum +=
                  data(`${module}.weight`)[(o * inputs + i) * 9 + k]! *
                  x[(row * side + column) * inputs + i]!;
            }
          y[(r * half + c) * channels + o] = sum;
        }
    return { y, side: half, channels };
  };
  let { y, side, channels } = conv(pixels, size, 'conv_in', 1);
  y = y.map(silu);
  for (let layer = 0; tensors[`convs.${layer}.weight`]; layer++) {
    ({ y, side, channels } = conv(y, side, `convs.${layer}`, 2));
    const wide = channels / 2; // two groups
    const normed = y.slice();
    for (let g = 0; g < 2; g++) {
      const members = [...y.keys()].filter((i) => Math.floor((i % channels) / wide) === g);
      const mean = members.reduce((sum, i) => sum + y[i]!, 0) / members.length;
      const variance = members.reduce((sum, i) => sum + (y[i]! - mean) ** 2, 0) / members.length;
      for (const i of members)
        normed[i] = silu(
          ((y[i]! - mean) / Math.sqrt(variance + 1e-5)) *
            data(`norms.${layer}.weight`)[i % channels]! +
            data(`norms.${layer}.bias`)[i % channels]!,
        );
    }
    y = normed;
  }
  const of = (channel: number) => y.filter((_, i) => i % channels === channel);
  const pooled = [...Array(channels).keys()]
    .map((channel) => of(channel).reduce((a, b) => a + b, 0) / side ** 2)
    .concat([...Array(channels).keys()].map((channel) => Math.max(...of(channel))));
  const [outputs, width] = tensors['classifier.weight']!.shape as [number, number];
  return Array.from({ length: outputs }, (_, o) =>
    pooled.reduce(
      (sum, value, d) => sum + data('classifier.weight')[o * width + d]! * value,
      data('classifier.bias')[o]!,
    ),
  );
}

describe('the style head', () => {
  it('computes what plain loops compute', async () => {
    const { bytes, tensors } = styleHeadFile(['flat', 'round', 'odd']);
    const net = read(bytes);
    expect([net.names, net.widths]).toEqual([
      ['flat', 'round', 'odd'],
      [4, 4, 8],
    ]);
    const pixels = Float64Array.from(
      { length: 2 * 8 * 8 * 3 },
      (_, i) => Math.sin(i * 1.7) + (i > 200 ? 0.3 : 0),
    );
    const executor = new ReferenceExecutor();
    const program = await executor.compile(buildStyleGraph(net, 2, 8), {
      weights: {
        [STYLE_NET]: tensorFileWeights('style', parseSafetensors(bytes), 'style_head.safetensors'),
      },
    });
    const { map } = await program.run({ pixels: Float32Array.from(pixels) }, {}, ['map']);
    for (const i of [0, 1]) {
      const wanted = plain(
        tensors,
        Float64Array.from(Float32Array.from(pixels.slice(i * 192, (i + 1) * 192))),
        8,
      );
      [...styleLogits(net, map!.slice(i * 32, (i + 1) * 32))].forEach((logit, o) =>
        expect(logit).toBeCloseTo(wanted[o]!, 5),
      );
    }
  });
  const { tensors, metadata } = styleHeadFile(['flat', 'round']);
  const changed = (
    changes: Record<string, WritableTensor | null>,
    words: Record<string, string> = {},
  ) =>
    writeSafetensors(
      Object.fromEntries(
        Object.entries({ ...tensors, ...changes }).filter(
          (entry): entry is [string, WritableTensor] => entry[1] !== null,
        ),
      ),
      { ...metadata, ...words },
    );
  const zeros = (...shape: number[]): WritableTensor => ({
    dtype: 'F32',
    shape,
    data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
  });
  it.each<[Uint8Array, string]>([
    [changed({ 'conv_in.bias': null }), 'has no tensor “conv_in.bias”'],
    [
      changed({ 'conv_in.weight': zeros(4, 4, 3, 3) }),
      'has “conv_in.weight” of shape [4, 4, 3, 3], [C, 3, 3, 3] was expected',
    ],
    [changed({ 'convs.1.weight': zeros(8, 4, 5, 5) }), '[C, 4, 3, 3] was expected'],
    [
      changed({ 'norms.1.weight': zeros(4) }),
      'has “norms.1.weight” of shape [4], [8] was expected',
    ],
    [changed({ 'classifier.weight': zeros(2, 8) }), '[styles, 16] was expected'],
    [changed({ weight: zeros(2) }), 'has the tensor “weight”'],
    [changed({}, { groups: '3' }), 'has 4 channels in 3 groups'],
    [changed({}, { groups: '0' }), 'says groups 0'],
    [changed({}, { eps: 'x' }), 'eps x of its norms'],
    [changed({}, { styles: '["flat"]' }), 'has 2 outputs and names its styles ["flat"]'],
    [changed({}, { styles: '["flat","flat"]' }), 'names its styles ["flat","flat"]'],
    [changed({}, { styles: '["flat",3]' }), 'names its styles ["flat",3]'],
    [changed({}, { styles: 'flat, round' }), 'names its styles flat, round'],
  ])('refuses %#', (bytes, message) => expect(() => read(bytes)).toThrow(message));
});
