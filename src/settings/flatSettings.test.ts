// Settings as they were written before a method's numbers had a place of their own: files of that
// build (fixtures/recorded/stored) read into today's form, and nothing that means something is
// lost.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nestRun, nestSettings } from './flatSettings';
import { layeredSettings } from './flatSettings';
import { defaultRunSettings, parseRunSettings } from './runSettings';

const stored = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`fixtures/recorded/stored/${name}`, 'utf8')) as Record<string, unknown>;

describe('flat settings', () => {
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
    for (const [key, value] of Object.entries(flat))
      if (!['beta', 'c', 'temperature'].includes(key))
        expect(read[key as keyof typeof read], key).toEqual(value);
    // Read again, it is what it was.
    expect(parseRunSettings(JSON.parse(JSON.stringify(read)))).toEqual(read);
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
      { step: 2, values: { objective: { beta: 3 }, percentile: 0.4 } },
      { step: 4, values: { learningRate: 1e-4 } },
    ]);
  });

  it('refuses a number that the method does not have or that is out of bounds, by its name', () => {
    const settings = defaultRunSettings();
    expect(() => parseRunSettings({ ...settings, objective: { lambda: 1 } })).toThrow(/lambda/);
    expect(() => parseRunSettings({ ...settings, beta: -1 })).toThrow(/beta/);
    expect(() => parseRunSettings({ ...settings, objective: { beta: 'x' } })).toThrow(/beta/);
    expect(() => parseRunSettings({ ...settings, alpha: 1 })).toThrow(/alpha/);
    expect(() => parseRunSettings({ ...settings, method: 'unknown' })).toThrow(/method/);
  });

  it('leaves what is no record alone', () => {
    for (const value of [null, 3, 'x', [1]]) expect(nestSettings(value)).toBe(value);
    expect(nestRun({ id: 'a' })).toEqual({ id: 'a' });
  });

  it('layers a model’s values under those of a file, of whatever form, and of --set', () => {
    const of = { method: 'tgo', paradigm: 'diffusion' };
    const layers = [
      defaultRunSettings(),
      { temperature: 0.02, learningRate: 2e-3 },
      { ...defaultRunSettings(), objective: { beta: 2, c: 4, temperature: 0.03 } },
      { c: 1 },
    ];
    expect(layeredSettings(of, layers)).toMatchObject({
      objective: { beta: 2, c: 1, temperature: 0.03 },
    });
    expect(layeredSettings({ ...of, method: 'sft' }, layers)['objective']).toEqual({});
  });
});
