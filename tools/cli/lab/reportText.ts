// docs/lab.md: everything the files of a lab say, set as TGO sets its Table 1 (mean and median of
// each reward, best bold, second underlined), with the intervals, ranks and side effects that table
// leaves out. What is not finished is said.

import { toMarkdown, type Cell } from '../../../src/evaluate/table';
import { mean, standardDeviation } from '../../../src/statistics/moments';
import { percentile } from '../../../src/statistics/percentile';
import { sharedRanks } from '../../../src/statistics/sharedRanks';
import { promptWinRate } from '../../../src/statistics/winRate';
import { describeDifference, describeP, percent } from '../align/report';
import type { LabFile, LabMethod } from './labFile';
import {
  comparisons,
  gains,
  measuredMethods,
  sideEffect,
  testRewards,
  winMatrix,
  type Comparison,
  type LabResults,
  type MethodResult,
} from './results';
import { STYLE_PREFIX, styleAccuracy } from './styleAccuracy';

const trialWords = (method: LabMethod, trial: number): string =>
  Object.entries(method.trials[trial]!)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');

/** Best bold, second underlined, both where they tie. */
function marked(values: readonly number[], digits = 4): string[] {
  const order = [...new Set(values)].sort((a, b) => b - a);
  return values.map((value) => {
    const text = value.toFixed(digits);
    if (value === order[0]) return `**${text}**`;
    return value === order[1] ? `<u>${text}</u>` : text;
  });
}

const seedWords = (count: number, of: number): string =>
  count === 1 ? '1 (this run)' : count < of ? `${count} of ${of}` : String(count);

function tgoTable(lab: LabFile, results: LabResults, ids: readonly string[]): string {
  const measured = measuredMethods(results);
  const { test } = results.base;
  const rows = [
    { name: 'base', seeds: '–', of: (id: string) => test!.rewards[id]!.flat() },
    ...measured.map((one) => ({
      name: one.method.name,
      seeds: seedWords(one.finals.length, lab.seeds.length),
      of: (id: string) => testRewards(one, id).flatMap(({ rewards }) => rewards.flat()),
    })),
  ];
  const columns = ids.flatMap((id) => [
    marked(rows.map(({ of }) => mean(of(id)))),
    marked(rows.map(({ of }) => percentile(of(id), 0.5))),
  ]);
  return toMarkdown({
    columns: ['method', 'seeds', ...ids.flatMap((id) => [`${id}, mean`, 'median'])],
    rows: rows.map(({ name, seeds }, r) => [name, seeds, ...columns.map((one) => one[r]!)]),
  });
}

/** The table that leads: gain, rank, wins, damage. */
export function leadTable(lab: LabFile, results: LabResults): string {
  const { reward, base } = results;
  const measured = measuredMethods(results);
  const own = gains(results, reward.id);
  const guard = gains(results, lab.guard.reward);
  const ranks = sharedRanks(measured.length, comparisons(results));
  const style = reward.id.startsWith(STYLE_PREFIX);
  const published = measured.some(({ method }) => method.published !== undefined);
  const order = measured
    .map((_, i) => i)
    .sort((a, b) => own[b]!.difference.mean - own[a]!.difference.mean);
  const rate = (one: MethodResult): string => {
    const all = testRewards(one, reward.id).map(({ rewards }) =>
      promptWinRate(base.test!.rewards[reward.id]!, rewards),
    );
    const shares = [all.map(({ share }) => share), all.map(({ strict }) => strict.share)];
    return shares.map((share) => percent(mean(share))).join(', strict ');
  };
  return toMarkdown(
    {
      columns: [
        'rank',
        'method',
        'chosen',
        'seeds',
        `${reward.name} − base, sd [95 %]`,
        'p (Holm)',
        'prompts won',
        ...(style ? ['style accuracy'] : []),
        `${lab.guard.reward} − base, sd [95 %]`,
        'KL(ref‖model), times T',
        'KL(model‖ref), times T',
        'Fréchet',
        'training, s',
        ...(published ? ['the paper'] : []),
      ],
      rows: order.map((i): Cell[] => {
        const one = measured[i]!;
        const broken = guard[i]!.difference.mean < lab.guard.least ? ' †' : '';
        const effect = (read: Parameters<typeof sideEffect>[1]): string => {
          const value = sideEffect(one, read);
          return value === null ? '–' : String(Number(value.toPrecision(3)));
        };
        return [
          `${ranks[i]!}`,
          one.method.name + broken,
          trialWords(one.method, one.chosen!.trial),
          seedWords(one.finals.length, lab.seeds.length),
          describeDifference(own[i]!.difference),
          describeP(own[i]!.p),
          rate(one),
          ...(style ? [percent(styleAccuracy(testRewards(one, reward.id)))] : []),
          describeDifference(guard[i]!.difference),
          effect(({ logRatio }) => logRatio),
          effect(({ reverseLogRatio }) => reverseLogRatio),
          effect(({ frechet }) => frechet),
          mean(one.finals.map(({ state }) => state.trainSeconds)).toFixed(0),
          ...(published ? [one.method.published ?? '–'] : []),
        ];
      }),
    },
    3,
  );
}

