// Test cases, one graph a case, for every kind of operation on awkward sizes (odd channels, one
// row, asymmetric pads, causal masks, ties). Used by the tests only; the expected values come from
// the float64 reference executor.

import { GraphBuilder, sizeOf, type Graph, type Tensor } from '../../graph/graph';
import { numberNames, numberValues } from '../../graph/objectiveTerms';
import type { ConvGeometry, OpKind, Uniforms } from '../../graph/ops';
import { sftTerms } from '../../objectives/sft/terms';
import { tgoTerms } from '../../objectives/tgo/terms';
import type { InputData } from '../executor';

export interface OpCase {
  readonly name: string;
  readonly kinds: readonly OpKind[];
  readonly graph: Graph;
  readonly inputs: InputData;
  readonly uniforms: Partial<Uniforms>;
}

/** Small repeatable pseudo-random numbers in about (−2, 2). */
export function noise(length: number, seed: number): Float32Array {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 4;
  });
}

type Recipe = (b: GraphBuilder, x: (...shape: number[]) => Tensor) => void;

function makeCase(
  name: string,
  kinds: OpKind[],
  recipe: Recipe,
  given: InputData = {},
  uniforms: Partial<Uniforms> = {},
): OpCase {
  const b = new GraphBuilder();
  let count = 0;
  recipe(b, (...shape) => b.input(`x${count++}`, shape));
  const graph = b.build();
  const inputs: Record<string, Float32Array | Int32Array> = {};
  graph.inputs.forEach(
    (tensor, index) =>
      (inputs[tensor.name] =
        given[tensor.name] ?? noise(sizeOf(tensor.shape), index + name.length)),
  );
  return { name, kinds, graph, inputs, uniforms };
}

function convCases(): OpCase[] {
  const geometries: [string, ConvGeometry, number, number, number, number][] = [
    ['3×3 same', { kernel: [3, 3], stride: 1, pad: [1, 1, 1, 1] }, 5, 4, 3, 7],
    ['3×3 stride 2 pad 0,0,1,1', { kernel: [3, 3], stride: 2, pad: [0, 0, 1, 1] }, 8, 6, 5, 4],
    ['3×3 stride 2 pad 1', { kernel: [3, 3], stride: 2, pad: [1, 1, 1, 1] }, 7, 8, 4, 6],
    ['1×1', { kernel: [1, 1], stride: 1, pad: [0, 0, 0, 0] }, 3, 5, 6, 9],
    ['4×4 stride 4', { kernel: [4, 4], stride: 4, pad: [0, 0, 0, 0] }, 8, 8, 3, 5],
    ['3×2 pad 2,0,1,1', { kernel: [3, 2], stride: 1, pad: [2, 0, 1, 1] }, 4, 5, 2, 3],
  ];
  return geometries.flatMap(([name, geometry, h, w, ci, co]) => {
    const [kh, kw] = geometry.kernel;
    const ho = Math.floor((h + geometry.pad[0] + geometry.pad[2] - kh) / geometry.stride) + 1;
    const wo = Math.floor((w + geometry.pad[1] + geometry.pad[3] - kw) / geometry.stride) + 1;
    return [
      makeCase(`conv2d ${name}`, ['conv2d'], (b, x) => {
        const y = b.conv2d(x(2, h, w, ci), x(kh * kw * ci, co), geometry, {
          bias: x(co),
          residual: x(2, ho, wo, co),
        });
        b.output('y', y);
      }),
      makeCase(`conv2dInput ${name}`, ['conv2dInput'], (b, x) => {
        b.output(
          'dx',
          b.conv2dInput(x(2, ho, wo, co), x(kh * kw * ci, co), geometry, [h, w], x(2, h, w, ci)),
        );
        b.output('plain', b.conv2dInput(x(2, ho, wo, co), x(kh * kw * ci, co), geometry, [h, w]));
      }),
    ];
  });
}

function depthwiseCases(): OpCase[] {
  return (
    [
      [[3, 3], [1, 1, 1, 1], 5, 4, 7],
      [[3, 2], [2, 0, 1, 1], 4, 5, 6],
      [[1, 1], [0, 0, 0, 0], 2, 3, 5],
    ] as const
  ).map(([kernel, pad, h, w, c]) =>
    makeCase(
      `depthwiseConv2d ${kernel} pad ${pad}`,
      ['depthwiseConv2d', 'depthwiseConv2dInput'],
      (b, x) => {
        const [data, filter] = [x(2, h, w, c), x(kernel[0] * kernel[1], c)];
        const y = b.depthwiseConv2d(data, filter, { kernel, pad }, { bias: x(c) });
        b.output('y', y);
        b.output('plain', b.depthwiseConv2d(data, filter, { kernel, pad }));
        b.output('dx', b.depthwiseConv2dInput(x(...y.shape), filter, { kernel, pad }));
      },
    ),
  );
}

