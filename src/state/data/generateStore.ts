// Generating a set: what the form asks for, and the set that is being sampled in the background
// while other screens are looked at. A page that went away in the middle goes on by itself when it
// comes back; a set that was paused waits until it is told to.

import { createStore } from 'zustand/vanilla';
import type { ModelInfo, RunSummary, StudioFailure } from '../../bridge/protocol';
import type { DatasetSummary } from '../../domain/dataset';
import type { SetPlan } from '../../domain/setPlan';
import type { Progress } from '../../bridge/studioClient';
import type { SamplerName } from '../../formats/schedulerConfig';
import { strings } from '../../strings';
import { full, typedNumber } from '../../strings/format';
import { client } from '../session/client';
import { openDataset } from './datasetActions';
import { datasetStore, receiveSummary } from './datasetStore';
import { toFailure } from '../common/failure';
import { task } from '../common/task';
import { runById, runStore } from '../training/runStore';
import { currentModel, sessionStore } from '../session/sessionStore';
import { settingsStore } from '../objective/settingsStore';
import { refreshSet } from './datasetTask';
import { promptLines } from '../../settings/promptLines';

/** The form as it is typed. */
export interface GenerateForm {
  /** Null until one is typed. */
  readonly name: string | null;
  /** Null = the base model. */
  readonly runId: string | null;
  readonly checkpointStep: number | null;
  readonly strength: string;
  /** One a line. */
  readonly prompts: string;
  readonly negativePrompt: string;
  readonly samplesPerPrompt: string;
  readonly seed: string;
  readonly guidanceScale: string;
  readonly inferenceSteps: string;
  /** Null = the model's own. */
  readonly sampler: SamplerName | null;
  readonly rewardIds: readonly string[];
}

export interface GenerateState {
  /** Null while the form is closed. */
  readonly draft: GenerateForm | null;
  readonly sampling: {
    readonly datasetId: string;
    readonly progress: Progress;
    /**
     * Milliseconds until the set is sampled at the speed of this sitting; null before it can be
     * told.
     */
    readonly left: number | null;
  } | null;
  readonly failure: StudioFailure | null;
}

export const generateStore = createStore<GenerateState>(() => ({
  draft: null,
  sampling: null,
  failure: null,
}));

/** Prompts to begin with: those the model names, else some of the open set's. */
export function suggestedPrompts(model: ModelInfo | null): readonly string[] {
  return model !== null && model.previewPrompts.length > 0
    ? model.previewPrompts
    : setPrompts().slice(0, 20);
}

/** The prompts of the open set, each once. */
export function setPrompts(): string[] {
  const { items, unscored } = datasetStore.getState();
  return [...new Set([...items, ...unscored].map((item) => item.caption))];
}

export function openGenerateForm(): void {
  const model = currentModel(sessionStore.getState());
  const {
    sampling: { guidanceScale, inferenceSteps },
  } = settingsStore.getState().settings;
  generateStore.setState({
    failure: null,
    draft: {
      name: null,
      runId: null,
      checkpointStep: null,
      strength: '1',
      prompts: suggestedPrompts(model).join('\n'),
      negativePrompt: '',
      samplesPerPrompt: '4',
      seed: '0',
      guidanceScale: full(guidanceScale),
      inferenceSteps: full(inferenceSteps),
      sampler: null,
      rewardIds: [],
    },
  });
}

export function closeGenerateForm(): void {
  generateStore.setState({ draft: null, failure: null });
}

export function editGenerateForm(values: Partial<GenerateForm>): void {
  const { draft } = generateStore.getState();
  if (draft !== null) generateStore.setState({ draft: { ...draft, ...values } });
}

/** The name of the set: as typed, else after what samples it, unlike those there are. */
export function generatedName(
  draft: GenerateForm,
  model: ModelInfo | null,
  run: RunSummary | null,
  datasets: readonly DatasetSummary[],
): string {
  if (draft.name !== null) return draft.name;
  const name = strings.rating.make.nameOf(run?.name ?? model?.name ?? '');
  const taken = new Set(datasets.map((dataset) => dataset.name));
  let count = 1;
  while (taken.has(strings.rating.make.numbered(name, count))) count++;
  return strings.rating.make.numbered(name, count);
}

