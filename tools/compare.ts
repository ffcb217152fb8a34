// `npm run compare -- OUT1 OUT2 …`: puts the reports of several `npm run align` runs into one table. Runs of one method and number of
// steps are seeds of one row; differences are paired by seed and prompt (shared noise), in base standard deviations, with a bootstrap
// over seeds and prompts. Prints Markdown: every row against the base, and TGO against every SFT row with as many seeds.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepMetrics } from '../src/bridge/protocol';
import { mean, pairedDifference, standardDeviation } from '../src/evaluate/pairedDifference';
import type { RunSettings } from '../src/settings/runSettings';
import { describeDifference, type RewardTable } from './align/report';

interface Run {
  readonly folder: string;
  readonly settings: RunSettings;
  readonly base: RewardTable;
  readonly aligned: RewardTable;
  /** Median seconds a step. */
  readonly stepSeconds: number;
}

async function json<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

async function readRun(folder: string): Promise<Run> {
  const { base, aligned } = await json<{ base: RewardTable; aligned: RewardTable }>(join(folder, 'rewards.json'));
  const metrics = await json<StepMetrics[]>(join(folder, 'metrics.json'));
  const times = metrics.map((one) => one.stepMs / 1000).sort((a, b) => a - b);
  return { folder, settings: await json<RunSettings>(join(folder, 'settings.json')), base, aligned, stepSeconds: times[Math.floor(times.length / 2)] ?? Number.NaN };
}

async function main(folders: readonly string[]): Promise<void> {
  if (folders.length === 0) throw new Error('Give the --out folders of npm run align, e.g. npm run compare -- out/tgo-0 out/sft-0');
  const runs = await Promise.all(folders.map(readRun));
  const first = runs[0]!.base;
  for (const run of runs) {
    if (JSON.stringify(run.base.rewards) !== JSON.stringify(first.rewards)) throw new Error(`${run.folder} was compared with another base than ${runs[0]!.folder}: same prompts, noises and sampler are needed`);
  }
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const name = `${run.settings.method.toUpperCase()}, ${run.settings.steps} steps`;
    groups.set(name, [...(groups.get(name) ?? []), run]);
  }
  for (const group of groups.values()) group.sort((a, b) => a.settings.seed - b.settings.seed);
  const sd = standardDeviation(first.rewards.flat());
  const rows = [['base', '–', '–', mean(first.rewards.flat()).toFixed(4), '–']];
  for (const [name, group] of groups) {
    rows.push([
      name, String(group.length), mean(group.map((run) => run.stepSeconds)).toFixed(2), mean(group.flatMap((run) => run.aligned.rewards.flat())).toFixed(4),
      describeDifference(pairedDifference(first.rewards, [first.rewards], group.map((run) => run.aligned.rewards))),
    ]);
  }
  const lines = ['| run | seeds | s/step | mean reward | − base [95 %] |', '| --- | ---: | ---: | ---: | ---: |', ...rows.map((row) => `| ${row.join(' | ')} |`)];
  const names = [...groups.keys()];
  const pairs: string[] = [];
  for (const a of names) {
    for (const b of names) {
      const [of, against] = [groups.get(a)!, groups.get(b)!];
      if (!a.startsWith('TGO') || b.startsWith('TGO') || of.length !== against.length) continue;
      pairs.push(`- ${a} − ${b}: **${describeDifference(pairedDifference(first.rewards, against.map((run) => run.aligned.rewards), of.map((run) => run.aligned.rewards)))}**`);
    }
  }
  console.log([
    ...lines, '', `Unit: the base's standard deviation, ${sd.toFixed(4)} of ${first.reward}; ${first.prompts.length} prompts × ${first.rewards[0]!.length} shared noises, guidance ${first.guidanceScale}, ${first.inferenceSteps} DDIM steps; bootstrap over training seeds and prompts (10,000).`,
    ...(pairs.length > 0 ? ['', ...pairs] : []),
  ].join('\n'));
}

try {
  await main(process.argv.slice(2));
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
