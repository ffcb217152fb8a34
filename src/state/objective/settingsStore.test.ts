// Settings as the sliders hold them: presets, the method's own defaults, what a loaded run must be
// told, and files.

import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { modelInfo } from '../../../test-support/modelInfo';
import type { ModelInfo, RunSummary } from '../../bridge/protocol';
import {
  PAPER_PRESET,
  defaultRunSettings,
  parseRunSettings,
  withChange,
  liveDifference,
} from '../../settings/runSettings';
import {
  adoptModelDefaults,
  applyPreset,
  chooseMethod,
  editSettings,
  effectiveSettings,
  loadSettingsText,
  nextSettings,
  settingsStore,
} from './settingsStore';

const model = modelInfo({
  defaults: { temperature: 0.02 },
  methodDefaults: { sft: { learningRate: 3e-4 } },
  previewPrompts: ['a heart'],
});
const now = () => settingsStore.getState();

beforeEach(() => {
  editSettings(defaultRunSettings());
  adoptModelDefaults(model);
  applyPreset('model');
});

describe('settings', () => {
  it('takes a model’s own defaults and knows them', () => {
    expect(now().settings).toMatchObject({
      objective: { beta: 1, c: 5, temperature: 0.02 },
      sampling: { previewPrompts: ['a heart'] },
    });
    expect(now().preset).toBe('model');
  });
  it.each(['nano', 'emoji-64', 'nano-maskgit'])(
    'knows the untouched values of %s again after a reload',
    (id) => {
      const beside = JSON.parse(
        readFileSync(`public/models/${id}/plumbline.json`, 'utf8'),
      ) as Partial<ModelInfo>;
      const paradigm = id.endsWith('maskgit') ? 'maskgit' : 'diffusion';
      adoptModelDefaults({ ...model, id, paradigm, ...beside });
      expect(now().preset).toBe('model');
      // As keptStore reads what it kept.
      editSettings(parseRunSettings(JSON.parse(JSON.stringify(now().settings))));
      expect(now().preset).toBe('model');
      editSettings({ objective: { beta: 3 } });
      expect(now().preset).toBe('own');
    },
  );
  it('changes to the method’s own values while the preset is the model’s', () => {
    chooseMethod('sft');
    expect(now().settings).toMatchObject({ method: 'sft', optimizer: { learningRate: 3e-4 } });
  });
  it('calibrates where no value was measured on the model, and not what calibration found', () => {
    const calibration = () => now().settings.training.calibration;
    expect(calibration()).toBe('off');
    chooseMethod('kto');
    expect(calibration()).toBe('on');
    chooseMethod('sft');
    expect(calibration()).toBe('off');
    const { settings } = now();
    const found = { step: 0, values: { objective: { beta: 33 } } };
    const run = (changes: RunSummary['changes']) =>
      effectiveSettings({
        settings: withChange(
          { ...settings, method: 'kto', objective: { beta: 1000 } },
          { training: { calibration: 'on' } },
        ),
        changes,
      } as RunSummary);
    expect(run([]).training.calibration).toBe('on');
    expect(run([found])).toMatchObject({
      training: { calibration: 'off' },
      objective: { beta: 33 },
    });
    expect(defaultRunSettings('kto').training.calibration).toBe('off');
  });
  it('keeps own values when only the method changes', () => {
    editSettings({ optimizer: { learningRate: 2e-3 } });
    chooseMethod('sft');
    expect(now().settings).toMatchObject({ method: 'sft', optimizer: { learningRate: 2e-3 } });
  });
  it('takes up what a method begins with, and puts it back', () => {
    const of = () => {
      const { source, schedule } = now().settings;
      return [source.stepsPerRound, schedule.referenceUpdate];
    };
    chooseMethod('dro');
    expect(of()).toEqual([8, 'never']);
    chooseMethod('spin');
    expect(of()).toEqual([8, 'epoch']);
    chooseMethod('tgo');
    expect(of()).toEqual([1, 'never']);
  });
  it('recognises the papers’ values', () => {
    applyPreset('paper');
    expect(now().settings).toMatchObject(PAPER_PRESET);
    expect(now().preset).toBe('paper');
    editSettings({ objective: { ...now().settings.objective, beta: 2 } });
    expect(now().preset).toBe('own');
  });
  it('tells a loaded run only the live settings that differ', () => {
    const before = now().settings;
    expect(
      liveDifference(before, {
        ...withChange(before, { adapter: { rank: 4 } }),
        objective: { ...before.objective, beta: 2 },
      }),
    ).toEqual({
      objective: { beta: 2 },
    });
  });
  it('tells it of a proxy set once, however often that is copied', () => {
    const before = now().settings;
    const proxySet = { name: 'base', scoreSource: 'warmth', count: 2, scores: [1, 2] };
    const after = withChange(before, { threshold: { thresholdScope: 'proxy' as const, proxySet } });
    expect(liveDifference(before, after)).toEqual({
      threshold: { thresholdScope: 'proxy', proxySet },
    });
    expect(liveDifference(structuredClone(after), after)).toEqual({});
  });
  it('folds a run’s changes into its settings', () => {
    const run = {
      settings: now().settings,
      changes: [
        { step: 3, values: { objective: { beta: 2 } } },
        { step: 9, values: { objective: { beta: 4, c: 1 } } },
      ],
    } as unknown as RunSummary;
    expect(effectiveSettings(run)).toMatchObject({ objective: { beta: 4, c: 1 } });
  });
  it('leaves prompts of a run’s own set behind for the next run', () => {
    const settings = withChange(now().settings, { sampling: { previewPrompts: ['a drawing'] } });
    const prompts = (promptsOfSet: boolean) =>
      nextSettings({ settings, changes: [], promptsOfSet } as unknown as RunSummary).sampling
        .previewPrompts;
    expect(prompts(true)).toEqual(['a heart']);
    expect(prompts(false)).toEqual(['a drawing']);
  });
  it('reads a settings file, bare or wrapped, and refuses a bad key by name', () => {
    loadSettingsText(JSON.stringify({ settings: { ...now().settings, beta: 3 } }));
    expect(now().settings.objective['beta']).toBe(3);
    expect(() => loadSettingsText(JSON.stringify({ ...now().settings, beta: -1 }))).toThrow(/beta/);
  });
});
