// Every reason for which a run cannot start is said before it is tried, and the one change that is
// offered with it mends it. Nothing changes before that.

import { beforeEach, describe, expect, it } from 'vitest';
import type { ScoredItem } from '../../domain/dataset';
import type { RewardInfo } from '../../domain/reward';
import {
  defaultRunSettings,
  withChange,
  type RunSettings,
  type SettingsPatch,
} from '../../settings/runSettings';
import { startProblems } from './startProblems';
import { settingsStore } from './settingsStore';

const REWARDS = [{ id: 'warmth', label: 'Warmth' }] as RewardInfo[];
/** `each` images of every prompt, with scores of their own. */
const set = (prompts: number, each: number): ScoredItem[] =>
  Array.from({ length: prompts * each }, (_, i) => ({
    id: `${i}`,
    fileName: `${i}.png`,
    caption: `prompt ${i % prompts}`,
    score: i,
  })) as unknown as ScoredItem[];
const of = (method: string, patch: SettingsPatch = {}): RunSettings =>
  withChange(defaultRunSettings(method), patch);
const onlineOf = (source: SettingsPatch['source'], method = 'tgo'): RunSettings =>
  of(method, {
    source: { mode: 'online', onlinePrompts: ['a'], onlineReward: 'warmth', ...source },
  });
const messages = (settings: RunSettings, rewards: RewardInfo[] | null = REWARDS): string[] =>
  startProblems(settings, set(4, 4), rewards).map(({ message }) => message);

beforeEach(() => settingsStore.setState(settingsStore.getInitialState()));

describe('startProblems', () => {
  it.each(['tgo', 'sft', 'dpo', 'spin', 'crd', 'awm', 'qrpo'])('finds none of %s', (method) => {
    expect(startProblems(of(method), set(4, 4), REWARDS)).toEqual([]);
  });
  it.each([
    ['a method that samples for itself', of('ddpo'), set(4, 4)],
    ['a method of sets, online', onlineOf({}, 'dpo'), []],
    ['a batch that is no pairs', of('dpo', { training: { batchSize: 5 } }), set(4, 4)],
    ['parts of a batch that are no pairs', of('dpo', { training: { microBatch: 3 } }), set(4, 4)],
    [
      'unequal parts of a batch',
      of('dpo', { training: { batchSize: 6, microBatch: 4 } }),
      set(4, 4),
    ],
    ['pairs nobody compared', of('dpo', { pairing: { pairSource: 'comparisons' } }), set(4, 4)],
    ['a batch that is no groups', of('crd', { training: { batchSize: 6 } }), set(4, 4)],
    ['groups larger than any prompt', of('crd', { pairing: { groupSize: 8 } }), set(4, 3)],
    ['τ above every score', of('tgo', { threshold: { fixedThreshold: 99 } }), set(4, 4)],
    ['no example', of('sft', { threshold: { fixedThreshold: 99 } }), set(4, 4)],
    ['examples by batch', of('spin', { threshold: { thresholdScope: 'batch' } }), set(4, 4)],
    ['pairs of several shapes', of('dpo', { training: { aspectBuckets: 'on' } }), set(4, 4)],
    ['a small bank', onlineOf({ bankSize: 31 }), []],
    ['a method of the other paradigm', { ...of('dspo'), paradigm: 'maskgit' as const }, set(4, 4)],
  ])('mends %s by one press', (_, settings, items) => {
    const shown = { ...settings };
    settingsStore.setState({ settings: shown });
    const [problem, ...more] = startProblems(shown, items, REWARDS);
    expect(more).toEqual([]);
    expect(settingsStore.getState().settings).toBe(shown);
    problem!.fix!.act();
    // A run that samples for itself then wants prompts and a reward, which nobody chooses for it.
    const left = startProblems(settingsStore.getState().settings, items, REWARDS);
    expect(left.map(({ message }) => message)).not.toContain(problem!.message);
    expect(left.filter(({ fix }) => fix !== null)).toEqual([]);
  });
  it('says what to do where no change of settings helps', () => {
    const [problem, ...more] = startProblems(of('dpo'), set(16, 1), REWARDS);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ fix: null, remedy: expect.stringContaining('per prompt') });
  });
  it('holds nothing against a method while no set is open', () => {
    expect(startProblems(of('dpo', { training: { batchSize: 5 } }), [], REWARDS)).toEqual([]);
  });
  it('says what an online run lacks', () => {
    expect(messages(onlineOf({ onlinePrompts: [], onlineReward: null }))).toHaveLength(2);
    expect(messages(onlineOf({ bankSize: 31 }))).toEqual([expect.stringContaining('32 scores')]);
    expect(messages(onlineOf({ onlineReward: 'taste:gone' }))).toEqual([
      expect.stringContaining('not here any more'),
    ]);
    // While the list is not there yet nothing is held against it.
    expect(messages(onlineOf({ onlineReward: 'taste:gone' }), null)).toEqual([]);
    expect(messages(onlineOf({ onlineReward: 'rating:stars' }))).toEqual([]);
  });
});