function matmulCases(): OpCase[] {
  return [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ].map(([transposeA, transposeB]) =>
    makeCase(`matmul ${transposeA ? 'T' : 'N'}${transposeB ? 'T' : 'N'}`, ['matmul'], (b, x) => {
      for (const [m, k, n] of [
        [6, 5, 7],
        [1, 9, 1],
        [34, 17, 3],
      ] as const) {
        const a = transposeA ? x(k, m) : x(m, k);
        const right = transposeB ? x(n, k) : x(k, n);
        b.output(
          `plain${m}`,
          b.matmul(a, right, { transposeA: transposeA!, transposeB: transposeB! }),
        );
        b.output(
          `all${m}`,
          b.matmul(a, right, {
            transposeA: transposeA!,
            transposeB: transposeB!,
            scale: 0.37,
            bias: x(n),
            residual: x(m, n),
          }),
        );
      }
      if (!transposeA && !transposeB)
        b.output('deep', b.matmul(x(2, 3, 4, 5), x(5, 6), { scale: -2 }));
    }),
  );
}

function attentionCases(): OpCase[] {
  return (
    [
      [2, 5, 5, 3, 4, true],
      [3, 7, 4, 2, 5, false],
      [1, 1, 6, 1, 3, false],
      [2, 16, 20, 8, 10, false],
    ] as const
  ).map(([n, tq, tk, heads, d, causal]) =>
    makeCase(
      `attention ${n},${tq},${tk},${heads},${d}${causal ? ' causal' : ''}`,
      ['attention', 'attentionInput'],
      (b, x) => {
        const [q, k, v, dO] = [
          x(n, tq, heads * d),
          x(n, tk, heads * d),
          x(n, tk, heads * d),
          x(n, tq, heads * d),
        ];
        const options = { heads, scale: 1 / Math.sqrt(d), causal };
        const { o, lse } = b.attention(q, k, v, options);
        const derivative = b.attentionInput(dO, q, k, v, o, lse, options);
        Object.entries({ o, lse, ...derivative }).forEach(([name, tensor]) =>
          b.output(name, tensor),
        );
      },
    ),
  );
}

function normCases(): OpCase[] {
  const group = (
    [
      [2, 3, 5, 8, 4, true],
      [1, 1, 1, 6, 3, false],
      [3, 4, 4, 10, 1, true],
    ] as const
  ).map(([n, h, w, c, groups, silu]) =>
    makeCase(`groupNorm ${n},${h},${w},${c}/${groups}`, ['groupNorm', 'groupNormInput'], (b, x) => {
      const [data, gamma, beta] = [x(n, h, w, c), x(c), x(c)];
      const { y, stats } = b.groupNorm(data, gamma, beta, { groups, eps: 1e-5, silu });
      b.output('y', y);
      b.output('stats', stats);
      b.output(
        'dx',
        b.groupNormInput(x(n, h, w, c), data, stats, gamma, beta, { groups, eps: 1e-5, silu }),
      );
    }),
  );
  const layer = makeCase('layerNorm', ['layerNorm', 'layerNormInput'], (b, x) => {
    const [data, gamma, beta] = [x(3, 5, 7), x(7), x(7)];
    const { y, stats } = b.layerNorm(data, gamma, beta, 1e-5);
    b.output('y', y);
    b.output('stats', stats);
    b.output('dx', b.layerNormInput(x(3, 5, 7), data, stats, gamma, 1e-5));
  });
  const rms = makeCase('rmsNorm', ['rmsNorm', 'rmsNormInput'], (b, x) => {
    const [data, gamma] = [x(3, 5, 7), x(7)];
    const { y, stats } = b.rmsNorm(data, gamma, 1e-6);
    b.output('y', y);
    b.output('stats', stats);
    b.output('dx', b.rmsNormInput(x(3, 5, 7), data, stats, gamma, 1e-6));
  });
  const response = [
    [2, 3, 5, 7],
    [3, 1, 1, 4],
    [1, 8, 9, 10],
  ].map(([n, h, w, c]) =>
    makeCase(
      `globalResponseNorm ${n},${h},${w},${c}`,
      ['globalResponseNorm', 'globalResponseNormInput'],
      (b, x) => {
        // Channels start and end with zeros, where a norm is 0.
        const data = b.concat(
          b.concat(b.add(x(n!, h!, w!, 1), x(n!, h!, w!, 1), 0, 0), x(n!, h!, w!, c!)),
          b.add(x(n!, h!, w!, 1), x(n!, h!, w!, 1), 0, 0),
        );
        const [gamma, beta] = [x(c! + 2), x(c! + 2)];
        const { y, stats } = b.globalResponseNorm(data, gamma, beta);
        b.output('y', y);
        b.output('stats', stats);
        b.output('dx', b.globalResponseNormInput(x(n!, h!, w!, c! + 2), data, stats, gamma, 1e-6));
      },
    ),
  );
  return [...group, layer, rms, ...response];
}

