// Online runs as the page keeps them: first values, prompts to begin with, the
// round that is rated, and that its ratings outlive a pause. The worker is made of paper.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { modelInfo } from '../../../test-support/modelInfo';
import type { OnlineRound } from '../../domain/online';
import type { RewardInfo } from '../../domain/reward';
import type { Capability, RunSummary, StudioCommand, StudioEvent } from '../../bridge/protocol';
import { defaultRunSettings, withChange } from '../../settings/runSettings';
import { datasetStore } from '../data/datasetStore';
import {
  chooseMode,
  chooseReward,
  isByPerson,
  onlineDefaults,
  onlineDraft,
  scoredBy,
  timeSampling,
  timedImage,
} from './onlineDraft';
import {
  chooseInRound,
  followRunStatus,
  onlineStore,
  rateInRound,
  receiveRound,
  stopAsking,
  undoInRound,
} from './onlineStore';
import { sessionStore } from '../session/sessionStore';
import {
  adoptModelDefaults,
  applyPreset,
  chooseMethod,
  editSettings,
  settingsStore,
} from './settingsStore';

const model = modelInfo({
  hasDemo: true,
  defaults: { batchSize: 16 },
  previewPrompts: ['an example'],
});
const capability = (executor: Capability['executor']): Capability => ({
  executor,
  adapter: '',
  isFallbackAdapter: false,
  reason: '',
  remedy: '',
  crossOriginIsolated: true,
  threads: 2,
  webgpu: true,
  maxBufferBytes: 0,
});
const rewards: RewardInfo[] = [
  {
    id: 'warmth',
    label: 'Warmth',
    formula: '',
    range: [null, null],
    source: '',
    needsScorer: false,
    taste: null,
  },
];

let demo: string[] = [];
let answers: { round: number; values: number[] }[] = [];
let refuse = false;

class PaperWorker extends EventTarget {
  postMessage(command: StudioCommand): void {
    const { requestId } = command as { requestId: number };
    const say = (event: StudioEvent): void => {
      queueMicrotask(() => {
        this.dispatchEvent(Object.assign(new Event('message'), { data: event }));
      });
    };
    if (command.type === 'demoPrompts') say({ type: 'reply', requestId, value: { prompts: demo } });
    else if (command.type === 'timeSampling')
      say({ type: 'reply', requestId, value: { imageMs: 10 * command.inferenceSteps } });
    else if (command.type !== 'answerRound') throw new Error(`nobody answers ${command.type}`);
    else if (refuse)
      say({
        type: 'failure',
        requestId,
        failure: { kind: 'BadSettings', message: 'not now', remedy: 'later' },
      });
    else {
      answers.push({ round: command.round, values: command.values });
      say({ type: 'reply', requestId, value: {} });
    }
  }
  terminate(): void {}
}

const settings = () => settingsStore.getState().settings;
const settled = () =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

beforeEach(() => {
  vi.stubGlobal('Worker', PaperWorker);
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  [demo, answers, refuse] = [['from the demo'], [], false];
  onlineDraft.setState({ demoPrompts: {}, timed: null, timing: false, failure: null });
  datasetStore.setState({ datasets: [], datasetId: null, items: [], unscored: [] });
  sessionStore.setState({ models: [model], modelId: 'm', capability: capability('wgsl') });
  editSettings(defaultRunSettings());
  adoptModelDefaults(model);
  applyPreset('model');
});
afterEach(() => {
  stopAsking();
  vi.unstubAllGlobals();
});

