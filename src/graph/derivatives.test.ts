// Every derivative rule against central differences in float64 on the reference interpreter.
// L = Σ seed·y with a fixed random seed tensor; step 1e-5, so the truncation error is about 1e-10
// of the third derivative:
// allowed error 1e-7 + 1e-7·|derivative|.

import { describe, expect, it } from 'vitest';
import { layoutWeight } from '../executors/weights/layout';
import { interpret, type Bindings } from '../executors/reference/interpret';
import { differentiate } from './differentiate';
import { GraphBuilder, sizeOf, type Tensor } from './graph';
import { optimize } from './passes';

/** Deterministic numbers in (−1, 1). */
function noise(length: number, seed: number): Float64Array {
  let state = seed * 2654435761 + 12345;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/**
 * Checkpoint tensors made up on demand: [O,I,kh,kw] or [out,in] by name, in the layout asked for.
 */
const STORED: Record<string, number[]> = {
  fc: [5, 4],
  conv: [3, 2, 3, 3],
  depthwise: [4, 1, 3, 2],
  square: [4, 4],
  gamma: [4],
  beta: [4],
};
function weight(tensor: Tensor): Float64Array {
  if (tensor.source.kind !== 'weight') throw new Error('not a weight');
  const shape = STORED[tensor.source.tensor]!;
  const data = Float32Array.from(noise(sizeOf(shape), tensor.source.tensor.length));
  return Float64Array.from(layoutWeight(data, shape, tensor.source.layout).data);
}

/**
 * Builds y from inputs of these shapes and compares the derivative by each input with central
 * differences.
 */
function check(
  shapes: Record<string, number[]>,
  build: (b: GraphBuilder, x: Record<string, Tensor>) => Tensor,
): void {
  const b = new GraphBuilder();
  const x = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, b.input(name, shape)]),
  );
  const y = build(b, x);
  const seed = b.input('seed', y.shape);
  b.output('y', y);
  const found = differentiate(b, { of: y, seed, wrt: Object.values(x) });
  for (const [name, tensor] of Object.entries(x)) {
    const gradient = found.get(tensor);
    if (!gradient) throw new Error(`no derivative by ${name}`);
    expect(gradient.shape).toEqual(tensor.shape);
    b.output(`d.${name}`, gradient);
  }
  const inputs: Record<string, Float64Array> = { seed: noise(sizeOf(y.shape), 99) };
  Object.entries(shapes).forEach(([name, shape], index) => {
    inputs[name] = noise(sizeOf(shape), index + 1);
  });
  for (const graph of [b.build(), optimize(b.build())]) {
    const bindings: Bindings = { inputs, weight };
    const loss = (): number => {
      const values = interpret(graph, bindings)(graph.outputs['y']!);
      return values.reduce((sum, value, i) => sum + value * inputs['seed']![i]!, 0);
    };
    const valuesOf = interpret(graph, bindings);
    for (const name of Object.keys(shapes)) {
      const analytic = valuesOf(graph.outputs[`d.${name}`]!);
      const data = inputs[name]!;
      const worst = { excess: -Infinity, text: '' };
      for (let i = 0; i < data.length; i++) {
        const kept = data[i]!;
        data[i] = kept + 1e-5;
        const above = loss();
        data[i] = kept - 1e-5;
        const numeric = (above - loss()) / 2e-5;
        data[i] = kept;
        const excess = Math.abs(numeric - analytic[i]!) - (1e-7 + 1e-7 * Math.abs(numeric));
        if (!(excess <= worst.excess))
          Object.assign(worst, {
            excess,
            text: `d.${name}[${i}] = ${analytic[i]}, by differences ${numeric}`,
          });
      }
      expect(worst.excess, worst.text).toBeLessThan(0); // NaN fails too
    }
  }
}