/** The prompts of the form. */
export function promptsOf(draft: GenerateForm): string[] {
  return promptLines(draft.prompts);
}

/** The plan a form stands for. */
function planOf(draft: GenerateForm, modelId: string, name: string): SetPlan {
  return {
    name: name.trim(),
    modelId,
    runId: draft.runId,
    checkpointStep: draft.checkpointStep,
    strength: draft.runId === null ? 1 : typedNumber(draft.strength),
    prompts: promptsOf(draft),
    negativePrompt: draft.negativePrompt.trim(),
    samplesPerPrompt: typedNumber(draft.samplesPerPrompt),
    seed: typedNumber(draft.seed),
    guidanceScale: typedNumber(draft.guidanceScale),
    inferenceSteps: typedNumber(draft.inferenceSteps),
    sampler: draft.sampler,
    rewardIds: [...draft.rewardIds],
  };
}

/** Plans the set of the form, opens it and begins to sample. */
export async function generateSet(): Promise<void> {
  const { draft } = generateStore.getState();
  const { modelId } = sessionStore.getState();
  if (draft === null || modelId === null) return;
  generateStore.setState({ failure: null });
  try {
    const name = generatedName(
      draft,
      currentModel(sessionStore.getState()),
      runById(runStore.getState(), draft.runId),
      datasetStore.getState().datasets,
    );
    const { dataset } = await client.request('planSet', { plan: planOf(draft, modelId, name) });
    datasetStore.setState(({ datasets }) => ({ datasets: [dataset, ...datasets] }));
    generateStore.setState({ draft: null });
    await openDataset(dataset.id);
    void navigator.storage?.persist?.().catch(() => false);
    await continueGenerating(dataset.id);
  } catch (error) {
    generateStore.setState({ failure: toFailure(error) });
  }
}

/** While a set grows, its images on screen are renewed this often. */
const SHOW_EVERY_MS = 3000;

let grown = '';
/** That another tab samples the set is no failure to show. */
let quiet = false;
const growing = task(({ busy, left = null, failure }) =>
  generateStore.setState({
    ...(busy !== undefined && { sampling: busy && { datasetId: grown, progress: busy, left } }),
    ...(failure !== undefined && { failure: quiet && failure?.kind === 'Busy' ? null : failure }),
  }),
);
/** Ends after what is stored; continueGenerating goes on from there. */
export const pauseGenerating = growing.cancel;

/**
 * Samples what a set still lacks, until it is done or paused. `quietly`: that another tab does it
 * is no failure to show.
 */
export async function continueGenerating(datasetId: string, quietly = false): Promise<void> {
  if (generateStore.getState().sampling !== null) return;
  grown = datasetId;
  quiet = quietly;
  let shown = performance.now();
  const reply = await growing.run({ phase: 'generate', done: 0, total: 0 }, (options) =>
    client.request(
      'sampleSet',
      { datasetId },
      {
        ...options,
        onProgress: (progress) => {
          options.onProgress?.(progress);
          if (
            performance.now() - shown < SHOW_EVERY_MS ||
            datasetStore.getState().datasetId !== datasetId
          )
            return;
          shown = performance.now();
          void refreshSet(datasetId);
        },
      },
    ),
  );
  if (reply !== null) {
    receiveSummary(reply.dataset);
    sessionStore.setState({ storage: reply.storage });
  }
  if (datasetStore.getState().datasets.some(({ id }) => id === datasetId))
    await refreshSet(datasetId);
}

/** Takes a half-sampled set as it is. */
export async function finishSet(datasetId: string): Promise<void> {
  try {
    receiveSummary((await client.request('finishSet', { datasetId })).dataset);
  } catch (error) {
    generateStore.setState({ failure: toFailure(error) });
  }
}

/**
 * Called when the worker has started: a set that was being sampled when the page went away goes on.
 */
export function goOnSampling(datasets: readonly DatasetSummary[]): void {
  const cut = datasets.find(({ generation }) => generation?.state === 'running');
  if (cut !== undefined) void continueGenerating(cut.id, true);
}
