// `npm run bench`: in one run on the device at hand (Dawn in Node: a real adapter if there is one,
// else SwiftShader), what a training step costs in JavaScript and wall time, recorded against
// composed TensorFlow.js, jax-js and wasm; the loss kernels likewise; and the rate reached against
// the adapter's own matmul. Prints tables; writes docs/bench.md and build/bench.json. Options:
// --model ID (default: nano on a software adapter, else emoji-64), --batch N, --out FILE (default
// docs/bench.md), --no-write; --gpu measures the kernels alone (gpu.ts).

import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { installDawn } from '../../src/device/dawnNode';
import { pickDevice } from '../../src/device/pickDevice';
import type { WeightSources } from '../../src/executors/weights/weightSource';
import { createTfjsExecutor } from '../../src/executors/tfjs/tfjsExecutor';
import { arithmeticOf } from '../../src/executors/wgsl/estimateFlops';
import { WgslExecutor } from '../../src/executors/wgsl/wgslExecutor';
import { halvesToFloat32 } from '../../src/formats/float16';
import { runMain, wholeArgument } from '../cli/align/runMain';
import { adaptedBlocks, lossKernels, trainingStep } from './experiments';
import { gpuReport } from './gpu';
import { JAX_VERSION, timeJax } from './jaxJs';
import type { Effort } from './measure';
import { timeExecutor, timePlain, type Experiment, type Line } from './peers';
import { compareVariants, matmulRate, type MatmulRate } from './rates';
import {
  describeMachine,
  machineList,
  matmulTable,
  peerTable,
  rounded,
  variantTable,
} from './report';

const NODE_BY_NODE = 'tfjs-webgpu, our graph node by node';
const PLAIN = 'tfjs-webgpu, plain (variableGrads)';
const RECORDED = 'recorded WGSL';

const USAGE = `npm run bench -- [options]
  --model ID         a bundled model (default: nano on a software adapter, else emoji-64)
  --batch N          samples per step
  --out FILE         where the tables go (default docs/bench.md)
  --no-write         print the tables only
  --gpu              measure the kernels alone; with it:
    --weights KIND   f32, f16 (default) or int8
    --divide N       rows and tokens fewer by this
    --budget SECONDS per measurement`;