function pointwiseCases(): OpCase[] {
  const wide = Float32Array.from([-90, -20, -6, -5, -1, -1e-3, 0, 1e-3, 1, 5, 6, 20, 90, 0.3]);
  return [
    makeCase(
      'activations',
      ['activation', 'activationInput'],
      (b, x) => {
        const [data, dy] = [x(2, 7), x(2, 7)];
        for (const name of ['silu', 'gelu', 'quick_gelu', 'relu'] as const) {
          b.output(name, b.activation(data, name));
          b.output(`${name}Input`, b.activationInput(dy, data, name));
        }
      },
      { x0: wide },
    ),
    makeCase('geglu', ['geglu', 'gegluInput'], (b, x) => {
      const data = x(3, 5, 14);
      b.output('y', b.geglu(data));
      b.output('dx', b.gegluInput(x(3, 5, 7), data));
    }),
    makeCase('upsample', ['upsampleNearest', 'upsampleNearestInput'], (b, x) => {
      b.output('double', b.upsampleNearest(x(2, 3, 4, 5), [6, 8]));
      b.output('odd', b.upsampleNearest(x(2, 3, 4, 5), [5, 7]));
      b.output('doubleInput', b.upsampleNearestInput(x(2, 6, 8, 5), [3, 4]));
      b.output('oddInput', b.upsampleNearestInput(x(2, 5, 7, 5), [3, 4]));
    }),
    makeCase(
      'joins and sums',
      ['concat', 'slice', 'add', 'addPerSample', 'sumPositions', 'mixPerSample'],
      (b, x) => {
        const [a, c] = [x(2, 3, 3, 5), x(2, 3, 3, 3)];
        const joined = b.concat(a, c);
        b.output('concat', joined);
        b.output('slice', b.slice(joined, 4, 3));
        b.output('add', b.add(a, b.reshape(x(2, 9, 5), [2, 3, 3, 5]), 0.5, -2));
        b.output('addPlain', b.add(a, a));
        b.output('addPerSample', b.addPerSample(a, x(2, 5)));
        b.output('sumPositions', b.sumPositions(a));
        b.output('mix', b.mixPerSample(a, x(2, 3, 3, 5), x(2, 2)));
      },
    ),
    makeCase(
      'embedTokens',
      ['embedTokens'],
      (b, x) => {
        const ids = b.input('ids', [2, 4], 'i32');
        b.output('y', b.embedTokens(x(11, 6), x(5, 6), ids));
        b.output('plain', b.embedTokens(x(11, 6), null, ids));
      },
      { ids: Int32Array.from([0, 10, 3, 3, 7, 1, 0, 10]) },
    ),
    makeCase(
      'scale and shift, prepended token',
      ['scaleShiftPerSample', 'scalePerSample', 'prependToken'],
      (b, x) => {
        const [data, e] = [x(3, 2, 3, 5), x(3, 10)];
        b.output('scaleShift', b.scaleShiftPerSample(data, e));
        b.output('scale', b.scalePerSample(data, e));
        b.output('prepended', b.prependToken(x(3, 4, 5), x(5), x(5, 5)));
      },
    ),
  ];
}

/**
 * Samples wholly masked, masked once, not at all and here and there; one row of policy logits far
 * off, as before a sharp softmax.
 */