describe('derivative rules against central differences', () => {
  for (const [transposeA, transposeB] of [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ] as const) {
    it(`matmul ${transposeA ? 'T' : 'N'}${transposeB ? 'T' : 'N'} with scale and residual`, () =>
      check(
        { a: transposeA ? [3, 4] : [2, 2, 3], b: transposeB ? [5, 3] : [3, 5], r: [4, 5] },
        (b, x) =>
          b.matmul(x['a']!, x['b']!, { transposeA, transposeB, scale: 0.7, residual: x['r']! }),
      ));
  }
  it('matmul by a frozen linear uses its NN twin', () =>
    check({ a: [2, 3, 4] }, (b, x) => b.matmul(x['a']!, b.weight('m', 'fc', 'linear', [4, 5]))));
  for (const [stride, pad, size] of [
    [1, [1, 1, 1, 1], [4, 3]],
    [2, [1, 1, 1, 1], [5, 4]],
    [2, [0, 0, 1, 1], [4, 5]],
  ] as const) {
    it(`conv2d stride ${stride}, pad ${pad}`, () =>
      check({ x: [2, ...size, 2] }, (b, x) =>
        b.conv2d(x['x']!, b.weight('m', 'conv', 'conv', [18, 3]), { kernel: [3, 3], stride, pad }),
      ));
  }
  it('conv2d residual', () =>
    check({ x: [1, 3, 3, 2], r: [1, 3, 3, 3] }, (b, x) =>
      b.conv2d(
        x['x']!,
        b.weight('m', 'conv', 'conv', [18, 3]),
        { kernel: [3, 3], stride: 1, pad: [1, 1, 1, 1] },
        { residual: x['r']! },
      ),
    ));
  for (const silu of [false, true]) {
    it(`groupNorm${silu ? ' + SiLU' : ''}`, () =>
      check(
        { x: [2, 2, 3, 4] },
        (b, x) =>
          b.groupNorm(
            x['x']!,
            b.weight('m', 'gamma', 'stored', [4]),
            b.weight('m', 'beta', 'stored', [4]),
            { groups: 2, eps: 1e-5, silu },
          ).y,
      ));
  }
  it('layerNorm', () =>
    check(
      { x: [2, 3, 4] },
      (b, x) =>
        b.layerNorm(
          x['x']!,
          b.weight('m', 'gamma', 'stored', [4]),
          b.weight('m', 'beta', 'stored', [4]),
          1e-5,
        ).y,
    ));
  it('rmsNorm', () =>
    check(
      { x: [2, 3, 4] },
      (b, x) => b.rmsNorm(x['x']!, b.weight('m', 'gamma', 'stored', [4]), 1e-5).y,
    ));
  it('globalResponseNorm', () =>
    check(
      { x: [2, 2, 3, 4] },
      (b, x) =>
        b.globalResponseNorm(
          x['x']!,
          b.weight('m', 'gamma', 'stored', [4]),
          b.weight('m', 'beta', 'stored', [4]),
        ).y,
    ));
  for (const pad of [
    [1, 0, 1, 1],
    [0, 1, 2, 0],
  ] as const) {
    it(`depthwiseConv2d, pad ${pad}`, () =>
      check({ x: [2, 4, 3, 4] }, (b, x) =>
        b.depthwiseConv2d(
          x['x']!,
          b.weight('m', 'depthwise', 'conv', [6, 4]),
          { kernel: [3, 2], pad },
          { bias: b.weight('m', 'beta', 'stored', [4]) },
        ),
      ));
  }
  it('scaleShiftPerSample', () =>
    check({ x: [2, 2, 3, 4] }, (b, x) =>
      b.scaleShiftPerSample(x['x']!, b.reshape(b.weight('m', 'square', 'linear', [4, 4]), [2, 8])),
    ));
  for (const causal of [false, true]) {
    it(`attention${causal ? ', causal' : ', cross'}`, () =>
      check(
        { q: [2, 3, 4], k: [2, causal ? 3 : 5, 4], v: [2, causal ? 3 : 5, 4] },
        (b, x) =>
          b.attention(x['q']!, x['k']!, x['v']!, { heads: 2, scale: 1 / Math.SQRT2, causal }).o,
      ));
  }
  it('geglu', () => check({ x: [2, 3, 6] }, (b, x) => b.geglu(x['x']!)));
  for (const name of ['silu', 'gelu', 'quick_gelu', 'relu'] as const)
    it(name, () => check({ x: [2, 5] }, (b, x) => b.activation(x['x']!, name)));
  it('upsampleNearest to an odd size', () =>
    check({ x: [2, 2, 3, 2] }, (b, x) => b.upsampleNearest(x['x']!, [3, 5])));
  it('concat', () => check({ a: [2, 3, 2], b: [2, 3, 3] }, (b, x) => b.concat(x['a']!, x['b']!)));
  for (const [start, length] of [
    [0, 2],
    [1, 2],
    [2, 2],
    [0, 4],
  ] as const)
    it(`slice ${start}+${length}`, () =>
      check({ x: [3, 4] }, (b, x) => b.slice(x['x']!, start, length)));
  it('add with scales', () =>
    check({ a: [2, 3], b: [2, 3] }, (b, x) => b.add(x['a']!, x['b']!, 0.5, -2)));
  it('addPerSample', () =>
    check({ x: [2, 2, 3, 4], e: [2, 4] }, (b, x) => b.addPerSample(x['x']!, x['e']!)));
  it('a tensor used three times, through views', () =>
    check({ x: [2, 4] }, (b, x) =>
      b.add(
        b.activation(x['x']!, 'silu'),
        b.reshape(b.add(b.reshape(x['x']!, [4, 2]), b.reshape(x['x']!, [4, 2]), 1, 2), [2, 4]),
      ),
    ));

  it('a block: conv, groupNorm, time, attention with an adapter, geglu, upsample, skip', () =>
    check({ x: [2, 2, 2, 2], e: [2, 3], a: [2, 3], up: [3, 2], f: [3, 6] }, (b, x) => {
      const h = b.addPerSample(
        b.conv2d(x['x']!, b.weight('m', 'conv', 'conv', [18, 3]), {
          kernel: [3, 3],
          stride: 1,
          pad: [1, 1, 1, 1],
        }),
        x['e']!,
      );
      const tokens = b.reshape(h, [2, 4, 3]);
      const low = b.matmul(tokens, x['a']!, { transposeB: true });
      const q = b.matmul(low, x['up']!, { transposeB: true, scale: 0.5, residual: tokens });
      const { o } = b.attention(q, tokens, tokens, { heads: 1, scale: 1, causal: false });
      const ff = b.geglu(b.matmul(o, x['f']!));
      const image = b.reshape(b.add(ff, tokens), [2, 2, 2, 3]);
      return b.upsampleNearest(b.concat(image, x['x']!), [3, 3]);
    }));
});