/** The same weights as f32. */
function widened(sources: WeightSources): WeightSources {
  return Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [
      name,
      {
        id: `${source.id} f32`,
        header: (tensor: string) => ({ ...source.header(tensor), dtype: 'F32' as const }),
        read: async (tensor: string) => {
          const stored = await source.read(tensor);
          return stored.dtype === 'F32'
            ? stored
            : { dtype: 'F32' as const, shape: stored.shape, data: halvesToFloat32(stored.data) };
        },
      },
    ]),
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      model: { type: 'string' },
      batch: { type: 'string' },
      out: { type: 'string', default: 'docs/bench.md' },
      'no-write': { type: 'boolean' },
      gpu: { type: 'boolean' },
      weights: { type: 'string' },
      divide: { type: 'string' },
      budget: { type: 'string' },
    },
  });
  if (values.batch !== undefined) wholeArgument('batch', values.batch, 1, USAGE);
  if (values.divide !== undefined) wholeArgument('divide', values.divide, 1, USAGE);
  const picked = await pickDevice({
    gpu: await installDawn(),
    onUncapturedError: (message) => console.error(`GPU error: ${message}`),
  });
  if (!('device' in picked)) throw new Error(picked.reason);
  if (values.gpu) {
    const { weights, divide, budget } = values;
    console.log(JSON.stringify(await gpuReport(picked, { weights, divide, budget }), null, 2));
    return;
  }
  const software = picked.isFallback;
  const modelId = values.model ?? (software ? 'nano' : 'emoji-64');
  const batch = values.batch ? Number(values.batch) : modelId === 'nano' ? 4 : software ? 1 : 16;
  const machine = describeMachine(picked.description, JAX_VERSION);
  const started = performance.now();
  console.log(`${machineList(machine)}\n`);

  const wgsl = new WgslExecutor(picked);
  const other = new WgslExecutor(picked, { profile: { workgroupMemory: software } });
  const wasm = await createTfjsExecutor('wasm');
  const composed = await createTfjsExecutor('webgpu');
  const quick: Effort = { warmups: 2, runs: 30, budgetMs: 8_000 };
  // Composed tfjs takes ten seconds and more a step on a software adapter.
  const slow: Effort = software
    ? { warmups: 0, runs: 3, budgetMs: 20_000 }
    : { warmups: 2, runs: 15, budgetMs: 20_000 };

  async function peers(title: string, experiment: Experiment, withJax: boolean): Promise<Line[]> {
    console.error(`… ${title}`);
    return [
      await timeExecutor(RECORDED, wgsl, experiment, quick),
      await timePlain(PLAIN, 'webgpu', experiment, slow),
      await timeExecutor(NODE_BY_NODE, composed, experiment, slow),
      ...(withJax ? [await timeJax('jax-js, jit(valueAndGrad)', experiment, quick)] : []),
      await timeExecutor(wasm.description, wasm, experiment, quick),
    ];
  }

  const sections: string[] = [];
  const section = (title: string, ...parts: string[]): void => {
    const text = [`## ${title}`, ...parts].join('\n\n');
    sections.push(text);
    console.log(`${text}\n`);
  };

  // 1. The training step.
  const step = await trainingStep(modelId, batch);
  const stepLines = await peers('training step', step, false);
  const single = await timeExecutor(
    `${RECORDED}, weights widened to f32`,
    wgsl,
    { ...step, weights: widened(step.weights) },
    quick,
  );
  stepLines.push(single);
  const work = arithmeticOf(step.graph);
  const js = (index: number): number => stepLines[index]!.timing?.js.median ?? NaN;
  section(
    `A TGO step of ${modelId}, batch ${batch} (${rounded(work / 1e9)} GFLOP, ` +
      `${step.graph.nodes.length} graph nodes)`,
    'Reference and policy forward, derivatives of rank-8 adapters on q, k, v and out, ' +
      'optimizer; the loss is read back. The plain composition is the same network out of tfjs ' +
      'ops, tf.variableGrads and tf.train.adam, one variable a matrix; it neither clips nor ' +
      'decays. "Node by node" is our graph, derivatives written out and one flat AdamW, each ' +
      'node composed of tfjs kernels.',
    peerTable(stepLines),
    'JavaScript per dispatch: recorded ' +
      `${rounded((js(0) * 1000) / (stepLines[0]!.timing?.dispatches ?? NaN))} µs, plain tfjs ` +
      `${rounded((js(1) * 1000) / (stepLines[1]!.timing?.dispatches ?? NaN))} µs. JavaScript ` +
      `time of plain tfjs over recorded: ${rounded(js(1) / js(0))}×; the engine was designed on ` +
      'a probe that saw at least 50×.',
  );

  // 2. The loss kernels alone. 3. A network that jax-js can express.
  const loss = await peers('loss kernels', lossKernels([16, 8, 8, 16]), true);
  section(
    'The loss kernels: sampleErrors, objective, sampleErrorsInput on predictions ' +
      '[16, 8, 8, 16]',
    'Per-sample errors of policy and reference, the threshold-weighted loss and its derivative ' +
      'by the prediction.',
    peerTable(loss),
  );
  const blocks = await peers(
    'adapted blocks',
    adaptedBlocks({ batch: 4, tokens: 16, width: 32, blocks: 2, rank: 4 }),
    true,
  );
  section(
    'Two residual blocks of one-head attention and a SiLU layer, rank-4 adapters, batch 4, 16 ' +
      'tokens of width 32',
    'TGO loss and the gradients of all adapters, no optimizer. The part of a UNet that is ' +
      'small enough to write a third time, in jax-js; the whole UNet was not ported to it.',
    peerTable(blocks),
  );

  // 4. Rates.
  console.error('… rates');
  const sizes = software
    ? ([
        [256, 256, 256],
        [512, 512, 512],
        [128, 256, 2304],
        [128, 320, 2880],
      ] as const)
    : ([
        [256, 256, 256],
        [512, 512, 512],
        [1024, 256, 2304],
        [4096, 320, 2880],
      ] as const);
  const rates: MatmulRate[] = [];
  for (const [m, n, k] of sizes)
    for (const weights of ['f32', 'f16'] as const)
      rates.push(await matmulRate(wgsl, m, n, k, weights, software ? 1 : 50));
  const fewerRows = software
    ? '; the last two sizes are those of (1024, 256, 2304) and (4096, 320, 2880) with fewer rows'
    : '';
  const best = Math.max(...rates.map((rate) => rate.gflops));
  const reached = (line: Line): number => (line.timing ? work / line.timing.wall.min / 1e6 : NaN);
  section(
    "The adapter's own matmul rate, by our kernel",
    matmulTable(rates),
    `GFLOP/s by the fastest run${fewerRows}. ` +
      `The step above, also by its fastest run, reaches ${rounded(reached(stepLines[0]!))} ` +
      `GFLOP/s (${rounded((100 * reached(stepLines[0]!)) / best)} % of the best of these), ` +
      `${rounded(reached(single))} with f32 weights; only products, convolutions and attention ` +
      'are counted.',
  );
  const [portable, tuned] = software ? [wgsl, other] : [other, wgsl];
  const variants = await compareVariants(portable, tuned, software ? 1 : 50);
  section(
    'Kernels with two variants',
    variantTable(variants),
    `In use here: ${software ? 'portable' : 'tuned'}.`,
  );

  // 5. Written down.
  const seconds = Math.round((performance.now() - started) / 1000);
  const command = ['npm run bench', ...process.argv.slice(2)].join(' -- ');
  const head = [
    '# Benchmark',
    `Made by \`${command}\` in ${seconds} s. Times are medians with (smallest–largest); ratios ` +
      'are against the first line of each table, from the same run. JavaScript time is the CPU ' +
      'time this thread spends from the beginning of a step until it asks to map the result: ' +
      'uploading, encoding and submitting, also where a library does that only when it is asked ' +
      'for results, as jax-js does (other processes do not lengthen it, but they do wall time); ' +
      'wall time lasts until the loss is read. Dispatches are counted in WebGPU. First losses ' +
      'agree where the networks are equal. ' +
      'All peers use the same adapter, each with its own device.',
    machineList(machine),
  ];
  console.log(`${seconds} s`);
  if (values['no-write']) return;
  for (const folder of ['build', dirname(values.out)]) mkdirSync(folder, { recursive: true });
  writeFileSync(values.out, `${[...head, ...sections].join('\n\n')}\n`);
  const report = {
    command,
    machine,
    model: modelId,
    batch,
    flops: work,
    step: stepLines,
    loss,
    blocks,
    rates,
    variants,
    seconds,
  };
  writeFileSync(
    join('build', `${basename(values.out, '.md')}.json`),
    `${JSON.stringify(report, null, 2)}\n`,
  );
}

await runMain(main, USAGE);