function offTargetTable(results: LabResults, ids: readonly string[]): string {
  const measured = measuredMethods(results);
  const columns = ids.map((id) => gains(results, id));
  return toMarkdown({
    columns: ['method', ...ids],
    rows: measured.map(({ method }, i) => [
      method.name,
      ...columns.map((one) => describeDifference(one[i]!.difference)),
    ]),
  });
}

function matrixTable(results: LabResults): string {
  const names = [...measuredMethods(results).map(({ method }) => method.name), 'base'];
  const matrix = winMatrix(results);
  return toMarkdown({
    columns: ['wins over →', ...names],
    rows: matrix.map((row, r) => [
      names[r]!,
      ...row.map((share) => (share === null ? '–' : percent(share))),
    ]),
  });
}

function comparisonLines(results: LabResults): string {
  const names = measuredMethods(results).map(({ method }) => method.name);
  const pairs = comparisons(results);
  const line = ({ first, second, difference, p }: Comparison): Cell[] => {
    const up = difference.mean >= 0;
    const [over, under] = up ? [second, first] : [first, second];
    const shown = up
      ? difference
      : {
          ...difference,
          mean: -difference.mean,
          lower: -difference.upper,
          upper: -difference.lower,
        };
    const { seeds } = difference;
    return [
      `${names[over]!} − ${names[under]!}`,
      describeDifference(shown),
      seeds === 1 ? 'these runs' : `${seeds} seeds`,
      describeP(p),
    ];
  };
  return toMarkdown({
    columns: ['comparison', 'difference, sd [95 %]', 'about', `p (Holm over ${pairs.length})`],
    rows: [...pairs].sort((a, b) => a.p - b.p).map(line),
  });
}

function trialTable(lab: LabFile, results: LabResults): string {
  return toMarkdown({
    columns: ['method', 'trial', `${results.reward.name} − base, sd`, lab.guard.reward, ''],
    rows: results.methods.flatMap(({ method, trials, chosen }) =>
      trials.map(({ trial, gain, guard, state }): Cell[] => [
        method.name,
        trialWords(method, trial),
        gain === null ? (state.failed ?? '–') : gain.toFixed(3),
        guard === null ? '–' : guard.toFixed(3),
        trial !== chosen?.trial || method.trials.length === 1
          ? ''
          : trial === 0 || trial === method.trials.length - 1
            ? 'chosen, at the edge of its grid'
            : 'chosen',
      ]),
    ),
  });
}

