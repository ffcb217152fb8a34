// What follows from measured kernels: rates by family, and the time of a graph at them.

import { expect, it } from 'vitest';
import { GraphBuilder } from '../../graph/graph';
import { ratesOf, secondsOf } from './measureGpu';

const one = (op: 'matmul' | 'conv2d' | 'conv2dInput', share: number, gflops: number) => ({
  op,
  share,
  kernel: 'fast',
  gflops: { fast: gflops, slow: gflops / 10 },
});

it('a rate is all arithmetic of a family over all its time', () => {
  const rates = ratesOf([
    one('matmul', 0.3, 100),
    one('matmul', 0.1, 20),
    one('conv2d', 0.2, 50),
    one('conv2dInput', 0.2, 50),
  ]);
  // 0.4 of the arithmetic in 0.003 + 0.005 of the time.
  expect(rates.product).toBeCloseTo(50, 10);
  expect(rates.convolution).toBeCloseTo(50, 10);
  expect(rates.attention).toBeNull();
});

it('a graph takes its arithmetic over the rates, and is unknown where a rate is missing', () => {
  const b = new GraphBuilder();
  const y = b.matmul(b.input('x', [16, 64]), b.weight('m', 'w', 'linear', [64, 32]));
  b.output('y', y);
  const rates = { product: 2, convolution: null, attention: null };
  expect(secondsOf(b.build(), rates)).toBeCloseTo((2 * 16 * 64 * 32) / 2e9, 12);
  expect(secondsOf(b.build(), { ...rates, product: null })).toBeNull();
});
