// The wall at another strength of the LoRA than 1: sampled from the run's newest adapters at the
// wall's own prompts, seeds and sampler steps, when a strength is asked for.

import { createStore } from 'zustand/vanilla';
import type { StudioFailure } from '../../bridge/protocol';
import { releaseUrls, sampleUrl } from '../common/imageUrls';
import { task } from '../common/task';
import { client } from '../session/client';
import { strings } from '../../strings';
import type { PreviewImage } from './previews';

/** Strengths of the slider; 1 is the run as it trains, 0 the untouched model. */
export const STRENGTH = { least: 0, greatest: 2, step: 0.25 } as const;

interface WallStrength {
  readonly runId: string | null;
  readonly strength: number;
  /** Null where the strength is 1, or its images are not there yet. */
  readonly images: readonly PreviewImage[] | null;
  readonly busy: { readonly phase: string; readonly done: number; readonly total: number } | null;
  readonly failure: StudioFailure | null;
}

const PLAIN = { strength: 1, images: null, busy: null, failure: null } as const;

export const wallStrengthStore = createStore<WallStrength>(() => ({ runId: null, ...PLAIN }));

const sampling = task(({ left: _, ...change }) => wallStrengthStore.setState(change), {
  whenBusy: 'replace',
});

function release(): void {
  releaseUrls((wallStrengthStore.getState().images ?? []).map(({ url }) => url));
}

/** Back to the run as it trains. */
export function resetStrength(runId: string | null): void {
  sampling.cancel();
  release();
  wallStrengthStore.setState({ runId, ...PLAIN });
}

/** Moves the slider; nothing is sampled yet. */
export function chooseStrength(runId: string, strength: number): void {
  if (wallStrengthStore.getState().runId !== runId) resetStrength(runId);
  if (strength === 1) resetStrength(runId);
  else wallStrengthStore.setState({ strength });
}

/** Samples the wall at the strength that is chosen. Failures stay in the store. */
export async function sampleStrength(tiles: readonly PreviewImage[]): Promise<void> {
  const { runId, strength } = wallStrengthStore.getState();
  if (runId === null || strength === 1) return;
  const reply = await sampling.run(
    { phase: strings.training.strengthSampling, done: 0, total: tiles.length },
    (options) =>
      client.request(
        'sample',
        {
          runId,
          prompts: tiles.map(({ prompt }) => prompt),
          seeds: tiles.map(({ seed }) => seed),
          strengths: [strength],
          sampler: null,
          asWall: true,
        },
        options,
      ),
  );
  if (reply === null || wallStrengthStore.getState().runId !== runId) return;
  release();
  wallStrengthStore.setState({
    images: reply.images.map(({ image }) => ({
      prompt: image.prompt,
      seed: image.seed,
      url: sampleUrl(image),
      score: image.score,
    })),
  });
}
