// Optimizers and the arithmetic around them. Trajectories run on the executors (gradient norm,
// clip, update, as in a training step); learning-rate schedules, percentiles and summary statistics
// are the host's. Files are told apart by what they hold.

import { percentile } from '../../src/data/labels/threshold';
import { histogram } from '../../src/statistics/histogram';
import {
  learningRateFactor,
  type LearningRateName,
  type LearningRateOptions,
} from '../../src/schedules/learningRate';
import {
  checkOptimizer,
  followOptimizer,
  type RecordedOptimizer,
} from '../../test-support/optimizerRun';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { allowed, compare, largest, largestError, numberOf, numbersOf } from './recorded';
import type { Comparison } from './report';
import type { Suite } from './suite';

/** Ten (or however many) steps of an optimizer. */
async function optimizerCase(suite: Suite, name: string, one: Json): Promise<void> {
  const recorded = suite.prepare(name, () => checkOptimizer(one as unknown as RecordedOptimizer));
  if (recorded === null) return;
  const { steps, m, v } = recorded.f64;
  await suite.run(name, false, async ({ executor }): Promise<Comparison[]> => {
    const made = await followOptimizer(executor, recorded);
    const { flat } = made;
    const float32 = one['f32_final_params'];
    const floor =
      float32 === undefined
        ? 0
        : largestError(flat(float32 as unknown[]), flat(steps.at(-1)!.params));
    const out = steps.flatMap((step, index) => [
      ...(step.total_norm === null
        ? []
        : [compare(`norm of step ${index}`, [made.norms[index]!], [step.total_norm], 0)]),
      compare(`parameters after step ${index}`, made.parameters[index]!, flat(step.params), floor),
    ]);
    for (const [what, values, recordedMoment] of [
      ['m', made.m, m],
      ['v', made.v, v],
    ] as const) {
      if (!recordedMoment) continue;
      const wanted = flat(recordedMoment);
      // Moments of tiny gradients are tiny: held relative to their own size, 50 roundings of
      // float32 (β₂ itself is rounded: 1.3e-5).
      out.push({ what, error: largestError(values, wanted), tolerance: 2e-5 * largest(wanted) });
    }
    return out;
  });
}

const OPTION_NAMES: Readonly<Record<string, keyof LearningRateOptions>> = {
  num_warmup_steps: 'numWarmupSteps',
  num_training_steps: 'numTrainingSteps',
  num_cycles: 'numCycles',
  power: 'power',
  lr_end: 'lrEnd',
};
const KNOWN_SCHEDULES: readonly LearningRateName[] = [
  'constant',
  'constant_with_warmup',
  'linear',
  'cosine',
  'cosine_with_restarts',
  'polynomial',
];

function scheduleCases(suite: Suite, name: string, json: Json): void {
  const baseLr = numberOf(json['base_lr'] ?? 1);
  for (const [key, recorded] of Object.entries(objectOf(json['schedules'], `${name} schedules`))) {
    const [schedule, list = ''] = key.split('|') as [LearningRateName, string?];
    const given = list
      .split(',')
      .filter(Boolean)
      .map((part) => part.split('=') as [string, string]);
    if (
      !KNOWN_SCHEDULES.includes(schedule) ||
      given.some(([option]) => !(option in OPTION_NAMES))
    ) {
      suite.report.unknown(`${name} ${key}`);
      continue;
    }
    const options = Object.fromEntries([
      ...given.map(([option, value]) => [OPTION_NAMES[option]!, Number(value)]),
      ['baseLr', baseLr],
    ]) as LearningRateOptions;
    const rates = numbersOf(recorded);
    suite.host(`${name} ${key}`, () => [
      compare(
        'rates',
        rates.map((_, step) => baseLr * learningRateFactor(schedule, step, options)),
        rates,
        0,
      ),
    ]);
  }
}

function statisticsCase(suite: Suite, name: string, json: Json): void {
  const x = numbersOf(json['x']);
  suite.host(name, () => {
    const out: Comparison[] = [
      compare('median', [percentile(x, 0.5)], [numberOf(json['median'])], 0),
    ];
    if (json['hist_counts'] !== undefined) {
      const counts = numbersOf(json['hist_counts']);
      const made = histogram(x, counts.length);
      out.push(
        { what: 'hist_counts', error: largestError(made.counts, counts), tolerance: 0 },
        compare('hist_edges', made.edges, numbersOf(json['hist_edges']), 0),
      );
    }
    return out;
  });
}

export async function optimCases(suite: Suite, folder: CaseFolder): Promise<void> {
  for (const file of folder.files('.json')) {
    const name = `${folder.name}/${file.replace(/\.json$/, '')}`;
    const json = folder.json(file);
    if (Array.isArray(json) && json.every((one) => 'numpy_linear' in (one as Json))) {
      suite.host(`${name} (${json.length} cases)`, () =>
        (json as Json[]).map((one) => {
          const wanted = numberOf(one['numpy_linear']);
          return {
            what: `p = ${String(one['p'])}`,
            error: Math.abs(
              percentile(numbersOf(one['values']), numberOf(one['p']) / 100) - wanted,
            ),
            tolerance: allowed([wanted], 0),
          };
        }),
      );
    } else if ('schedules' in (json as Json)) scheduleCases(suite, name, json as Json);
    else if ('x' in (json as Json) && 'median' in (json as Json))
      statisticsCase(suite, name, json as Json);
    else {
      for (const [key, one] of Object.entries(json as Json)) {
        if ('class' in objectOf(one, `${name} ${key}`))
          await optimizerCase(suite, `${name} ${key}`, one as Json);
        else suite.report.unknown(`${name} ${key}`);
      }
    }
  }
}
