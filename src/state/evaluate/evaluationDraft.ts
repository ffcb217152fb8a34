// What is about to be evaluated: entries, prompts, samples, sampler and rewards, for a comparison
// and for a frontier. Kept while the page is open, so that going to look at a run does not lose it.
// Pure functions turn a draft into a request.

import { createStore } from 'zustand/vanilla';
import type { DatasetSummary } from '../../domain/dataset';
import type { EvaluationEntry, EvaluationRequest, FeatureKind } from '../../domain/evaluation';
import type { RewardInfo } from '../../domain/reward';
import type { ModelInfo, RunSummary } from '../../bridge/protocol';
import type { SamplerName } from '../../formats/schedulerConfig';
import { strings } from '../../strings';
import { fixed, whole } from '../../strings/format';
import { OFF_TARGET_IDS } from '../../rewards/offTarget';
import { chanceOf } from '../../rewards/scorerDoubt';
import { DEFAULT_PROMPTS, defaultPrompts, promptsOfOwnSet, type HeldOut } from './heldOut';
import { BASE_ENTRY, entryKey, type Purpose } from './evaluationStore';

/** One row of the comparison's entries. */
export interface DraftEntry {
  readonly runId: string;
  readonly checkpointStep: number;
  readonly strength: number;
}

export interface EvaluationDraft {
  /** Entries of a comparison, the base left out. */
  readonly entries: readonly DraftEntry[];
  /** Runs of a frontier. */
  readonly runIds: readonly string[];
  /** Checkpoints a run of a frontier, evenly over it, the last among them. */
  readonly checkpoints: number;
  readonly strengths: readonly number[];
  readonly prompts: Readonly<Record<Purpose, readonly string[]>>;
  readonly samplesPerPrompt: Readonly<Record<Purpose, number>>;
  readonly seed: number;
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  /** Null = the model's own. */
  readonly sampler: SamplerName | null;
  readonly rewardIds: readonly string[];
  readonly features: FeatureKind;
}

export const STRENGTHS: readonly number[] = [0.25, 0.5, 0.75, 1, 1.25, 1.5];
export const LARGEST_STRENGTH = 2;

interface DraftState {
  readonly draft: EvaluationDraft | null;
  /** The base model it was begun for. */
  readonly modelId: string | null;
  /** The set that was open then. */
  readonly datasetId: string | null;
  /** The draft as it was begun: a changed one is kept when another set is opened. */
  readonly begun: EvaluationDraft | null;
  /** There was a run to begin with. */
  readonly withRuns: boolean;
}

/** Null until a tab that needs it was opened. */
export const draftStore = createStore<DraftState>(() => ({
  modelId: null,
  datasetId: null,
  begun: null,
  draft: null,
  withRuns: false,
}));

export function editDraft(values: Partial<EvaluationDraft>): void {
  draftStore.setState(({ draft }) => ({ draft: draft === null ? null : { ...draft, ...values } }));
}

export const lastCheckpoint = (run: RunSummary): number => Math.max(...run.checkpointSteps);

/** `count` of the steps, evenly by their place, the last among them. */
export function evenSteps(steps: readonly number[], count: number): number[] {
  const sorted = [...steps].sort((a, b) => a - b);
  if (sorted.length <= count) return sorted;
  return Array.from(
    { length: count },
    (_, i) => sorted[Math.round(((i + 1) * sorted.length) / count) - 1]!,
  );
}

/** Prompts that the open set and the runs' own lists train on. */
export function trainedPrompts(
  setPrompts: readonly string[],
  runs: readonly RunSummary[],
): ReadonlySet<string> {
  return new Set([...setPrompts, ...runs.flatMap((run) => run.settings.source.onlinePrompts)]);
}

/**
 * A fresh draft for a model: its newest runs, the validation prompts (DEFAULT_PROMPTS) or those of
 * a set of the person's own, the sampler of the first run, the set's own reward with some that
 * nobody trained for.
 */
