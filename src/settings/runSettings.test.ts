// Settings that came after the first stored runs: older files still read, changes stay partial, and
// what τ's scope lacks is said.

import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { proxySetOf } from '../data/labels/proxySet';
import { settingsAt } from '../runs/settingsAt';
import {
  defaultRunSettings,
  LIVE_KEYS,
  parseRunSettings,
  runSettingsSchema,
  type LiveSettings,
} from './runSettings';

describe('settings of τ', () => {
  it('have defaults where an older file lacks them', () => {
    const {
      thresholdScope: _scope,
      thresholdShrinkage: _k,
      proxySet: _proxy,
      ...older
    } = defaultRunSettings();
    expect(parseRunSettings(JSON.parse(JSON.stringify(older)))).toEqual(defaultRunSettings());
  });
  it('are not invented in a change of other settings', () => {
    const schema = v.partial(v.pick(runSettingsSchema, LIVE_KEYS));
    const read = (values: unknown): LiveSettings => v.parse(schema, values) as LiveSettings;
    expect(read({ objective: { beta: 2 } })).toEqual({ objective: { beta: 2 } });
    const moved = { step: 3, values: read({ thresholdScope: 'prompt', thresholdShrinkage: 0 }) };
    const settings = { ...defaultRunSettings(), thresholdShrinkage: 4 };
    expect(settingsAt(settings, [moved], 2)).toMatchObject({
      thresholdScope: 'global',
      thresholdShrinkage: 4,
    });
    expect(
      settingsAt(settings, [moved, { step: 5, values: read({ objective: { beta: 2 } }) }], 6),
    ).toMatchObject({
      thresholdScope: 'prompt',
      thresholdShrinkage: 0,
      objective: { beta: 2 },
    });
  });
  it('carry a proxy set through JSON, and refuse its scope without it', () => {
    const settings = {
      ...defaultRunSettings(),
      thresholdScope: 'proxy' as const,
      proxySet: proxySetOf('base samples', 'warmth', [0.1, 0.3]),
    };
    expect(parseRunSettings(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
    expect(() => parseRunSettings({ ...settings, proxySet: null })).toThrow('proxy set');
    expect(() => parseRunSettings({ ...settings, thresholdShrinkage: -1 })).toThrow(
      'thresholdShrinkage',
    );
    expect(() => parseRunSettings({ ...settings, thresholdScope: 'image' })).toThrow(
      'thresholdScope',
    );
  });
});
