// `npm run compare -- OUT1 OUT2 …`: puts the reports of several `npm run align` runs into one
// table. Runs of one method and number of
// steps are seeds of one row; differences are paired by seed and prompt (shared noise), in base
// standard deviations, with a bootstrap
// over seeds and prompts. Prints Markdown: every row with what it cost and against the base, then
// TGO against every SFT row and offline against every online row of the same method with as many
// seeds.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mean, standardDeviation } from '../../src/statistics/moments';
import {
  differenceFromBase,
  pairedDifference,
  type SeedRewards,
} from '../../src/statistics/pairedDifference';
import type { RunSettings } from '../../src/settings/runSettings';
import type { RunCost } from './align/cost';
import { describeDifference, type RewardTable } from './align/report';

interface Run {
  readonly folder: string;
  readonly settings: RunSettings;
  readonly base: RewardTable;
  readonly aligned: RewardTable;
  readonly cost: RunCost;
}

async function json<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

async function readRun(folder: string): Promise<Run> {
  const { base, aligned } = await json<{ base: RewardTable; aligned: RewardTable }>(
    join(folder, 'rewards.json'),
  );
  return {
    folder,
    settings: await json<RunSettings>(join(folder, 'settings.json')),
    base,
    aligned,
    cost: await json<RunCost>(join(folder, 'cost.json')),
  };
}

/** What the runs of one row have in common. */
function nameOf({
  method,
  mode,
  steps,
  bankSize,
  stepsPerRound,
  referenceUpdate,
}: RunSettings): string {
  const online = mode === 'online' ? ` online (M ${bankSize}, K ${stepsPerRound})` : '';
  return (
    `${method.toUpperCase()}${online}, ${steps} ` +
    `steps${referenceUpdate === 'epoch' ? ', reference updated' : ''}`
  );
}

/**
 * TGO against SFT, from the same source of samples; and a fixed set against online, by the same
 * method.
 */
function isCompared(of: RunSettings, against: RunSettings): boolean {
  if (of.mode === against.mode) return of.method === 'tgo' && against.method === 'sft';
  return of.method === against.method && of.mode === 'offline';
}

const seedRewards = ({ settings, aligned }: Run): SeedRewards => ({
  seed: settings.seed,
  rewards: aligned.rewards,
});

async function main(folders: readonly string[]): Promise<void> {
  if (folders.length === 0)
    throw new Error(
      'Give the --out folders of npm run align, e.g. npm run compare -- out/tgo-0 out/sft-0',
    );
  const runs = await Promise.all(folders.map(readRun));
  const first = runs[0]!.base;
  for (const run of runs) {
    if (JSON.stringify(run.base.rewards) !== JSON.stringify(first.rewards))
      throw new Error(
        `${run.folder} was compared with another base than ${runs[0]!.folder}: same prompts, ` +
          'noises and sampler are needed',
      );
  }
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const name = nameOf(run.settings);
    groups.set(name, [...(groups.get(name) ?? []), run]);
  }
  for (const group of groups.values()) group.sort((a, b) => a.settings.seed - b.settings.seed);
  const sd = standardDeviation(first.rewards.flat());
  const rows = [['base', '–', '–', '–', '–', mean(first.rewards.flat()).toFixed(4), '–']];
  for (const [name, group] of groups) {
    const costs = group.map((run) => run.cost);
    rows.push([
      name,
      String(group.length),
      mean(costs.map(({ pictures }) => pictures)).toFixed(0),
      `${costs.every(({ drawTimed }) => drawTimed) ? '' : '≈ '}${mean(costs.map(({ drawSeconds }) => drawSeconds)).toFixed(0)}`,
      mean(costs.map(({ trainSeconds }) => trainSeconds)).toFixed(0),
      mean(group.flatMap((run) => run.aligned.rewards.flat())).toFixed(4),
      describeDifference(differenceFromBase(first.rewards, group.map(seedRewards))),
    ]);
  }
  const lines = [
    '| run | seeds | pictures | drawing, s | training, s | mean reward | − base [95 %] |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ];
  const pairs: string[] = [];
  for (const [a, of] of groups) {
    for (const [b, against] of groups) {
      if (!isCompared(of[0]!.settings, against[0]!.settings) || of.length !== against.length)
        continue;
      pairs.push(
        `- ${a} − ${b}: **${describeDifference(
          pairedDifference(first.rewards, against.map(seedRewards), of.map(seedRewards)),
        )}**`,
      );
    }
  }
  console.log(
    [
      ...lines,
      '',
      `Unit: the base's standard deviation, ${sd.toFixed(4)} of ${first.reward}; ` +
        `${first.prompts.length} prompts × ${first.rewards[0]!.length} shared noises, guidance ` +
        `${first.guidanceScale}, ${first.inferenceSteps} sampler steps; bootstrap over training ` +
        'seeds and prompts (10,000). Pictures: drawn and scored while the run went on, or the ' +
        'images of its set; then the seconds of drawing are what they would have taken on the ' +
        'same machine (≈).',
      ...(pairs.length > 0 ? ['', ...pairs] : []),
    ].join('\n'),
  );
}

try {
  await main(process.argv.slice(2));
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
