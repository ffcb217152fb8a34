// SDEdit (Meng et al. 2022): an image, how much of it is sampled anew, and the edits by the base
// and by a run's LoRA from the same noises.

import { createStore } from 'zustand/vanilla';
import type { Progress } from '../../bridge/studioClient';
import type { RunSummary, StartImage, StudioFailure } from '../../bridge/protocol';
import { strings } from '../../strings';
import { show } from '../../strings/show';
import { blobUrl, releaseUrls, sampleUrl } from '../common/imageUrls';
import { task } from '../common/task';
import { client } from '../session/client';
import { sessionStore } from '../session/sessionStore';
import type { PreviewImage } from '../training/previews';

/** What is edited, and how it is shown. */
export interface ChosenImage {
  readonly image: StartImage;
  readonly name: string;
  /** Of a file; null of an image of the set, which the page shows by its id. */
  readonly url: string | null;
}

export interface SdeditState {
  readonly chosen: ChosenImage | null;
  readonly prompt: string;
  readonly strength: number;
  readonly seeds: number;
  /** Edits by the base and with the LoRA, one per noise; null before any. */
  readonly edits: readonly { before: PreviewImage; after: PreviewImage }[] | null;
  /** What scored them; null where nothing did. */
  readonly rewardId: string | null;
  readonly sampling: Progress | null;
  readonly failure: StudioFailure | null;
}

export const sdeditStore = createStore<SdeditState>(() => ({
  chosen: null,
  prompt: '',
  strength: 0.6,
  seeds: 2,
  edits: null,
  rewardId: null,
  sampling: null,
  failure: null,
}));

const sampling = task(
  ({ left: _, busy, ...state }) =>
    sdeditStore.setState({ ...state, ...(busy !== undefined && { sampling: busy }) }),
  { whenBusy: 'replace' },
);
export const cancelEdits = sampling.cancel;

/** Changes what is asked; the edits of the old question are thrown away. */
export function changeSdedit(
  values: Partial<Pick<SdeditState, 'chosen' | 'prompt' | 'strength' | 'seeds'>>,
): void {
  sampling.cancel();
  const { edits, chosen } = sdeditStore.getState();
  releaseUrls((edits ?? []).flatMap(({ before, after }) => [before.url, after.url]));
  if ('chosen' in values && chosen?.url) releaseUrls([chosen.url]);
  sdeditStore.setState({ ...values, edits: null, failure: null });
}

/** Takes an image file to start from; it stays in the browser. One that cannot be read is told. */
export async function chooseFile(file: File): Promise<void> {
  try {
    (await createImageBitmap(file)).close();
  } catch {
    const [message, remedy] = strings.sdedit.notAnImage(show(file.name));
    changeSdedit({ chosen: null });
    sdeditStore.setState({ failure: { kind: 'BadImage', message, remedy } });
    return;
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  changeSdedit({
    chosen: { image: { bytes, mime: file.type }, name: file.name, url: blobUrl(file) },
  });
}

/** Samples the edits of the chosen image by the base and with the run's LoRA. */
export async function sampleEdits(run: RunSummary): Promise<void> {
  const { chosen, prompt, strength, seeds } = sdeditStore.getState();
  if (chosen === null || prompt.trim() === '') return;
  const samples = Array.from({ length: seeds }, (_, seed) => seed);
  const ofModel = sessionStore.getState().models.find(({ id }) => id === run.modelId);
  const { image } = chosen;
  const reply = await sampling.run(
    { phase: strings.sdedit.drawing, done: 0, total: 2 * seeds },
    (options) =>
      client.request(
        'sample',
        {
          runId: run.id,
          prompts: samples.map(() => prompt.trim()),
          seeds: samples,
          strengths: [0, 1],
          // Only samplers that remember no earlier step can start late; MaskGIT has its own.
          sampler: ofModel?.sampler ? 'ddim' : null,
          // The bytes are handed over to the worker: a copy stays here.
          start: {
            image: 'bytes' in image ? { ...image, bytes: image.bytes.slice() } : image,
            strength,
          },
        },
        options,
      ),
  );
  if (reply === null) return;
  const images = reply.images.map(({ image: made }): PreviewImage => ({
    prompt: made.prompt,
    seed: made.seed,
    url: sampleUrl(made),
    score: made.score,
  }));
  sdeditStore.setState({
    rewardId: reply.rewardId,
    edits: samples.map((_, i) => ({ before: images[i]!, after: images[seeds + i]! })),
  });
}