describe('choosing an online run', () => {
  it(
    'begins with the paper’s bank on a GPU, and with less where drawing is slow or a person ' +
      'rates',
    () => {
      chooseMode('online');
      expect(settings()).toMatchObject({
        source: { mode: 'online', bankSize: 1024, stepsPerRound: 1 },
      });
      sessionStore.setState({ capability: capability('tfjs-wasm') });
      expect(settings().schedule.referenceUpdate).toBe('epoch');
      chooseMode('offline');
      expect(settings().schedule.referenceUpdate).toBe('never');
      chooseMode('online');
      expect(settings()).toMatchObject({ source: onlineDefaults(true, false, 16) });
      expect(settings().source.bankSize).toBe(128);
      chooseReward('rating:stars');
      expect(settings()).toMatchObject({
        source: { bankSize: 64, stepsPerRound: 10 },
        threshold: { fixedThreshold: null },
      });
    },
  );
  it('leaves alone what was set by hand', () => {
    editSettings({ source: { bankSize: 200, stepsPerRound: 3, onlinePrompts: ['mine'] } });
    chooseMode('online');
    chooseReward('rating:like');
    expect(settings()).toMatchObject({
      source: { bankSize: 200, stepsPerRound: 3, onlinePrompts: ['mine'] },
    });
  });
  it('takes 0 for the τ of likes, and the percentile again for anything else', () => {
    editSettings({ threshold: { fixedThreshold: 7, thresholdScope: 'proxy' } });
    chooseMode('online');
    expect(settings()).toMatchObject({
      threshold: { fixedThreshold: null, thresholdScope: 'global' },
    });
    chooseReward('rating:like');
    expect(settings().threshold.fixedThreshold).toBe(0);
    chooseReward('warmth');
    expect(settings().threshold.fixedThreshold).toBeNull();
    expect([isByPerson('rating:like'), isByPerson('warmth'), isByPerson(null)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([scoredBy('warmth', rewards), scoredBy('rating:like', rewards)]).toEqual([
      'Warmth',
      'my likes',
    ]);
  });
  it(
    'takes prompts and reward from the open set, else prompts from the demo, else the model’s ' +
      'examples',
    async () => {
      const dataset = {
        id: 'd',
        name: 'D',
        createdAt: 1,
        count: 1,
        bytes: 1,
        scoreSource: 'warmth',
        rewardId: 'warmth',
      };
      datasetStore.setState({
        datasets: [dataset],
        datasetId: 'd',
        items: [{ id: 'i', fileName: 'i.png', caption: 'of the set', score: 1 }],
      });
      chooseMode('online');
      await settled();
      expect(settings()).toMatchObject({
        source: { onlinePrompts: ['of the set'], onlineReward: 'warmth' },
      });
      for (const wanted of [['from the demo'], ['an example']]) {
        datasetStore.setState({ datasets: [], datasetId: null, items: [] });
        onlineDraft.setState({ demoPrompts: {} });
        editSettings({ source: { mode: 'offline', onlinePrompts: [], onlineReward: null } });
        chooseMode('online');
        await settled();
        expect(settings()).toMatchObject({ source: { onlinePrompts: wanted, onlineReward: null } });
        demo = [];
      }
    },
  );
  it('keeps the model preset, and stays when the method or preset changes', () => {
    editSettings({
      source: { mode: 'online', onlinePrompts: ['a'], onlineReward: 'warmth', bankSize: 64 },
    });
    expect(settingsStore.getState().preset).toBe('model');
    chooseMethod('sft');
    applyPreset('model');
    expect(settings()).toMatchObject({
      source: { mode: 'online', onlinePrompts: ['a'], onlineReward: 'warmth', bankSize: 64 },
    });
  });
  it('knows how long drawing takes only for what was timed', async () => {
    await timeSampling();
    const {
      sampling: { inferenceSteps },
    } = settings();
    expect(timedImage(onlineDraft.getState(), 'm', settings())).toBe(10 * inferenceSteps);
    expect(timedImage(onlineDraft.getState(), 'other', settings())).toBeNull();
    expect(
      timedImage(
        onlineDraft.getState(),
        'm',
        withChange(settings(), { sampling: { inferenceSteps: inferenceSteps + 1 } }),
      ),
    ).toBeNull();
  });
});

describe('rating a round', () => {
  const round = (number: number, runId = 'r'): OnlineRound => ({
    runId,
    round: number,
    images: ['a', 'b', 'c'].map((prompt) => ({
      prompt,
      pixels: { width: 1, height: 1, rgb: new Uint8ClampedArray(3) },
    })),
  });
  const asking = () => onlineStore.getState().asking!;
  const run = (status: RunSummary['status'], id = 'r') => ({ id, status }) as RunSummary;

  it('goes from image to image, takes one back, and sends when all are rated', async () => {
    receiveRound(round(4));
    rateInRound(0, 5);
    expect(asking()).toMatchObject({ ratings: [5, null, null], at: 1 });
    chooseInRound(2);
    rateInRound(asking().at, 3);
    expect(asking()).toMatchObject({ ratings: [5, null, 3], at: 1 });
    undoInRound();
    expect(asking()).toMatchObject({ ratings: [5, null, null], at: 2 });
    rateInRound(2, 4);
    rateInRound(1, 1);
    expect(asking().sending).toBe(true);
    rateInRound(1, 2);
    await settled();
    expect(answers).toEqual([{ round: 4, values: [5, 1, 4] }]);
    expect(onlineStore.getState().asking).toBeNull();
  });
  it('keeps what was rated through a pause and for the same round only', () => {
    receiveRound(round(4));
    rateInRound(0, 5);
    followRunStatus(run('paused', 'other'));
    expect(onlineStore.getState().asking).not.toBeNull();
    followRunStatus(run('paused'));
    expect(onlineStore.getState().asking).toBeNull();
    receiveRound(round(4));
    expect(asking()).toMatchObject({ ratings: [5, null, null], at: 1 });
    receiveRound(round(5));
    expect(asking().ratings).toEqual([null, null, null]);
    receiveRound(round(4, 'other'));
    expect(asking().ratings).toEqual([null, null, null]);
  });
  it('shows why a round could not be sent, and can send it again', async () => {
    refuse = true;
    receiveRound(round(0));
    for (const index of [0, 1, 2]) rateInRound(index, 1);
    await settled();
    expect(asking()).toMatchObject({ sending: false, failure: { message: 'not now' } });
    refuse = false;
    rateInRound(2, 2);
    await settled();
    expect(answers).toEqual([{ round: 0, values: [1, 1, 2] }]);
  });
});
