// What the adapter reaches: our matmul kernel at sizes of real layers with f32 and f16-stored
// weights, the kernels that have a portable and a tuned variant side by side, and the arithmetic of
// a step to hold against that.

import {
  memoryWeights,
  type StoredTensor,
  type WeightSources,
} from '../../src/executors/weights/weightSource';
import type { WgslExecutor } from '../../src/executors/wgsl/wgslExecutor';
import { GraphBuilder, type Graph } from '../../src/graph/graph';
import { draw } from './experiments';
import { spreadOf, type Spread } from './measure';

export interface MatmulRate {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly weights: 'f32' | 'f16';
  /** One product. */
  readonly ms: Spread;
  readonly gflops: number;
}

const noWeights: WeightSources = {};

/**
 * Milliseconds of one of `repeats` equal parts of a graph, timed on the device's own completion.
 */
async function timeGraph(
  executor: WgslExecutor,
  graph: Graph,
  weights: WeightSources,
  storage: 'f32' | 'f16',
  repeats: number,
  runs: number,
): Promise<Spread> {
  const program = await executor.compile(graph, {
    weights,
    weightStorage: storage === 'f16' ? 'f16' : 'file',
  });
  const inputs = Object.fromEntries(
    graph.inputs.map((input, index) => [
      input.name,
      draw(
        input.shape.reduce((a, b) => a * b, 1),
        index,
      ),
    ]),
  );
  await program.run(inputs, {}, []);
  await executor.device.queue.onSubmittedWorkDone();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await program.run({}, {}, []);
    await executor.device.queue.onSubmittedWorkDone();
    times.push((performance.now() - started) / repeats);
  }
  program.dispose();
  return spreadOf(times);
}

/** x[m,k]·w[k,n], the matmul of a linear layer. */
export async function matmulRate(
  executor: WgslExecutor,
  m: number,
  n: number,
  k: number,
  weights: 'f32' | 'f16',
  repeats: number,
): Promise<MatmulRate> {
  const stored: StoredTensor = { dtype: 'F32', shape: [n, k], data: draw(n * k, 5) };
  const b = new GraphBuilder();
  const x = b.input('x', [m, k]);
  const w = b.weight('rate', 'w', 'linear', [k, n]);
  for (let i = 0; i < repeats; i++) b.output('y', b.matmul(x, w));
  const ms = await timeGraph(
    executor,
    b.build(),
    { rate: memoryWeights(`rate ${n} ${k}`, () => stored) },
    weights,
    repeats,
    3,
  );
  return { m, n, k, weights, ms, gflops: (2 * m * n * k) / ms.min / 1e6 };
}

export interface VariantLine {
  readonly name: string;
  readonly portable: Spread;
  readonly tuned: Spread;
}

/** Kernels that exist in both variants, at the sizes of the bundled model. */
export async function compareVariants(
  portable: WgslExecutor,
  tuned: WgslExecutor,
  repeats: number,
): Promise<VariantLine[]> {
  const build = (make: (b: GraphBuilder, i: number) => void): Graph => {
    const b = new GraphBuilder();
    for (let i = 0; i < repeats; i++) make(b, i);
    return b.build();
  };
  const once = (
    b: GraphBuilder,
    name: string,
    shape: number[],
  ): ReturnType<GraphBuilder['input']> =>
    b.inputs.find((input) => input.name === name) ?? b.input(name, shape);
  const image = [16, 8, 8, 80];
  const tokens = [16, 64, 80];
  const norm = { groups: 20, eps: 1e-5, silu: true };
  const cases: Record<string, Graph> = {
    'groupNorm + SiLU [16,8,8,80]': build((b) =>
      b.output(
        'y',
        b.groupNorm(once(b, 'x', image), once(b, 'g', [80]), once(b, 'b', [80]), norm).y,
      ),
    ),
    'groupNorm derivative': build((b) =>
      b.output(
        'y',
        b.groupNormInput(
          once(b, 'dy', image),
          once(b, 'x', image),
          once(b, 'stats', [16, 20, 2]),
          once(b, 'g', [80]),
          once(b, 'b', [80]),
          norm,
        ),
      ),
    ),
    'layerNorm [16,64,80]': build((b) =>
      b.output(
        'y',
        b.layerNorm(once(b, 'x', tokens), once(b, 'g', [80]), once(b, 'b', [80]), 1e-5).y,
      ),
    ),
    'layerNorm derivative': build((b) =>
      b.output(
        'y',
        b.layerNormInput(
          once(b, 'dy', tokens),
          once(b, 'x', tokens),
          once(b, 'stats', [1024, 2]),
          once(b, 'g', [80]),
          1e-5,
        ),
      ),
    ),
    'gradient norm, 163,840 numbers': build((b) =>
      b.output('y', b.gradientNorm(once(b, 'g', [163_840]))),
    ),
  };
  const lines: VariantLine[] = [];
  for (const [name, graph] of Object.entries(cases)) {
    lines.push({
      name,
      portable: await timeGraph(portable, graph, noWeights, 'f32', repeats, 7),
      tuned: await timeGraph(tuned, graph, noWeights, 'f32', repeats, 7),
    });
  }
  return lines;
}