/** What the file declares and nobody has measured yet, one sentence each. */
export function unfinished(lab: LabFile, results: LabResults): string[] {
  return results.methods.flatMap(({ method, trials, finals }) => {
    if (trials.length < method.trials.length)
      return [`${method.name}: ${trials.length} of ${method.trials.length} trials.`];
    return finals.length < lab.seeds.length
      ? [`${method.name}: ${finals.length} of ${lab.seeds.length} seeds on the test prompts.`]
      : [];
  });
}

/** Which methods have two stages, one sentence each. */
export const stages = ({ methods }: LabFile): string[] =>
  methods.flatMap(({ name, after }) =>
    after === undefined
      ? []
      : [
          `${name} begins with the adapters of ${after}’s first trial with its seed, which are ` +
            'its reference; its training time is that of the second stage.',
        ],
  );

/** An image beside the report, and what it shows. */
export interface ReportImage {
  readonly file: string;
  readonly words: string;
}

/** The section of one reward. */
export function rewardSection(
  lab: LabFile,
  results: LabResults,
  ids: readonly string[],
  images: readonly ReportImage[],
): string {
  const { reward, base } = results;
  const others = ids.filter((id) => id !== reward.id);
  const { settings } = lab;
  const missing = unfinished(lab, results);
  const { ground } = base;
  const tested = base.test !== undefined && measuredMethods(results).length > 0;
  return [
    `## ${reward.name}`,
    '',
    `Trained for \`${reward.id}\`` +
      (reward.remove.length === 0
        ? '.'
        : `; “${reward.remove.map((one) => one.trim()).join('”, “')}” taken out of all captions ` +
          'and prompts.') +
      ` Trials: ${ground.prompts.validation.length} validation prompts × ` +
      `${ground.noises.validation} noise. ` +
      (tested
        ? `Results: ${ground.prompts.test.length} test prompts × ${ground.noises.test} noise. ` +
          '**The test prompts were opened.** '
        : 'The test prompts are unopened. ') +
      `Runs: ${settings['steps']} steps of ${settings['batchSize']}; images: ` +
      `${ground.inferenceSteps} sampler steps, guidance ${ground.guidanceScale}.`,
    '',
    ...stages(lab).flatMap((sentence) => [sentence, '']),
    missing.length === 0
      ? 'Everything that the file declares is measured.'
      : `**Not finished**: ${missing.join(' ')}`,
    '',
    ...(tested
      ? [
          leadTable(lab, results),
          ...(reward.id.startsWith(STYLE_PREFIX)
            ? [
                'Style accuracy: the share of images that the style head gives to the style ' +
                  'rather than to all others together; of the base ' +
                  `${percent(styleAccuracy([{ rewards: base.test!.rewards[reward.id]! }]))}.`,
                '',
              ]
            : []),
          `Unit: the base’s standard deviation of the reward, ` +
            `${standardDeviation(base.test!.rewards[reward.id]!.flat()).toFixed(4)}. Ranks: 1 + ` +
            'how many methods are better at p < 0.05 after Holm’s correction over all pairs; ' +
            'those that cannot be told apart share one. Intervals: random effects of seed and ' +
            'prompt with several seeds (about the method), a t interval over prompts with one ' +
            `(about this run). †: ${lab.guard.reward} fell by more than ${-lab.guard.least} sd.`,
          '',
          'As TGO’s Table 1 is set: best **bold**, second <u>underlined</u>.',
          '',
          tgoTable(lab, results, [reward.id, lab.guard.reward]),
          'Share of prompts at which the row’s image scores higher than the column’s, ties half, ' +
            'mean over seeds:',
          '',
          matrixTable(results),
          'Comparisons:',
          '',
          comparisonLines(results),
          'Rewards that were not trained for, − base, sd [95 %]:',
          '',
          offTargetTable(results, others),
        ]
      : []),
    ...images.map(({ file, words }) => `${words}\n\n![${words}](${file})\n`),
    `Trials on the validation prompts, seed ${lab.seeds[0]}:`,
    '',
    trialTable(lab, results),
  ].join('\n');
}