function maskedCases(): OpCase[] {
  return (
    [
      [4, [5], 7],
      [4, [3, 4], 16],
      [1, [1], 3],
    ] as const
  ).map(([n, middle, v]) => {
    const positions = middle.reduce<number>((product, length) => product * length, 1);
    const masked = (sample: number, position: number): boolean =>
      [true, position === 1, false, position % 3 === 0][sample % 4]!;
    const mask = Float32Array.from({ length: n * positions }, (_, i) =>
      masked(Math.floor(i / positions), i % positions) ? 1 : 0,
    );
    const tokens = Int32Array.from({ length: n * positions }, (_, i) => (i * 5 + 2) % v);
    const policy = noise(n * positions * v, 3).map(
      (value, i) => value * 3 + (n > 1 && i < v ? 150 : 0),
    );
    return makeCase(
      `maskedLogProb ${n},${middle},${v}`,
      ['maskedLogProb', 'maskedLogProbInput'],
      (b, x) => {
        const shape = [n, ...middle, v];
        const [logits, other] = [b.input('policy', shape), x(...shape)];
        const [ids, at, k] = [
          b.input('tokens', [n, positions], 'i32'),
          b.input('mask', [n, positions]),
          x(n),
        ];
        const { errors, lse } = b.maskedLogProb(logits, other, ids, at, k);
        const alone = b.maskedLogProb(logits, null, ids, at, k);
        const dx = b.maskedLogProbInput(logits, ids, at, k, x(n, 6), lse);
        Object.entries({ errors, lse, alone: alone.errors, dx }).forEach(([name, tensor]) =>
          b.output(name, tensor),
        );
      },
      { policy, tokens, mask },
      { temperature: 1 },
    );
  });
}

function lossCases(): OpCase[] {
  const scores = Float32Array.from([0.1, 0.5, 0.5, 0.9, -3, 40]);
  const errors = Float32Array.from({ length: 18 }, (_, i) =>
    i % 3 === 2 ? [0.3, -90, 0, 200, -1, 1e-4][(i - 2) / 3]! : 0.4 + i / 50,
  );
  const numbers = {
    beta: 1.5,
    temperature: 0.25,
    c: 3,
    tau: 0.5,
    scoreInverseScale: 0.7,
    scoreClip: 2,
    gradientScale: 0.5,
  };
  const losses = [0, 1, 2].map((tieMode) =>
    makeCase(
      `losses, tie mode ${tieMode}`,
      ['objective'],
      (b) => {
        const [e, s] = [b.input('errors', [6, 3]), b.input('scores', [6])];
        const numbers = b.input('numbers', [numberNames(tgoTerms).length]);
        b.output('tgo', b.objective(tgoTerms, e, s, numbers));
        // The same by its float64 form.
        b.output('host', b.objective({ ...tgoTerms, id: 'host' }, e, s, numbers));
        b.output(
          'sft',
          b.objective(sftTerms, e, s, b.input('sft', [numberNames(sftTerms).length])),
        );
      },
      {
        scores,
        errors,
        numbers: numberValues(tgoTerms, { ...numbers, tieMode }),
        sft: numberValues(sftTerms, { ...numbers, tieMode }),
      },
    ),
  );
  return [
    ...losses,
    makeCase(
      'sampleErrors',
      ['sampleErrors', 'sampleErrorsInput', 'predictionDistances'],
      (b, x) => {
        const [policy, reference, target, k] = [x(3, 2, 2, 5), x(3, 2, 2, 5), x(3, 2, 2, 5), x(3)];
        b.output('errors', b.sampleErrors(policy, reference, target, k));
        b.output('alone', b.sampleErrors(policy, null, target, k));
        b.output('dx', b.sampleErrorsInput(policy, target, k, x(3, 6)));
        b.output('both', b.sampleErrorsInput(policy, target, k, x(3, 6), reference));
        const positive = b.input('positive', [3]);
        b.output('distances', b.predictionDistances(policy, reference, target, positive));
      },
      { positive: Float32Array.of(0.5, 1, 3) },
      { temperature: 0.5, mixture: 0.3 },
    ),
    makeCase(
      'gradientNorm',
      ['gradientNorm'],
      (b, x) => {
        b.output('norm', b.gradientNorm(x(130)));
        b.output('small', b.gradientNorm(b.add(x(130), x(130), 1e-4, 0)));
      },
      {},
      { maxGradNorm: 0.7 },
    ),
  ];
}

export function opCases(): OpCase[] {
  return [
    ...matmulCases(),
    ...convCases(),
    ...depthwiseCases(),
    ...normCases(),
    ...attentionCases(),
    ...pointwiseCases(),
    ...lossCases(),
    ...maskedCases(),
  ];
}
