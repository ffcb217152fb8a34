// A taste that is a linear rule of the embeddings is found again; one that is no rule is said to be
// none; too few ratings and hostile files are refused with what is wrong.
import { describe, expect, it } from 'vitest';
import { parseSafetensors } from '../formats/safetensors';
import { writeSafetensors } from '../formats/writeSafetensors';
import { normals } from '../random/philox';
import { headReward } from './headReward';
import { readLinearHead } from '../models/linearHead';
import type { ClipFeatures } from './reward';
import { fitTasteHead, writeTasteHead } from './tasteHead';

const WIDTH = 12;
const draw = (item: number, count: number): Float32Array =>
  Float32Array.from(normals(9, { stream: 1, step: 0, item }, count));
const unit = (values: Float32Array): Float32Array => {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
};
const embeddings = Array.from({ length: 60 }, (_, i) => unit(draw(i, WIDTH)));
const rule = draw(1000, WIDTH);
const ruled = embeddings.map((one) => 3 + one.reduce((sum, value, d) => sum + value * rule[d]!, 0));
const of = { name: 'mine', scale: 'slider', scorerHash: 'abc' } as const;
const features = (imageEmbedding: Float32Array, scorerHash = 'abc'): ClipFeatures => ({
  scorerHash,
  imageEmbedding,
  textEmbedding: null,
  logitScale: 1,
  styles: null,
});

describe('fitTasteHead', () => {
  it('finds a linear rule again, also on images it has not seen', () => {
    const { head, leaveOneOut } = fitTasteHead(embeddings, ruled, of);
    expect(head.pearson).toBeGreaterThan(0.99);
    expect(head.spearman).toBeGreaterThan(0.99);
    expect(head.areaUnderCurve).toBeNull();
    expect([head.count, leaveOneOut.length]).toEqual([60, 60]);
    const fresh = unit(draw(77, WIDTH));
    expect(headReward('taste:1', 'mine', writeTasteHead(head)).score(features(fresh))).toBeCloseTo(
      3 + fresh.reduce((sum, value, d) => sum + value * rule[d]!, 0),
      2,
    );
  });
  it('gives ratings without a rule a correlation near 0, not −1', () => {
    const found = Array.from(
      { length: 40 },
      (_, k) => fitTasteHead(embeddings, [...draw(2000 + k, 60)], of).head.pearson,
    );
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    expect(Math.abs(mean)).toBeLessThan(0.12);
  });
  it('fits likes and dislikes, with the area under the curve', () => {
    const { head } = fitTasteHead(
      embeddings,
      ruled.map((value) => (value > 3 ? 1 : -1)),
      { ...of, scale: 'like' },
    );
    expect(head.areaUnderCurve).toBeGreaterThan(0.9);
    const chance = fitTasteHead(
      embeddings,
      [...draw(3000, 60)].map((value) => (value > 0 ? 1 : -1)),
      { ...of, scale: 'like' },
    );
    expect(chance.head.areaUnderCurve).toBeLessThan(0.8);
  });
  it('says how many are missing, or that nothing differs', () => {
    const some = (count: number, value: (i: number) => number, scale: 'stars' | 'like') => () =>
      fitTasteHead(
        embeddings.slice(0, count),
        Array.from({ length: count }, (_, i) => value(i)),
        { ...of, scale },
      );
    expect(some(17, (i) => i % 5, 'stars')).toThrow(
      'needs 20 rated images, there are 17: 3 are missing',
    );
    expect(some(20, () => 4, 'stars')).toThrow('All 20 ratings are 4');
    expect(some(9, (i) => (i % 2 ? 1 : -1), 'like')).toThrow(
      'needs 10 likes and dislikes, there are 9: 1 is missing',
    );
    expect(some(12, (i) => (i === 0 ? -1 : 1), 'like')).toThrow(
      'needs 2 dislikes at least, there is 1: 1 missing',
    );
    expect(some(10, (i) => (i % 2 ? 1 : -1), 'like')).not.toThrow();
    expect(() =>
      fitTasteHead(
        Array.from({ length: 20 }, () => embeddings[0]!),
        Array.from({ length: 20 }, (_, i) => i),
        of,
      ),
    ).toThrow('look the same');
  });
});

