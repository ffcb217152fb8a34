// Optimizers and the arithmetic around them. AdamW trajectories run on the executors (gradient norm, clip, update, as in a training
// step); learning-rate schedules, percentiles and summary statistics are the host's. Files are told apart by what they hold.

import { percentile } from '../../src/dataset/threshold';
import { histogram } from '../../src/dataset/histogram';
import { alignedLength, GraphBuilder } from '../../src/graph/graph';
import { learningRateFactor, type LearningRateName, type LearningRateOptions } from '../../src/schedules/learningRate';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { allowed, compare, largest, largestError, numberOf, numbersOf } from './recorded';
import type { Comparison } from './report';
import type { Suite } from './suite';

const flatten = (tensors: unknown): number[][] => (tensors as unknown[]).map((tensor) => numbersOf((tensor as unknown[]).flat(9)));

/** Ten (or however many) steps of AdamW; the tensors lie in one flat state as adapters do. */
async function adamwCase(suite: Suite, name: string, one: Json): Promise<void> {
  const kwargs = objectOf(one['kwargs'], `${name} kwargs`);
  const recorded = objectOf(one['f64'], `${name} f64`);
  const steps = recorded['steps'] as Json[];
  const init = flatten(recorded['init']);
  const offsets: number[] = [];
  let length = 0;
  for (const tensor of init) {
    offsets.push(length);
    length += alignedLength(tensor.length);
  }
  const flat = (tensors: readonly (readonly number[])[]): Float32Array => {
    const data = new Float32Array(length);
    tensors.forEach((tensor, i) => data.set(tensor, offsets[i]));
    return data;
  };
  const [beta1, beta2] = Array.isArray(kwargs['betas']) ? (numbersOf(kwargs['betas']) as [number, number]) : [0.9, 0.999];
  const states = ['parity.p', 'parity.g', 'parity.m', 'parity.v'] as const;
  const builder = new GraphBuilder();
  for (const state of states) builder.declareState(state, length);
  const [p, g, m, v] = states.map((state) => builder.state(state, 0, [length]));
  const norm = builder.gradientNorm(g!);
  builder.adamw(p!, g!, m!, v!, norm);
  builder.output('norm', norm);
  const graph = builder.build();
  await suite.run(name, false, async ({ executor }): Promise<Comparison[]> => {
    for (const state of states) executor.writeState(state, length, state === 'parity.p' ? flat(init) : new Float32Array(length));
    const program = await executor.compile(graph, { weights: {} });
    const out: Comparison[] = [];
    try {
      const last = flat(flatten(steps.at(-1)!['params']));
      const float32 = one['f32_final_params'];
      const floor = float32 === undefined ? 0 : largestError(flat(flatten(float32)), last);
      for (const [index, step] of steps.entries()) {
        executor.writeState('parity.g', length, flat(flatten((recorded['grads'] as unknown[])[index])));
        await program.run({}, {
          learningRate: numberOf(kwargs['lr'] ?? 1e-3), adamBeta1: beta1, adamBeta2: beta2, adamEpsilon: numberOf(kwargs['eps'] ?? 1e-8), weightDecay: numberOf(kwargs['weight_decay'] ?? 0.01),
          maxGradNorm: one['clip'] === null ? 0 : numberOf(one['clip']), biasCorrection1: 1 - beta1 ** (index + 1), biasCorrection2: 1 - beta2 ** (index + 1),
        });
        if (step['total_norm'] !== null) out.push(compare(`norm of step ${index}`, (await program.read(['norm']))['norm']!.subarray(0, 1), [numberOf(step['total_norm'])], 0));
        out.push(compare(`parameters after step ${index}`, await executor.readState('parity.p'), flat(flatten(step['params'])), floor));
      }
      for (const [what, state] of [['m', 'parity.m'], ['v', 'parity.v']] as const) {
        const wanted = flat(flatten(recorded[what]));
        // Moments of tiny gradients are tiny: held relative to their own size, 50 roundings of float32 (β₂ itself is rounded: 1.3e-5).
        out.push({ what, error: largestError(await executor.readState(state), wanted), tolerance: 2e-5 * largest(wanted) });
      }
    } finally {
      program.dispose();
      for (const state of states) executor.dropState(state);
    }
    return out;
  });
}

const OPTION_NAMES: Readonly<Record<string, keyof LearningRateOptions>> = { num_warmup_steps: 'numWarmupSteps', num_training_steps: 'numTrainingSteps', num_cycles: 'numCycles', power: 'power', lr_end: 'lrEnd' };
const KNOWN_SCHEDULES: readonly LearningRateName[] = ['constant', 'constant_with_warmup', 'linear', 'cosine', 'cosine_with_restarts', 'polynomial'];

function scheduleCases(suite: Suite, name: string, json: Json): void {
  const baseLr = numberOf(json['base_lr'] ?? 1);
  for (const [key, recorded] of Object.entries(objectOf(json['schedules'], `${name} schedules`))) {
    const [schedule, list = ''] = key.split('|') as [LearningRateName, string?];
    const given = list.split(',').filter(Boolean).map((part) => part.split('=') as [string, string]);
    if (!KNOWN_SCHEDULES.includes(schedule) || given.some(([option]) => !(option in OPTION_NAMES))) {
      suite.report.unknown(`${name} ${key}`);
      continue;
    }
    const options = Object.fromEntries([...given.map(([option, value]) => [OPTION_NAMES[option]!, Number(value)]), ['baseLr', baseLr]]) as LearningRateOptions;
    const rates = numbersOf(recorded);
    suite.host(`${name} ${key}`, () => [compare('rates', rates.map((_, step) => baseLr * learningRateFactor(schedule, step, options)), rates, 0)]);
  }
}

function statisticsCase(suite: Suite, name: string, json: Json): void {
  const x = numbersOf(json['x']);
  suite.host(name, () => {
    const out: Comparison[] = [compare('median', [percentile(x, 0.5)], [numberOf(json['median'])], 0)];
    if (json['hist_counts'] !== undefined) {
      const counts = numbersOf(json['hist_counts']);
      const made = histogram(x, counts.length);
      out.push({ what: 'hist_counts', error: largestError(made.counts, counts), tolerance: 0 }, compare('hist_edges', made.edges, numbersOf(json['hist_edges']), 0));
    }
    return out;
  });
}

export async function optimCases(suite: Suite, folder: CaseFolder): Promise<void> {
  for (const file of folder.files('.json')) {
    const name = `${folder.name}/${file.replace(/\.json$/, '')}`;
    const json = folder.json(file);
    if (Array.isArray(json) && json.every((one) => 'numpy_linear' in (one as Json))) {
      suite.host(`${name} (${json.length} cases)`, () => (json as Json[]).map((one) => {
        const wanted = numberOf(one['numpy_linear']);
        return { what: `p = ${String(one['p'])}`, error: Math.abs(percentile(numbersOf(one['values']), numberOf(one['p']) / 100) - wanted), tolerance: allowed([wanted], 0) };
      }));
    } else if ('schedules' in (json as Json)) scheduleCases(suite, name, json as Json);
    else if ('x' in (json as Json) && 'median' in (json as Json)) statisticsCase(suite, name, json as Json);
    else {
      for (const [key, one] of Object.entries(json as Json)) {
        if (objectOf(one, `${name} ${key}`)['class'] === 'AdamW') await adamwCase(suite, `${name} ${key}`, one as Json);
        else suite.report.unknown(`${name} ${key}`);
      }
    }
  }
}
