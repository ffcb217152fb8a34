// Settings as they were written before they lay in groups, with a method's numbers apart or not:
// files of those builds (fixtures/recorded/stored) read into today's form, and nothing that means
// something is lost.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../storage/database';
import { layeredSettings, nestRun, nestSettings, valuesByKey } from './flatSettings';
import { defaultRunSettings, parseRunSettings, withChange } from './runSettings';

const stored = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`fixtures/recorded/stored/${name}`, 'utf8')) as Record<string, unknown>;

describe('flat settings', () => {
  it.each(['__proto__', 'constructor', 'toString'])('refuse the key %s by its name', (key) => {
    const settings = JSON.stringify(defaultRunSettings());
    for (const entry of ['{"polluted":1}', '1']) {
      const text = settings.replace('{', `{"${key}":${entry},`);
      expect(() => parseRunSettings(JSON.parse(text))).toThrow(key);
      const inside = settings.replace('"threshold":{', `"threshold":{"${key}":${entry},`);
      expect(() => parseRunSettings(JSON.parse(inside))).toThrow(key);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Object.keys(Object)).toEqual([]);
  });
  it.each([
    ['tgo-settings.json', ['beta', 'c', 'temperature']],
    ['online-settings.json', ['beta', 'c']],
    ['sft-settings.json', []],
    ['draft.json', ['beta', 'c', 'temperature']],
  ])('%s of the build before reads, numbers %j among the method’s', (name, keys) => {
    const flat = stored(name);
    const read = parseRunSettings(flat);
    expect(Object.keys(read.objective).sort()).toEqual([...keys].sort());
    for (const key of keys) expect(read.objective[key]).toBe(flat[key]);
    const values = new Map(valuesByKey(read).map(({ key, value }) => [key, value]));
    for (const [key, value] of Object.entries(flat))
      if (!['beta', 'c', 'temperature'].includes(key)) expect(values.get(key), key).toEqual(value);
    // Read again, it is what it was.
    expect(parseRunSettings(JSON.parse(JSON.stringify(read)))).toEqual(read);
  });

  it('a run of the build that had only the method’s numbers apart reads, changes included', () => {
    const old = stored('objective-apart.json') as unknown as {
      settings: Record<string, unknown> & { objective: Record<string, number> };
      changes: { step: number; values: Record<string, unknown> }[];
    };
    const { objective, ...flat } = old.settings;
    const run = nestRun(old) as Pick<RunRecord, 'settings' | 'changes'>;
    const read = parseRunSettings(run.settings);
    // Settings that were added since have their defaults.
    expect(read).toMatchObject(run.settings);
    expect(read.objective).toEqual(objective);
    const of = (settings: object) =>
      Object.fromEntries(valuesByKey({ ...settings }).map(({ key, value }) => [key, value]));
    // No value is the default's, so that none could have come from there.
    expect(of(read)).toMatchObject({ ...flat, ...objective });
    expect(run.changes.map(({ values }) => values)).toEqual([
      { objective: { beta: 3 }, threshold: { percentile: 0.3, fixedThreshold: null } },
      { optimizer: { learningRate: 1e-3 }, schedule: { steps: 60 } },
    ]);
    const now = run.changes.reduce((all, { values }) => withChange(all, values), read);
    expect(of(now)).toMatchObject({
      beta: 3,
      c: 4,
      percentile: 0.3,
      learningRate: 1e-3,
      steps: 60,
    });
  });

  it('changes of a stored run are read with it', () => {
    const run = nestRun({
      id: 'a',
      settings: stored('tgo-settings.json'),
      changes: [
        { step: 2, values: { beta: 3, percentile: 0.4 } },
        { step: 4, values: { learningRate: 1e-4 } },
      ],
    }) as { changes: unknown };
    expect(run.changes).toEqual([
      { step: 2, values: { objective: { beta: 3 }, threshold: { percentile: 0.4 } } },
      { step: 4, values: { optimizer: { learningRate: 1e-4 } } },
    ]);
  });

  it('refuses a number that the method does not have or that is out of bounds, by its name', () => {
    const settings = defaultRunSettings();
    expect(() => parseRunSettings({ ...settings, objective: { lambda: 1 } })).toThrow(/lambda/);
    expect(() => parseRunSettings({ ...settings, beta: -1 })).toThrow(/beta/);
    expect(() => parseRunSettings({ ...settings, objective: { beta: 'x' } })).toThrow(/beta/);
    expect(() => parseRunSettings({ ...settings, alpha: 1 })).toThrow(/alpha/);
    expect(() => parseRunSettings({ ...settings, method: 'unknown' })).toThrow(/method/);
    expect(() => parseRunSettings({ ...settings, adapter: { rank: 0 } })).toThrow(/adapter.rank/);
    expect(() => parseRunSettings({ ...settings, adapter: { width: 1 } })).toThrow(/width/);
    expect(() => parseRunSettings({})).toThrow(/paradigm/);
  });

  it('leaves what is no record alone', () => {
    for (const value of [null, 3, 'x', [1]]) expect(nestSettings(value)).toBe(value);
    expect(nestRun({ id: 'a' })).toEqual({ id: 'a' });
  });

  it('layers a model’s values under those of a file, of whatever form, and of --set', () => {
    const of = { method: 'tgo', paradigm: 'diffusion' };
    const layers = [
      defaultRunSettings(),
      { temperature: 0.02, learningRate: 2e-3, optimizer: 'sgd' },
      { ...defaultRunSettings(), objective: { beta: 2, c: 4, temperature: 0.03 } },
      { c: 1, rank: 3 },
    ];
    expect(layeredSettings(of, layers)).toMatchObject({
      objective: { beta: 2, c: 1, temperature: 0.03 },
      adapter: { rank: 3 },
    });
    expect(layeredSettings({ ...of, method: 'sft' }, layers)['objective']).toEqual({});
  });
});
