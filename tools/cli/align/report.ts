// The report of a headless run: rewards on held-out prompts for base and aligned model with shared
// noise, compared as the page's evaluation compares them; rewards that were not trained for, and
// side effects. Numbers are computed from the images sampled here, nothing else.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluationSeed } from '../../../src/evaluate/sharedSeeds';
import { toMarkdown } from '../../../src/evaluate/table';
import { compareRewards, type Rewards } from '../../../src/statistics/compareRewards';
import { holm } from '../../../src/statistics/holm';
import type { PairedDifference } from '../../../src/statistics/pairedDifference';
import { rewardSummary } from '../../../src/statistics/rewardSummary';
import type { WinRate } from '../../../src/statistics/winRate';
import type { SideEffects } from './sideEffects';
import { sideEffectsTable } from './sideEffects';

/** What images were sampled for, and how; two reports compare only where all of it is the same. */
export interface DrawnFor {
  readonly baseHash: string;
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  readonly prompts: readonly string[];
  /** Which list the prompts are: “test” is said to be opened. */
  readonly promptList: string;
  /** Seed of each image, [prompts][noises]. */
  readonly seeds: readonly (readonly number[])[];
}

/** rewards.json: everything `npm run compare` reads. */
export interface RewardsFile {
  readonly drawnFor: DrawnFor;
  /** The reward that was trained for, and the others. */
  readonly reward: string;
  readonly offTarget: readonly string[];
  /** By reward id, [prompts][noises]. */
  readonly base: Readonly<Record<string, Rewards>>;
  readonly aligned: Readonly<Record<string, Rewards>>;
  readonly sideEffects: { readonly base: SideEffects; readonly aligned: SideEffects };
  /** What was trained on: a digest of the set; “online” where the settings hold the prompts. */
  readonly trainedOn: string;
  /** Name of the LoRA file that was measured as it is; absent of a run that was trained. */
  readonly lora?: string;
}

/** Seeds of `noises` images of each of `count` prompts. */
export const seedTable = (count: number, noises: number): number[][] =>
  Array.from({ length: count }, (_, p) =>
    Array.from({ length: noises }, (_unused, n) => evaluationSeed(p, n)),
  );

export const percent = (value: number): string =>
  Number.isFinite(value) ? `${(100 * value).toFixed(0)} %` : '–';
const signed = (value: number): string => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(3)}`;

/** "+0.213 [+0.102, +0.321]" */
export function describeDifference(difference: PairedDifference): string {
  if (!Number.isFinite(difference.lower))
    return `${signed(difference.mean)} (no interval with ${difference.prompts} prompts)`;
  return `${signed(difference.mean)} [${signed(difference.lower)}, ${signed(difference.upper)}]`;
}

export const describeP = (p: number): string =>
  Number.isNaN(p) ? '–' : p < 0.001 ? '< 0.001' : p.toFixed(3);

export const describeRate = ({ share, lower, upper, strict }: WinRate): string =>
  `${percent(share)} [${percent(lower)}, ${percent(upper)}], strict ${percent(strict.share)}`;

/** "128 validation prompts × 1 shared noise", and what a reader has to know of the list. */
export function describePrompts({ prompts, promptList, seeds }: DrawnFor): string {
  const noises = seeds[0]?.length ?? 0;
  return (
    `${prompts.length} ${promptList} prompts × ${noises} shared noise${noises === 1 ? '' : 's'}` +
    (promptList === 'test' ? '. **The test prompts were opened.**' : '')
  );
}

/** The report as Markdown. */
export function reportText(
  facts: {
    readonly title: string;
    readonly lines: readonly string[];
    /** Labels by reward id. */
    readonly labels: Readonly<Record<string, string>>;
    readonly note: string;
    /** comparison.png was written. */
    readonly image: boolean;
  },
  { drawnFor, reward, offTarget, base, aligned, sideEffects }: RewardsFile,
): string {
  const compared = [reward, ...offTarget].map((id) => ({
    id,
    base: rewardSummary(base[id]!.flat()),
    ...compareRewards(base[id]!, aligned[id]!),
  }));
  const target = compared[0]!;
  const adjusted = holm(compared.map(({ difference }) => difference.pValue));
  const several = (drawnFor.seeds[0]?.length ?? 0) > 1;
  return [
    `# ${facts.title}`,
    '',
    ...facts.lines,
    '',
    `Prompts: ${describePrompts(drawnFor)}.`,
    '',
    `Win rate of ${facts.labels[reward]} by prompt (its median): ` +
      `**${describeRate(target.prompts)}**; by image: ${describeRate(target.pictures)}. Ties ` +
      `count ` +
      'half, strict counts them as lost; Wilson’s 95 % intervals' +
      (several ? ', too narrow by image, since images of one prompt are not independent.' : '.'),
    '',
    toMarkdown({
      columns: [
        'reward',
        'base mean',
        'aligned mean',
        'base median',
        'aligned median',
        '− base, sd [95 %]',
        'p (Holm)',
        'win rate by prompt [95 %]',
      ],
      rows: compared.map(({ id, base: before, summary, difference, prompts }, row) => [
        `${facts.labels[id]}${id === reward ? ' (trained for)' : ''}`,
        before.mean,
        summary.mean,
        before.median,
        summary.median,
        describeDifference(difference),
        describeP(adjusted[row]!),
        describeRate(prompts),
      ]),
    }),
    'Differences are paired by prompt and noise, in standard deviations of the base, with a 95 ' +
      '% t ' +
      `interval over prompts${target.difference.prompts < 3 ? ' (none under 3 prompts)' : ''}: ` +
      `they ` +
      'are about this run, not about the method; npm run compare takes several seeds.',
    '',
    toMarkdown(
      sideEffectsTable([
        ['base', sideEffects.base],
        ['aligned', sideEffects.aligned],
      ]),
      3,
    ),
    facts.note,
    '',
    ...(facts.image ? ['![base above, aligned below](comparison.png)', ''] : []),
  ].join('\n');
}

/** Writes report.md and rewards.json into `out`; returns the text. */
export async function writeReport(
  out: string,
  facts: Parameters<typeof reportText>[0],
  file: RewardsFile,
): Promise<string> {
  const text = reportText(facts, file);
  await writeFile(join(out, 'report.md'), text);
  await writeFile(join(out, 'rewards.json'), JSON.stringify(file));
  return text;
}
