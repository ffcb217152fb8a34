// What is one row, what is refused, and what the tables say of several seeds.

import { describe, expect, it } from 'vitest';
import {
  defaultRunSettings,
  withChange,
  type SettingsPatch,
} from '../../../src/settings/runSettings';
import { seedTable } from '../align/report';
import { compareReport } from './report';
import { checkComparable, comparedPairs, rowsOf, type Run } from './rows';

const PROMPTS = ['a', 'b', 'c', 'd'];
const effects = {
  diversity: 0.1,
  diversityAcross: 0.5,
  frechet: 0.2,
  change: 0.3,
  logRatio: 0.01,
  reverseLogRatio: 0.02,
};
const base = PROMPTS.map((_, p) => [p]);

function run(folder: string, values: SettingsPatch, gain: number): Run {
  const shifted = base.map((row, p) => row.map((value) => value + gain + p / 100));
  return {
    folder,
    settings: withChange(defaultRunSettings(), values),
    cost: { pictures: 10, drawSeconds: 1, drawTimed: true, trainSeconds: 2 },
    file: {
      drawnFor: {
        baseHash: 'h',
        guidanceScale: 3,
        inferenceSteps: 25,
        prompts: PROMPTS,
        promptList: 'validation',
        seeds: seedTable(PROMPTS.length, 1),
      },
      reward: 'warmth',
      offTarget: ['brightness'],
      base: { warmth: base, brightness: base },
      aligned: { warmth: shifted, brightness: base },
      sideEffects: { base: effects, aligned: effects },
      trainedOn: 'set',
    },
  };
}

describe('rowsOf', () => {
  it('merges what differs in its seed alone, and names what else differs', () => {
    const rows = rowsOf([
      run('t1', { training: { seed: 1 } }, 1),
      run('t0', { training: { seed: 0 } }, 1),
      run('hot', { training: { seed: 0 }, objective: { beta: 1, c: 5, temperature: 0.1 } }, 1),
      run('sft', { training: { seed: 0 }, method: 'sft' }, 0),
    ]);
    expect(rows.map(({ name, runs }) => [name, runs.map(({ folder }) => folder)])).toEqual([
      ['TGO, 200 steps, objective.temperature 0.001', ['t0', 't1']],
      ['TGO, 200 steps, objective.temperature 0.1', ['hot']],
      ['SFT, 200 steps, objective.temperature 0.001', ['sft']],
    ]);
  });
  it('keeps runs on different sets apart', () => {
    const other = run('b', { training: { seed: 1 } }, 1);
    const rows = rowsOf([
      run('a', {}, 1),
      { ...other, file: { ...other.file, trainedOn: 'another' } },
    ]);
    expect(rows.map(({ name }) => name)).toEqual([
      'TGO, 200 steps, trained on set',
      'TGO, 200 steps, trained on another',
    ]);
  });
});

describe('what is refused', () => {
  it('unequal seeds of compared rows', () => {
    const rows = rowsOf([
      run('t0', { training: { seed: 0 } }, 1),
      run('t1', { training: { seed: 1 } }, 1),
      run('s0', { training: { seed: 0 }, method: 'sft' }, 0),
    ]);
    expect(() => comparedPairs(rows)).toThrow(
      'trained with seeds 0,1, “SFT, 200 steps” with seeds 0',
    );
  });
  it('other noises, other prompts, another reward', () => {
    const [a, b] = [run('a', {}, 1), run('b', { training: { seed: 1 } }, 1)];
    const measured = (values: Partial<Run['file']['drawnFor']>): Run => ({
      ...b,
      file: { ...b.file, drawnFor: { ...b.file.drawnFor, ...values } },
    });
    expect(() => checkComparable([a, b])).not.toThrow();
    expect(() => checkComparable([a, measured({ seeds: seedTable(4, 2) })])).toThrow(
      'b was measured with other seeds than a',
    );
    expect(() => checkComparable([a, measured({ promptList: 'test' })])).toThrow('promptList');
    expect(() => checkComparable([a, { ...b, file: { ...b.file, reward: 'x' } }])).toThrow(
      'measured by x',
    );
  });
});

describe('compareReport', () => {
  it('speaks of the method over seeds, of the run with one', () => {
    const three = [0, 1, 2].flatMap((seed) => [
      run(`t${seed}`, { training: { seed } }, 1 + seed / 10),
      run(`s${seed}`, { training: { seed }, method: 'sft' }, 0.5),
    ]);
    const text = compareReport(rowsOf(three));
    expect(text).toMatch(
      /TGO, 200 steps \| 3 \| .* \| 100 %, strict 100 % \| \+0\.864 \[.* \| 3 seeds \|/u,
    );
    expect(text).toMatch(/TGO, 200 steps − SFT, 200 steps \| \+0\.465 \[/u);
    expect(text).toContain('4 validation prompts × 1 shared noise,');
    expect(text).toMatch(/\| SFT, 200 steps \| \+0\.000 \[/u);
    expect(compareReport(rowsOf(three.slice(0, 1)))).toContain('| this run |');
  });
});
