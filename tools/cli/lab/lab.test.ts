// A lab from its files alone: what is chosen, how ranks are shared, what the report says. The files
// are written here; that real runs write such files is seen by running one (tools/lab).

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normals } from '../../../src/random/philox';
import { sharedRanks } from '../../../src/statistics/sharedRanks';
import { defaultRunSettings } from '../../../src/settings/runSettings';
import { OBJECTIVES } from '../../../src/objectives';
import { settingsFor } from '../align/train';
import { finalRuns } from './choose';
import { promptsOf } from './ground';
import { readLabFile, without, type LabFile } from './labFile';
import { baseKey, Claims, LabFolder, runKey, type Measured, type RunState } from './labState';
import { chartSvg, ticks } from './chart';
import { frontierSvg } from './reportImages';
import { rewardSection, stages } from './reportText';
import { comparisons, labResults, winMatrix } from './results';
import { styleAccuracy } from './styleAccuracy';

const PROMPTS = 40;
const lab: LabFile = {
  name: 'test',
  report: 'test.md',
  base: 'b',
  seeds: [0, 1],
  settings: { steps: 4, batchSize: 2 },
  guard: { reward: 'guard', least: -0.5 },
  rewards: [
    {
      name: 'goal',
      id: 'goal',
      remove: [],
      validation: { prompts: PROMPTS, noises: 1 },
      test: { prompts: PROMPTS, noises: 1 },
    },
  ],
  methods: ['strong', 'twin', 'weak'].map((name) => ({
    name,
    method: 'tgo',
    knob: 'T',
    trials: [{ temperature: 1 }, { temperature: 2 }, { temperature: 3 }],
  })),
};
const reward = lab.rewards[0]!;
const noise = (seed: number): number[] =>
  Array.from(normals(seed, { stream: 0, step: 0, item: 0 }, PROMPTS));

/** Rewards of a model that gains `goal` and `guard` (base sd) with a small noise of its own. */
function measured(seed: number, goal: number, guard: number): Measured {
  const base = noise(99);
  const own = noise(seed);
  const rows = (gain: number): number[][] => base.map((value, p) => [value + gain + own[p]! / 10]);
  return {
    rewards: { goal: rows(goal), guard: rows(guard) },
    sideEffects: {
      diversity: 1,
      diversityAcross: 1,
      frechet: goal / 10,
      change: 0.1,
      logRatio: goal / 100,
      reverseLogRatio: goal / 50,
    },
    sampleSeconds: 1,
  };
}

const run = (method: number, trial: number, seed: number) => ({
  reward,
  method: lab.methods[method]!,
  trial,
  seed,
});
const state = (parts: Partial<RunState>): RunState => ({
  settings: defaultRunSettings(),
  baseHash: 'h',
  trainedOn: 's',
  executor: 'tfjs-wasm',
  trainSeconds: 2,
  ...parts,
});

let place = '';
let folder: LabFolder;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'lab-'));
  folder = new LabFolder(place);
  const flat = measured(7, 0, 0);
  await folder.write(baseKey(reward), {
    ground: {
      baseHash: 'h',
      trainedOn: 's',
      reward: 'goal',
      prompts: { validation: ['p'], test: ['q'] },
      noises: { validation: 1, test: 1 },
      guidanceScale: 2,
      inferenceSteps: 10,
    },
    validation: flat,
    test: flat,
  });
  // strong: its third trial gains most, but breaks the guard. twin: trials alike. weak: one failed.
  for (const [trial, [goal, guard]] of [
    [0.5, 0],
    [1, -0.2],
    [3, -2],
  ].entries())
    await folder.write(
      runKey(run(0, trial, 0)),
      state({ validation: measured(trial, goal!, guard!) }),
    );
  for (const trial of [0, 1, 2])
    await folder.write(
      runKey(run(1, trial, 0)),
      state({ validation: measured(trial, 1 - trial / 10, 0) }),
    );
  await folder.write(runKey(run(2, 0, 0)), state({ failed: 'not finite' }));
  await folder.write(runKey(run(2, 1, 0)), state({ validation: measured(3, 0.2, -1) }));
});
afterAll(() => rm(place, { recursive: true, force: true }));

async function finish(): Promise<void> {
  await folder.write(runKey(run(2, 2, 0)), state({ validation: measured(4, 0.1, -3) }));
  for (const [method, trial, goal] of [
    [0, 1, 1],
    [1, 0, 0.99],
    [2, 1, 0.2],
  ] as const)
    for (const seed of lab.seeds) {
      const known = (await folder.run(run(method, trial, seed))) ?? state({});
      const test = measured(10 * method + seed + 20, goal, 0);
      await folder.write(runKey(run(method, trial, seed)), { ...known, test });
    }
}

