// Settings that came after the first stored runs: older files still read, changes stay partial, and
// what τ's scope lacks is said.

import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { proxySetOf } from '../data/labels/proxySet';
import { settingsAt } from '../runs/settingsAt';
import {
  defaultRunSettings,
  liveSettingsSchema,
  parseRunSettings,
  type LiveSettings,
  withChange,
} from './runSettings';

describe('settings of τ', () => {
  it('have defaults where an older file lacks them', () => {
    const { threshold, ...others } = defaultRunSettings();
    const { thresholdScope: _scope, thresholdShrinkage: _k, proxySet: _p, ...older } = threshold;
    for (const file of [{ threshold: older, ...others }, others])
      expect(parseRunSettings(JSON.parse(JSON.stringify(file)))).toEqual(defaultRunSettings());
  });
  it('are not invented in a change of other settings', () => {
    const read = (values: unknown): LiveSettings => v.parse(liveSettingsSchema, values);
    expect(read({ objective: { beta: 2 } })).toEqual({ objective: { beta: 2 } });
    expect(() => read({ adapter: { rank: 2 } })).toThrow();
    expect(() => read({ optimizer: { weightDecay: 0 } })).toThrow();
    const scope = { thresholdScope: 'prompt', thresholdShrinkage: 0 } as const;
    const moved = { step: 3, values: read({ threshold: scope }) };
    const settings = withChange(defaultRunSettings(), { threshold: { thresholdShrinkage: 4 } });
    expect(settingsAt(settings, [moved], 2).threshold).toMatchObject({
      thresholdScope: 'global',
      thresholdShrinkage: 4,
    });
    expect(
      settingsAt(settings, [moved, { step: 5, values: read({ objective: { beta: 2 } }) }], 6),
    ).toMatchObject({ threshold: scope, objective: { beta: 2 } });
  });
  it('carry a proxy set through JSON, and refuse its scope without it', () => {
    const settings = withChange(defaultRunSettings(), {
      threshold: {
        thresholdScope: 'proxy' as const,
        proxySet: proxySetOf('base samples', 'warmth', [0.1, 0.3]),
      },
    });
    expect(parseRunSettings(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
    expect(() => parseRunSettings(withChange(settings, { threshold: { proxySet: null } }))).toThrow(
      'proxy set',
    );
    expect(() =>
      parseRunSettings(withChange(settings, { threshold: { thresholdShrinkage: -1 } })),
    ).toThrow('thresholdShrinkage');
    const image = { ...settings.threshold, thresholdScope: 'image' };
    expect(() => parseRunSettings({ ...settings, threshold: image })).toThrow('thresholdScope');
  });
});
