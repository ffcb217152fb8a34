// Rows of runs as Markdown: what each cost, its gain over the base, what it did to rewards nobody
// trained for, its side effects, and the comparisons between rows with Holm's correction.

import { toMarkdown, type Cell } from '../../../src/evaluate/table';
import { holm } from '../../../src/statistics/holm';
import { mean, standardDeviation } from '../../../src/statistics/moments';
import {
  differenceFromBase,
  pairedDifference,
  type PairedDifference,
} from '../../../src/statistics/pairedDifference';
import { promptWinRate } from '../../../src/statistics/winRate';
import { describeDifference, describeP, describePrompts, percent } from '../align/report';
import { sideEffectsTable, type SideEffects } from '../align/sideEffects';
import { comparedPairs, seedRewards, type Row } from './rows';

/** “this run” where one seed was trained: no interval can say more. */
const about = ({ about: subject, seeds }: PairedDifference): string =>
  subject === 'run' ? 'this run' : `${seeds} seeds`;

function meanEffects(row: Row): SideEffects {
  const all = row.runs.map(({ file }) => file.sideEffects.aligned);
  const over = (read: (one: SideEffects) => number | null): number =>
    mean(all.map((one) => read(one) ?? Number.NaN));
  return {
    diversity: over((one) => one.diversity),
    diversityAcross: over((one) => one.diversityAcross),
    frechet: over((one) => one.frechet),
    change: over((one) => one.change),
    logRatio: over((one) => one.logRatio),
    reverseLogRatio: over((one) => one.reverseLogRatio),
  };
}

/** Errors: throws on unequal seeds (comparedPairs) or a seed given twice. */
export function compareReport(rows: readonly Row[]): string {
  const { file } = rows[0]!.runs[0]!;
  const base = file.base[file.reward]!;
  const ofRow = (row: Row, reward: string): PairedDifference =>
    differenceFromBase(file.base[reward]!, seedRewards(row, reward));
  const gains = rows.map((row) => ofRow(row, file.reward));
  const gainP = holm(gains.map(({ pValue }) => pValue));
  const main = rows.map((row, i): Cell[] => {
    const costs = row.runs.map(({ cost }) => cost);
    const own = row.runs.map((run) => run.file.aligned[file.reward]!);
    const rates = own.map((rewards) => promptWinRate(base, rewards));
    return [
      row.name,
      row.runs.length,
      mean(costs.map(({ pictures }) => pictures)).toFixed(0),
      `${costs.every(({ drawTimed }) => drawTimed) ? '' : '≈ '}` +
        mean(costs.map(({ drawSeconds }) => drawSeconds)).toFixed(0),
      mean(costs.map(({ trainSeconds }) => trainSeconds)).toFixed(0),
      mean(own.flat(2)).toFixed(4),
      `${percent(mean(rates.map(({ share }) => share)))}, strict ` +
        percent(mean(rates.map(({ strict }) => strict.share))),
      describeDifference(gains[i]!),
      about(gains[i]!),
      describeP(gainP[i]!),
    ];
  });
  const pairs = comparedPairs(rows).map(([of, against]) => ({
    name: `${of.name} − ${against.name}`,
    difference: pairedDifference(
      base,
      seedRewards(against, file.reward),
      seedRewards(of, file.reward),
    ),
  }));
  const pairP = holm(pairs.map(({ difference }) => difference.pValue));
  return [
    toMarkdown({
      columns: [
        'run',
        'seeds',
        'pictures',
        'drawing, s',
        'training, s',
        'mean reward',
        'win rate by prompt',
        '− base [95 %]',
        'about',
        'p (Holm)',
      ],
      rows: [
        ['base', null, null, null, null, mean(base.flat()).toFixed(4), null, null, null, null],
        ...main,
      ],
    }),
    ...(pairs.length === 0
      ? []
      : [
          toMarkdown({
            columns: ['comparison', 'difference [95 %]', 'about', 'p (Holm)'],
            rows: pairs.map(({ name, difference }, i) => [
              name,
              describeDifference(difference),
              about(difference),
              describeP(pairP[i]!),
            ]),
          }),
        ]),
    'Rewards that were not trained for, − base [95 %]:',
    '',
    toMarkdown({
      columns: ['run', ...file.offTarget],
      rows: rows.map((row) => [
        row.name,
        ...file.offTarget.map((id) => describeDifference(ofRow(row, id))),
      ]),
    }),
    toMarkdown(
      sideEffectsTable([
        ['base', file.sideEffects.base],
        ...rows.map((row) => [row.name, meanEffects(row)] as const),
      ]),
      3,
    ),
    `Unit: the base's standard deviation, ${standardDeviation(base.flat()).toFixed(4)} of ` +
      `${file.reward}; ${describePrompts(file.drawnFor)}, guidance ` +
      `${file.drawnFor.guidanceScale}, ` +
      `${file.drawnFor.inferenceSteps} sampler steps. Intervals: with one seed a t interval over ` +
      'prompts, about this run; with several, random effects of seed and prompt with ' +
      'Satterthwaite’s degrees of freedom, about the method. Images: drawn and scored while ' +
      'the ' +
      'run went on, or the images of its set; then the seconds of drawing are what they would ' +
      'have ' +
      'taken on the same machine (≈).',
  ].join('\n');
}
