// Choosing an online run: its defaults on this machine, where its prompts come from, and what
// sampling will cost. The settings themselves are in settingsStore.

import { createStore } from 'zustand/vanilla';
import type { Capability, StudioFailure } from '../../bridge/protocol';
import type { RewardInfo } from '../../domain/reward';
import { parseRatingSource } from '../../data/scores/scoreSource';
import {
  defaultRunSettings,
  type RunSettings,
  type SettingsPatch,
} from '../../settings/runSettings';
import { strings } from '../../strings';
import { client } from '../session/client';
import { currentDataset, datasetStore } from '../data/datasetStore';
import { toFailure } from '../common/failure';
import { setPrompts } from '../data/generateStore';
import { rewardLabel, rewardStore } from '../common/rewardStore';
import { currentModel, sessionStore } from '../session/sessionStore';
import { editSettings, settingsStore } from './settingsStore';

/** What a timing was made with: it holds for nothing else. */
interface Timed {
  readonly modelId: string;
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  readonly imageMs: number;
}

export interface OnlineDraftState {
  /** Prompts of each model's demo, once asked for. */
  readonly demoPrompts: Readonly<Record<string, readonly string[]>>;
  readonly timed: Timed | null;
  readonly timing: boolean;
  readonly failure: StudioFailure | null;
}

export const onlineDraft = createStore<OnlineDraftState>(() => ({
  demoPrompts: {},
  timed: null,
  timing: false,
  failure: null,
}));

const text = strings.online;

/** True where sampling takes about a second an image or more: no GPU. */
export function samplesSlowly(capability: Capability | null): boolean {
  return capability !== null && (capability.executor !== 'wgsl' || capability.isFallbackAdapter);
}

/**
 * Bank and steps a round to begin with. The paper's values want 512 images before the first step
 * and a batch before each; a person, or a
 *  machine without a GPU, begins with a bank of four rounds and learns more often from each.
 */
export function onlineDefaults(
  slow: boolean,
  byPerson: boolean,
  batchSize: number,
): Pick<RunSettings['source'], 'bankSize' | 'stepsPerRound'> {
  const { bankSize, stepsPerRound } = defaultRunSettings().source;
  if (byPerson) return { bankSize: 4 * batchSize, stepsPerRound: 10 };
  return slow ? { bankSize: 8 * batchSize, stepsPerRound: 8 } : { bankSize, stepsPerRound };
}

function slowHere(): boolean {
  return samplesSlowly(sessionStore.getState().capability);
}

/** True where nobody has changed what onlineDefaults gave. */
function untouched({
  source: { bankSize, stepsPerRound, onlineReward },
  training: { batchSize },
}: RunSettings): boolean {
  const given = [
    defaultRunSettings().source,
    onlineDefaults(slowHere(), isByPerson(onlineReward), batchSize),
  ];
  return given.some(
    (values) => values.bankSize === bankSize && values.stepsPerRound === stepsPerRound,
  );
}

/** The reward, with first values of bank and rounds where nobody has chosen any. */
function rewardSource(onlineReward: string | null): SettingsPatch['source'] & object {
  const { settings } = settingsStore.getState();
  return {
    onlineReward,
    ...(untouched(settings) &&
      onlineDefaults(slowHere(), isByPerson(onlineReward), settings.training.batchSize)),
  };
}

/** Likes lie on both sides of 0, so that is their τ; a τ set for another reward means nothing. */
const fixedFor = (onlineReward: string | null): number | null =>
  onlineReward === 'rating:like' ? 0 : null;

export function isByPerson(onlineReward: string | null): boolean {
  return onlineReward !== null && parseRatingSource(onlineReward) !== null;
}

/**
 * Goes over to the other mode; an online run that was never set up gets its first values. Online
 * the reference becomes the trained model each epoch (UPO Alg. 2 line 21), offline it stays the
 * base, until the person chooses otherwise.
 */
