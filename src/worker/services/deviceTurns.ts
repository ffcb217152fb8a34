// One sampling, encoding or scoring at a time. Commands run side by side in the worker, and two
// that use the same compiled program would overwrite each other's inputs between a run and its
// reading; so each call of a pipeline or scorer waits for its turn. A long work that calls them in
// pieces (drawing a set, an evaluation) lets others in between its pieces.

import type { ImagePipeline } from '../../paradigms/imagePipeline';
import type { ClipFeatureSource } from '../../rewards';

export class DeviceTurns {
  private last: Promise<unknown> = Promise.resolve();

  /**
   * Does `work` after all that was asked for before. Errors: abort, when `signal` ended while
   * waiting; what `work` throws.
   */
  take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

/** The same pipeline, waiting for its turn at every call. */
export function inTurns(pipeline: ImagePipeline, turns: DeviceTurns): ImagePipeline {
  return {
    executor: pipeline.executor,
    model: pipeline.model,
    encodePrompts: (signal, prompts, progress) =>
      turns.take(signal, () => pipeline.encodePrompts(signal, prompts, progress)),
    encodeImages: (signal, images, progress) =>
      turns.take(signal, () => pipeline.encodeImages(signal, images, progress)),
    sampleEncoded: (signal, request, progress) =>
      turns.take(signal, () => pipeline.sampleEncoded(signal, request, progress)),
    decode: (signal, encoded) => turns.take(signal, () => pipeline.decode(signal, encoded)),
    sample: (signal, request, progress) =>
      turns.take(signal, () => pipeline.sample(signal, request, progress)),
    dispose: () => pipeline.dispose(),
  };
}

/** The same scorer, waiting for its turn at every call. */
export function scorerInTurns(scorer: ClipFeatureSource, turns: DeviceTurns): ClipFeatureSource {
  return {
    hash: scorer.hash,
    embedPrompts: (signal, prompts) =>
      turns.take(signal, () => scorer.embedPrompts(signal, prompts)),
    features: (signal, images, prompts, progress) =>
      turns.take(signal, () => scorer.features(signal, images, prompts, progress)),
  };
}
