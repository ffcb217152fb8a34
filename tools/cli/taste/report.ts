// What came out for one hidden rule: how well the taste knows it, and how far the images moved on
// held-out prompts, by the rule and by the taste. Numbers in, Markdown out.

import { compareRewards, type Rewards } from '../../../src/statistics/compareRewards';
import { mean } from '../../../src/statistics/moments';
import { differenceFromBase } from '../../../src/statistics/pairedDifference';
import { toMarkdown } from '../../../src/evaluate/table';
import { correlation } from '../../../src/statistics/raterNoise';
import { rankCorrelation } from '../../../src/rewards/rankStatistics';
import { describeDifference } from '../align/report';

/** Two correlations of the same pairs. */
export interface Agreement {
  readonly count: number;
  readonly pearson: number;
  readonly spearman: number;
}

export function agreement(one: readonly number[], other: readonly number[]): Agreement {
  return {
    count: one.length,
    pearson: correlation(one, other),
    spearman: rankCorrelation(one, other),
  };
}

/** Values less the mean of their group. */
export function withinGroups(values: readonly number[], groups: readonly string[]): number[] {
  const sums = new Map<string, { sum: number; count: number }>();
  values.forEach((value, i) => {
    const { sum, count } = sums.get(groups[i]!) ?? { sum: 0, count: 0 };
    sums.set(groups[i]!, { sum: sum + value, count: count + 1 });
  });
  return values.map((value, i) => {
    const { sum, count } = sums.get(groups[i]!)!;
    return value - sum / count;
  });
}

export interface TasteFound {
  readonly likes: string;
  readonly formula: string;
  /** Ratings that slipped. */
  readonly slipped: number;
  /** The stars against the rule's score: what slips and five steps leave of it. */
  readonly stars: Agreement;
  /** The stars against what a taste fitted without each says. */
  readonly leaveOneOut: Agreement;
  /** The rule against the taste, on images that nobody rated. */
  readonly unseen: Agreement;
  /** The same, both less the mean of their prompt: what it knows beside which prompts it likes. */
  readonly withinPrompts: Agreement;
  /** Share of the taste's variance that lies between prompts, over all images. */
  readonly betweenPrompts: number;
}

/** Base and each training run, by one score, [prompts][noises] each. */
export interface Moved {
  readonly score: string;
  readonly base: Rewards;
  /** One a training run. */
  readonly aligned: readonly Rewards[];
}

const share = (value: number): string =>
  Number.isFinite(value) ? `${(100 * value).toFixed(0)} %` : '–';

function movedRows({ score, base, aligned }: Moved): (string | number)[][] {
  const compared = aligned.map((one) => compareRewards(base, one));
  const rows: (string | number)[][] = [
    [score, 'base', mean(base.flat()), '', ''],
    ...compared.map(({ summary, difference, prompts }, run) => [
      score,
      `run ${run}`,
      summary.mean,
      describeDifference(difference),
      `${share(prompts.share)} [${share(prompts.lower)}, ${share(prompts.upper)}], strict ` +
        share(prompts.strict.share),
    ]),
  ];
  if (aligned.length < 2) return rows;
  return [
    ...rows,
    [
      score,
      `${aligned.length} runs`,
      mean(aligned.flat(2)),
      describeDifference(
        differenceFromBase(
          base,
          aligned.map((rewards, seed) => ({ seed, rewards })),
        ),
      ),
      share(mean(compared.map(({ prompts }) => prompts.share))),
    ],
  ];
}

/** One rule's part of the report. */
export function tasteReport(
  found: TasteFound,
  moved: readonly Moved[],
  /** Which prompts it was measured on. */
  prompts: string,
): string {
  const row = (what: string, { count, pearson, spearman }: Agreement): (string | number)[] => [
    what,
    count,
    pearson,
    spearman,
  ];
  return [
    `## A person who likes ${found.likes}`,
    '',
    `Hidden rule: ${found.formula}. ${found.stars.count} images rated in fifths, one to five ` +
      `stars; ${found.slipped} of the ratings slipped by a star.`,
    '',
    toMarkdown(
      {
        columns: ['', 'images', 'Pearson’s r', 'Spearman’s ρ'],
        rows: [
          row('stars and rule', found.stars),
          row('taste and stars, each left out once', found.leaveOneOut),
          row('taste and rule, images nobody rated', found.unseen),
          row('the same, within prompts', found.withinPrompts),
        ],
      },
      2,
    ),
    `${share(found.betweenPrompts)} of the variance of the taste’s scores lies between ` +
      `prompts. TGO on all images as the taste scores them; ${prompts}. Difference: paired, in ` +
      'standard deviations of the base, with a 95 % t interval' +
      (moved[0]!.aligned.length > 1
        ? ' over prompts for each run, over prompts and training seeds for all of them. '
        : ' over prompts: it is about this run. ') +
      'Win rate by each prompt’s median, ties half (strict: ties lost), with Wilson’s 95 % ' +
      'interval.',
    '',
    toMarkdown({
      columns: ['score', 'model', 'mean', '− base [95 %]', 'win rate by prompt [95 %]'],
      rows: moved.flatMap(movedRows),
    }),
  ].join('\n');
}