describe('a lab', () => {
  it('chooses by the reward among trials that keep the guard, once all are there', async () => {
    const chosen = async (method: number) =>
      (await finalRuns(lab, folder, reward, lab.methods[method]!)).map((one) => runKey(one));
    expect(await chosen(0)).toEqual(['goal/strong-1-s0', 'goal/strong-1-s1']);
    expect(await chosen(1)).toEqual(['goal/twin-0-s0', 'goal/twin-0-s1']);
    expect(await chosen(2)).toEqual([]);
    const early = (await labResults(lab, folder, reward))!;
    expect(rewardSection(lab, early, ['goal', 'guard'], [])).toContain('weak: 2 of 3 trials.');
    await finish();
    // None of weak's keeps the guard: the one that breaks it least.
    expect(await chosen(2)).toEqual(['goal/weak-1-s0', 'goal/weak-1-s1']);
  });

  it('gives one rank to what cannot be told apart, and says it all', async () => {
    const results = (await labResults(lab, folder, reward))!;
    const pairs = comparisons(results);
    expect(pairs).toHaveLength(3);
    expect(sharedRanks(3, pairs)).toEqual([1, 1, 3]);
    const matrix = winMatrix(results);
    expect(matrix[0]![2]).toBe(1);
    expect(matrix[2]![0]).toBe(0);
    expect(matrix[3]![0]).toBe(0);
    expect(matrix[1]![0]! + matrix[0]![1]!).toBeCloseTo(1, 10);
    const text = rewardSection(lab, results, ['goal', 'guard'], []);
    expect(text).toContain('Everything that the file declares is measured.');
    expect(text).toContain('**The test prompts were opened.**');
    expect(text).toMatch(/\| 1 \| strong \| temperature 2 \| 2 \| \+1\.\d{3} \[/u);
    expect(text).toMatch(/\| strong \| 2 \| \*\*\d/u);
    expect(text).toMatch(/\| twin \| 2 \| <u>\d/u);
    expect(text).toContain('not finite');
    expect(text).toContain('chosen, at the edge of its grid');
    const svg = frontierSvg(results);
    expect(svg).toContain('strong');
    expect(svg).not.toContain('NaN');
  });
});

describe('the lab file', () => {
  const path = (): string => join(place, 'lab.json');
  it('refuses unequal trials, and names what is wrong', async () => {
    const [first, ...rest] = lab.methods;
    const unequal = { ...lab, methods: [{ ...first!, trials: [{}] }, ...rest] };
    await writeFile(path(), JSON.stringify(unequal));
    await expect(readLabFile(path())).rejects.toThrow('twin has 3 trials, strong 1');
    await writeFile(path(), JSON.stringify({ ...lab, seeds: [] }));
    await expect(readLabFile(path())).rejects.toThrow('seeds');
    await writeFile(path(), JSON.stringify({ ...lab, guard: undefined }));
    await expect(readLabFile(path())).rejects.toThrow('“guard” is missing.');
    await writeFile(path(), JSON.stringify({ ...lab, extra: 1 }));
    await expect(readLabFile(path())).rejects.toThrow('“extra” is no key of a lab file.');
    const after = { ...lab, methods: [{ ...first!, after: 'nobody' }, ...rest] };
    await writeFile(path(), JSON.stringify(after));
    await expect(readLabFile(path())).rejects.toThrow('strong begins with nobody');
    await writeFile(path(), JSON.stringify(lab));
    expect(await readLabFile(path())).toEqual(lab);
  });
  it('reads those that are committed', async () => {
    const paper = await readLabFile('tools/lab/paper.json');
    expect(paper.seeds.length).toBeGreaterThanOrEqual(3);
    expect(paper.methods.every(({ trials }) => trials.length === 4)).toBe(true);
    const known = paper.methods.filter(({ method }) => OBJECTIVES.some(({ id }) => id === method));
    expect(known.length).toBeGreaterThanOrEqual(5);
    // Every trial lies within the bounds of its settings.
    for (const { method, trials } of known)
      for (const set of trials)
        settingsFor({ method, seed: 0, steps: null, set }, {}, 'diffusion', [paper.settings]);
  });
  it('reads one of two stages, and its report says so', async () => {
    const rpo = await readLabFile('tools/lab/rpo.json');
    expect(stages(rpo).length).toBeGreaterThanOrEqual(3);
    expect(stages(rpo)[0]).toContain('begins with the adapters of SFT’s first trial');
  });
  it('takes words out of prompts, each prompt once', () => {
    expect(without('3d emoji of cat', ['3d ', 'flat '])).toBe('emoji of cat');
    const list = ['3d emoji of cat', 'emoji of cat', 'flat emoji of eye'];
    expect(promptsOf(list, ['3d ', 'flat '], 2).sort()).toEqual(['emoji of cat', 'emoji of eye']);
    expect(() => promptsOf(list, ['3d ', 'flat '], 3)).toThrow('3 prompts are asked for');
  });
});

describe('claims', () => {
  it('are held by living processes only', async () => {
    const claims = new Claims(join(place, 'claims'));
    expect(await claims.take('a/b')).toBe(true);
    expect(await readFile(join(place, 'claims/a-b.claim'), 'utf8')).toBe(String(process.pid));
    await writeFile(join(place, 'claims/c.claim'), String(process.ppid));
    expect(await claims.take('c')).toBe(false);
    await writeFile(join(place, 'claims/d.claim'), '999999999');
    expect(await claims.take('d')).toBe(true);
  });
});

describe('images', () => {
  it('have round ticks within their range', () => {
    expect(ticks(0, 1)).toEqual([0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]);
    expect(ticks(-3, 7)).toEqual([-2, 0, 2, 4, 6]);
  });
  it('escape names and stay finite without points', () => {
    const panel = { title: 't', xLabel: 'x', yLabel: 'y', xScale: 'linear' as const };
    const svg = chartSvg('a < b', [{ ...panel, series: { 'm & n': [] } }]);
    expect(svg).toContain('a &lt; b');
    expect(svg).toContain('m &amp; n');
    expect(svg).not.toContain('NaN');
  });
});

it('style accuracy counts images above one half', () => {
  expect(
    styleAccuracy([
      {
        rewards: [
          [0.9, 0.2],
          [0.6, 0.5],
        ],
      },
    ]),
  ).toBe(0.5);
});