describe('what has no derivative is refused', () => {
  it('frozen biases and norms', () => {
    const b = new GraphBuilder();
    const bias = b.input('bias', [5]);
    const y = b.matmul(b.input('a', [2, 4]), b.input('b', [4, 5]), { bias });
    expect(() => differentiate(b, { of: y, seed: b.input('seed', [2, 5]), wrt: [bias] })).toThrow(
      /frozen/,
    );
  });
  it('conditioning', () => {
    const b = new GraphBuilder();
    const e = b.input('e', [2, 8]);
    const y = b.scaleShiftPerSample(b.input('x', [2, 3, 4]), e);
    expect(() => differentiate(b, { of: y, seed: b.input('seed', [2, 3, 4]), wrt: [e] })).toThrow(
      /scaleShiftPerSample.*frozen/,
    );
  });
  it('ops without a rule', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [2, 4]);
    const y = b.mixPerSample(x, x, b.input('c', [2, 2]));
    expect(() => differentiate(b, { of: y, seed: b.input('seed', [2, 4]), wrt: [x] })).toThrow(
      /no derivative/,
    );
  });
  it('a tensor off the path is absent', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [2, 4]);
    const other = b.input('other', [2, 4]);
    const y = b.activation(x, 'silu');
    expect(
      differentiate(b, { of: y, seed: b.input('seed', [2, 4]), wrt: [x, other] }).has(other),
    ).toBe(false);
  });
});