export function chooseMode(mode: RunSettings['source']['mode']): void {
  const { settings } = settingsStore.getState();
  if (mode === 'offline') {
    editSettings({ source: { mode }, schedule: { referenceUpdate: 'never' } });
    return;
  }
  const dataset = currentDataset(datasetStore.getState());
  const onlineReward = settings.source.onlineReward ?? dataset?.rewardId ?? null;
  editSettings({
    source: { mode, ...rewardSource(onlineReward) },
    schedule: settings.source.mode === 'offline' ? { referenceUpdate: 'epoch' } : {},
    threshold: {
      fixedThreshold: fixedFor(onlineReward),
      ...(settings.threshold.thresholdScope === 'proxy' && { thresholdScope: 'global' }),
    },
  });
  if (settings.source.onlinePrompts.length === 0) void fillPrompts();
}

/** Prompts to begin with: the open set's, else the demo's, else the model's examples. */
async function fillPrompts(): Promise<void> {
  const model = currentModel(sessionStore.getState());
  const demo = model === null ? [] : await loadDemoPrompts(model.id);
  if (settingsStore.getState().settings.source.onlinePrompts.length > 0) return;
  const prompts =
    [setPrompts(), demo, model?.previewPrompts ?? []].find((list) => list.length > 0) ?? [];
  editSettings({ source: { onlinePrompts: [...prompts] } });
}

/** The prompts a model's demo set was sampled from; empty without one. */
export async function loadDemoPrompts(modelId: string): Promise<readonly string[]> {
  const known = onlineDraft.getState().demoPrompts[modelId];
  if (known !== undefined) return known;
  // A model whose list cannot be read simply has none to offer.
  const { prompts } = await client
    .request('demoPrompts', { modelId })
    .catch(() => ({ prompts: [] }));
  onlineDraft.setState(({ demoPrompts }) => ({
    demoPrompts: { ...demoPrompts, [modelId]: prompts },
  }));
  return prompts;
}

/**
 * Chooses what scores the images. Likes lie on both sides of 0, so that is their τ; a score set
 * for another reward means nothing here.
 */
export function chooseReward(onlineReward: string | null): void {
  editSettings({
    source: rewardSource(onlineReward),
    threshold: { fixedThreshold: fixedFor(onlineReward) },
  });
}

/** Who or what scores, in words. */
export function scoredBy(
  onlineReward: string | null,
  rewards: readonly RewardInfo[] | null = rewardStore.getState().rewards,
): string {
  const rating = onlineReward === null ? null : parseRatingSource(onlineReward);
  if (rating !== null) return text.byPerson[rating.scale];
  return onlineReward === null ? '' : rewardLabel(onlineReward, rewards);
}

/** What an image takes with these settings, where it was timed with them; else null. */
export function timedImage(
  { timed }: OnlineDraftState,
  modelId: string | null,
  settings: RunSettings,
): number | null {
  const holds =
    timed !== null &&
    timed.modelId === modelId &&
    timed.guidanceScale === settings.sampling.guidanceScale &&
    timed.inferenceSteps === settings.sampling.inferenceSteps;
  return holds ? timed.imageMs : null;
}

/** Samples a few images to see how long one takes here. */
export async function timeSampling(): Promise<void> {
  const { modelId } = sessionStore.getState();
  const {
    sampling: { guidanceScale, inferenceSteps },
    training: { batchSize },
  } = settingsStore.getState().settings;
  if (modelId === null || onlineDraft.getState().timing) return;
  onlineDraft.setState({ timing: true, failure: null });
  try {
    const { imageMs } = await client.request('timeSampling', {
      modelId,
      count: batchSize,
      guidanceScale,
      inferenceSteps,
    });
    onlineDraft.setState({ timed: { modelId, guidanceScale, inferenceSteps, imageMs } });
  } catch (error) {
    onlineDraft.setState({ failure: toFailure(error) });
  } finally {
    onlineDraft.setState({ timing: false });
  }
}