export function beginDraft(
  model: ModelInfo,
  runs: readonly RunSummary[],
  dataset: DatasetSummary | null,
  rewards: readonly RewardInfo[],
  {
    scored,
    unscored,
  }: { readonly scored: readonly string[]; readonly unscored: readonly string[] },
  heldOut: HeldOut,
): void {
  const usable = usableRuns(runs, model.id);
  const first = usable[0];
  const own = first?.settings.sampling.previewPrompts ?? [];
  const { validation, test } = heldOut;
  const ofSet = promptsOfOwnSet(scored, unscored, [
    ...model.previewPrompts,
    ...validation,
    ...test,
  ]);
  const prompts =
    ofSet.length > 0
      ? ofSet
      : defaultPrompts(heldOut, [own, model.previewPrompts], trainedPrompts(scored, usable));
  // What cannot be told from chance is ticked by nobody but the person.
  const usableRewards = rewards.filter((reward) => chanceOf(reward) === null);
  const preferred = usableRewards.filter((reward) => reward.id === dataset?.rewardId);
  const target = preferred.length > 0 ? preferred : usableRewards.slice(0, 1);
  const offTarget = usableRewards.filter(
    (reward) => OFF_TARGET_IDS.includes(reward.id) && !target.includes(reward),
  );
  const draft: EvaluationDraft = {
    entries:
      first === undefined
        ? []
        : [{ runId: first.id, checkpointStep: lastCheckpoint(first), strength: 1 }],
    runIds: usable.slice(0, 4).map((run) => run.id),
    checkpoints: 3,
    strengths: [0.25, 0.5, 0.75, 1, 1.5],
    prompts: {
      comparison: prompts.slice(0, DEFAULT_PROMPTS.comparison),
      frontier: prompts.slice(0, DEFAULT_PROMPTS.frontier),
    },
    samplesPerPrompt: { comparison: 1, frontier: 1 },
    seed: 0,
    guidanceScale:
      first?.settings.sampling.guidanceScale ?? Number(model.defaults.guidanceScale ?? 3),
    inferenceSteps:
      first?.settings.sampling.inferenceSteps ?? Number(model.defaults.inferenceSteps ?? 20),
    sampler: null,
    // A reward that needs the scorer is on offer only where there is one.
    features: rewards.some((reward) => reward.needsScorer) ? 'clip' : 'pixels',
    rewardIds: [...target, ...offTarget].map((reward) => reward.id),
  };
  draftStore.setState({
    modelId: model.id,
    datasetId: dataset?.id ?? null,
    withRuns: first !== undefined,
    begun: draft,
    draft,
  });
}

/** Runs of a model that have something to sample with. */
export function usableRuns(runs: readonly RunSummary[], modelId: string): RunSummary[] {
  return runs.filter((run) => run.modelId === modelId && run.checkpointSteps.length > 0);
}

function entryOf(run: RunSummary, checkpointStep: number, strength: number): EvaluationEntry {
  return {
    key: entryKey(run.id, checkpointStep, strength),
    runId: run.id,
    name: run.name,
    method: run.settings.method,
    checkpointStep,
    strength,
  };
}

/** The entries a draft stands for, the base first. */
export function draftEntries(
  draft: EvaluationDraft,
  purpose: Purpose,
  runs: readonly RunSummary[],
): EvaluationEntry[] {
  const base: EvaluationEntry = { ...BASE_ENTRY, name: strings.compare.before };
  const found = (id: string): RunSummary[] =>
    runs.filter((run) => run.id === id && run.checkpointSteps.length > 0);
  const aligned =
    purpose === 'comparison'
      ? draft.entries.flatMap(({ runId, checkpointStep, strength }) =>
          found(runId).map((run) => entryOf(run, checkpointStep, strength)),
        )
      : draft.runIds
          .flatMap(found)
          .flatMap((run) =>
            evenSteps(run.checkpointSteps, draft.checkpoints).flatMap((step) =>
              draft.strengths.map((strength) => entryOf(run, step, strength)),
            ),
          );
  return [base, ...aligned];
}

/** Images a draft would sample. */
export function draftImages(
  draft: EvaluationDraft,
  purpose: Purpose,
  runs: readonly RunSummary[],
): number {
  return (
    draftEntries(draft, purpose, runs).length *
    draft.prompts[purpose].length *
    draft.samplesPerPrompt[purpose]
  );
}

export function draftRequest(
  draft: EvaluationDraft,
  purpose: Purpose,
  modelId: string,
  runs: readonly RunSummary[],
): EvaluationRequest {
  const entries = draftEntries(draft, purpose, runs);
  const { seed, guidanceScale, inferenceSteps, sampler, rewardIds, features } = draft;
  const prompts = draft.prompts[purpose];
  const names = [...new Set(entries.slice(1).map((entry) => entry.name))];
  return {
    name: strings.evaluate.evaluationName(names, prompts.length),
    purpose,
    modelId,
    entries,
    prompts,
    samplesPerPrompt: draft.samplesPerPrompt[purpose],
    seed,
    guidanceScale,
    inferenceSteps,
    sampler,
    rewardIds,
    features,
  };
}

/** Two entries that read the same are told apart by checkpoint and strength. */
export function entryLabel(entry: EvaluationEntry): string {
  return entry.runId === null
    ? entry.name
    : strings.evaluate.entryLabel(
        entry.name,
        whole(entry.checkpointStep),
        fixed(entry.strength, 2),
      );
}
