// Before and after: which run and checkpoint is looked at, which prompts and seeds, and the
// images sampled so far by strength (0 = the base model). Strengths are sampled when they are
// first asked for and kept until the question changes.

import { createStore } from 'zustand/vanilla';
import type { Progress } from '../../bridge/studioClient';
import type { RunSummary, StudioFailure } from '../../bridge/protocol';
import type { SamplerName } from '../../formats/schedulerConfig';
import { strings } from '../../strings';
import { client } from '../session/client';
import { datasetStore } from '../data/datasetStore';
import { task } from '../common/task';
import { download, releaseUrls, sampleUrl } from '../common/imageUrls';
import type { PreviewImage } from '../training/previews';

export interface ComparisonState {
  readonly runId: string | null;
  /** Null = the last checkpoint. */
  readonly checkpointStep: number | null;
  readonly prompts: readonly string[];
  readonly seedsPerPrompt: number;
  /** Null = the model's own. */
  readonly sampler: SamplerName | null;
  /** The strength on the slider. */
  readonly strength: number;
  /** Images in the order prompts × seeds, by strength written with two decimals. */
  readonly sampled: Readonly<Record<string, readonly PreviewImage[]>>;
  /** What scored them; null where nothing did. */
  readonly rewardId: string | null;
  readonly sampling: Progress | null;
  readonly failure: StudioFailure | null;
  /** A file that is being made. */
  readonly exporting: Progress | null;
}

export const WHOLE_RANGE: readonly number[] = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5];

export const comparisonStore = createStore<ComparisonState>(() => ({
  runId: null,
  checkpointStep: null,
  prompts: [],
  seedsPerPrompt: 2,
  sampler: null,
  strength: 1,
  sampled: {},
  rewardId: null,
  sampling: null,
  failure: null,
  exporting: null,
}));

/** Only one sampling at a time; the newest wins. */
const sampling = task(
  ({ left: _, busy, ...state }) =>
    comparisonStore.setState({ ...state, ...(busy !== undefined && { sampling: busy }) }),
  { whenBusy: 'replace' },
);
export const cancelSampling = sampling.cancel;

export const strengthKey = (strength: number): string => strength.toFixed(2);

function forgetImages(): void {
  const { sampled } = comparisonStore.getState();
  releaseUrls(Object.values(sampled).flatMap((images) => images.map((image) => image.url)));
  comparisonStore.setState({ sampled: {} });
}

/** Changes what is asked; images of the old question are thrown away. */
export function changeComparison(
  values: Partial<
    Pick<ComparisonState, 'runId' | 'checkpointStep' | 'prompts' | 'seedsPerPrompt' | 'sampler'>
  >,
): void {
  sampling.cancel();
  forgetImages();
  comparisonStore.setState({ ...values, failure: null });
}

/** Begins with the run at hand and its own preview prompts. */
export function beginComparison(run: RunSummary, modelPrompts: readonly string[]): void {
  // Without any preview prompts those of the open set serve.
  const fallback =
    modelPrompts.length > 0
      ? modelPrompts
      : [...new Set(datasetStore.getState().items.map((item) => item.caption))];
  const prompts =
    run.settings.sampling.previewPrompts.length > 0
      ? run.settings.sampling.previewPrompts
      : fallback;
  changeComparison({ runId: run.id, checkpointStep: null, prompts: prompts.slice(0, 6) });
}

/** A run was made or loaded: the comparison begins with it when it is next opened. */
export function resetComparison(): void {
  changeComparison({ runId: null, checkpointStep: null });
}

/** A run goes on: images of its newest state are no longer that. */
export function forgetStaleSamples(runId: string): void {
  const after = comparisonStore.getState();
  if (after.runId === runId && after.checkpointStep === null) changeComparison({});
}

/** Samples the strengths that are not there yet. */
export async function sampleStrengths(wanted: readonly number[]): Promise<void> {
  const { runId, checkpointStep, prompts, seedsPerPrompt, sampler, sampled } =
    comparisonStore.getState();
  const missing = wanted.filter((strength) => sampled[strengthKey(strength)] === undefined);
  if (runId === null || prompts.length === 0 || missing.length === 0) return;
  const pairs = prompts.flatMap((prompt) =>
    Array.from({ length: seedsPerPrompt }, (_, seed) => ({ prompt, seed })),
  );
  const reply = await sampling.run(
    { phase: strings.compare.drawing, done: 0, total: pairs.length * missing.length },
    (options) =>
      client.request(
        'sample',
        {
          runId,
          ...(checkpointStep === null ? {} : { checkpointStep }),
          prompts: pairs.map((pair) => pair.prompt),
          seeds: pairs.map((pair) => pair.seed),
          strengths: [...missing],
          sampler,
        },
        options,
      ),
  );
  if (reply === null) return;
  const added: Record<string, PreviewImage[]> = {};
  for (const { strength, image } of reply.images) {
    (added[strengthKey(strength)] ??= []).push({
      prompt: image.prompt,
      seed: image.seed,
      url: sampleUrl(image),
      score: image.score,
    });
  }
  const { rewardId } = reply;
  comparisonStore.setState((state) => ({ rewardId, sampled: { ...state.sampled, ...added } }));
}

export function setStrength(strength: number): void {
  comparisonStore.setState({ strength });
}

export type ExportKind = 'diffusers' | 'kohya' | 'merged' | 'metrics' | 'settings';

/** One file at a time. */
const exporting = task(({ left: _, busy, ...state }) =>
  comparisonStore.setState({ ...state, ...(busy !== undefined && { exporting: busy }) }),
);
export const cancelExport = exporting.cancel;

/** Fetches a file of the run from the worker and hands it to the browser. */
export async function exportFile(
  kind: ExportKind,
  runId: string,
  checkpointStep: number | null,
): Promise<void> {
  const of = { runId, ...(checkpointStep === null ? {} : { checkpointStep }) };
  await exporting.run({ phase: 'export', done: 0, total: 0 }, async (options) => {
    if (kind === 'metrics') {
      const file = await client.request('exportMetrics', { runId }, options);
      download(file.fileName, file.text, 'text/csv');
    } else if (kind === 'settings') {
      const file = await client.request('exportSettings', { runId }, options);
      download(file.fileName, file.text, 'application/json');
    } else if (kind === 'merged') {
      const { strength } = comparisonStore.getState();
      const made = await client.request('exportMerged', { ...of, strength }, options);
      download(made.fileName, made.file, 'application/octet-stream');
    } else {
      const file = await client.request('exportLora', { ...of, format: kind }, options);
      download(file.fileName, file.bytes, 'application/octet-stream');
    }
  });
}