describe('files of heads', () => {
  const { head } = fitTasteHead(embeddings, ruled, of);
  it('judge exactly as fitted, within the stated range, and only by their own model', () => {
    const file = writeTasteHead(head);
    const reward = headReward('taste:1', 'mine', file);
    const own = embeddings[3]!;
    expect(reward.score(features(own))).toBe(
      own.reduce((sum, value, d) => sum + head.weight[d]! * value, head.bias),
    );
    for (const one of embeddings) {
      expect(reward.score(features(one))).toBeGreaterThanOrEqual(reward.range[0]);
      expect(reward.score(features(one))).toBeLessThanOrEqual(reward.range[1]);
    }
    expect(() => reward.score(features(own, 'other'))).toThrow('another CLIP model');
    expect(parseSafetensors(file).metadata).toMatchObject({
      kind: 'plumbline-taste',
      name: 'mine',
      scale: 'slider',
      scorerHash: 'abc',
      count: '60',
    });
  });

  const tensor = (shape: number[], data: number[]) =>
    ({ dtype: 'F32', shape, data: Float32Array.from(data) }) as const;
  it('may be [D] without a bias, as aesthetic heads are', () => {
    const reward = headReward('head:1', 'plain', writeSafetensors({ weight: tensor([2], [3, 4]) }));
    expect(reward.score(features(Float32Array.of(0.6, 0.8)))).toBeCloseTo(5, 6);
    expect(reward.range).toEqual([-5, 5]);
    expect(() => reward.score(features(Float32Array.of(1, 0, 0)))).toThrow(
      'reads embeddings of 2 numbers, this CLIP model gives 3',
    );
  });
  it('multiplies LAION’s five linear layers out', () => {
    const layers = ['0', '2', '4', '6', '7'];
    const tensors = Object.fromEntries(
      layers.flatMap((layer, i) => {
        const out = i === 4 ? 1 : 2;
        return [
          [`layers.${layer}.weight`, tensor([out, 2], i === 4 ? [1, -1] : [1, 0.5, i, 1])],
          [`layers.${layer}.bias`, tensor([out], i === 4 ? [0.25] : [i, 1])],
        ];
      }),
    );
    let state = [0.6, -0.8];
    for (let i = 0; i < 4; i++)
      state = [state[0]! + 0.5 * state[1]! + i, i * state[0]! + state[1]! + 1];
    expect(
      headReward('head:2', 'laion', writeSafetensors(tensors)).score(
        features(Float32Array.of(0.6, -0.8)),
      ),
    ).toBeCloseTo(state[0]! - state[1]! + 0.25, 5);
  });
  it('are refused with what is wrong', () => {
    const read = (tensors: Parameters<typeof writeSafetensors>[0]) => () =>
      headReward('x', 'x', writeSafetensors(tensors));
    expect(read({ weight: tensor([2, 2], [1, 2, 3, 4]) })).toThrow('gives 2 numbers an image');
    expect(read({ weight: tensor([1, 2], [1, Number.NaN]) })).toThrow('not finite');
    expect(read({ weight: tensor([1, 2], [1, 2]), bias: tensor([2], [1, 2]) })).toThrow(
      '“bias” of 2 numbers for 1 outputs',
    );
    expect(read({ weight: tensor([1, 1, 2], [1, 2]) })).toThrow('shape [1, 1, 2]');
    expect(read({ weight: tensor([1, 0], []) })).toThrow('shape [1, 0]');
    expect(read({ weight: tensor([1, 2], [1, 2]), 'net.0.weight': tensor([1], [1]) })).toThrow(
      '“net.0.weight”, which a linear head does not have',
    );
    expect(
      read({
        'net.0.weight': tensor([2, 2], [1, 2, 3, 4]),
        'net.2.weight': tensor([1, 2], [1, 2]),
      }),
    ).toThrow('“net.0.weight”');
    expect(read({ 'layers.0.weight': tensor([1, 2], [1, 2]) })).toThrow(
      'no tensor “layers.2.weight”',
    );
    expect(() => readLinearHead(new Uint8Array(5), 'x')).toThrow('at least 8 are needed');
  });
});
