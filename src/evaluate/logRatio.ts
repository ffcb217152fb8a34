// Drift as likelihood: how much less likely the base's own images have become under a model, and
// how much less likely a model's images are under the base. Both are asked the same questions
// about the same images, at fixed timesteps and noises or fixed masks, spread evenly over the
// schedule; what is asked, and what the answer says, is the paradigm's (LikelihoodProbe). The
// answer is the images' mean surprise, −log π up to a constant. Its rise from the base to the
// model on the base's images estimates KL(π_ref ‖ π_θ); its rise from the model to the base on
// the model's images KL(π_θ ‖ π_ref). For diffusion both are times T.

import type { Program, Workspace } from '../executors/executor';
import { ProgramCache } from '../executors/programCache';
import type { ImagePipeline, SamplingAdapters } from '../paradigms/imagePipeline';
import { paradigmOf } from '../paradigms/list';
import { scaleAdapters } from '../paradigms/placedAdapters';
import type { EncodedImage, LikelihoodProbe, ProbeQuestion } from '../paradigms/paradigm';

/** Timesteps or masks per image. */
const DRAWS = 8;
/** Questions answered by one run of the network. */
const BATCH = 8;
/** Flat state of the adapters that are asked, apart from the sampler's. */
const STATE = 'probe';

/**
 * The images that are asked about. `encoded[i]` was sampled for `prompts[i]` (sampleEncoded).
 */
export interface Probe {
  readonly encoded: readonly EncodedImage[];
  readonly prompts: readonly string[];
}

/**
 * Asks models of one base about one probe; programs are compiled once an adapter layout. The caller
 * disposes it.
 */
export class LogRatioProbe {
  private readonly programs = new ProgramCache();
  private readonly likelihood: LikelihoodProbe;
  private readonly workspace: Workspace;
  private base: Promise<number> | null = null;

  constructor(
    private readonly pipeline: ImagePipeline,
    private readonly probe: Probe,
  ) {
    this.workspace = pipeline.executor.openWorkspace('scoring');
    this.likelihood = paradigmOf(pipeline.model).probe(pipeline.model);
  }

  private program(adapters: SamplingAdapters | null): Promise<Program> {
    const { model } = this.pipeline;
    return this.programs.get(adapters?.plan.key ?? '', () =>
      this.workspace.compile(
        paradigmOf(model).denoiseGraph(
          model,
          BATCH,
          adapters && { state: STATE, plan: adapters.plan },
        ),
        { weights: model.weights },
      ),
    );
  }

  /**
   * Mean surprise of a probe's images (the base's unless given) under the base with `adapters`.
   * Errors: abort; StudioError from the executor.
   */
  async surprise(
    signal: AbortSignal,
    adapters: SamplingAdapters | null,
    { encoded, prompts }: Probe = this.probe,
  ): Promise<number> {
    const texts = await this.pipeline.encodePrompts(signal, prompts);
    const questions = encoded.flatMap((one, image) =>
      Array.from({ length: DRAWS }, (_, draw): ProbeQuestion => ({
        encoded: one,
        text: texts.get(prompts[image]!)!,
        image,
        draw,
        // The middle of its eighth of the schedule.
        place: (draw + 0.5) / DRAWS,
      })),
    );
    if (adapters) this.workspace.writeState(STATE, adapters.plan.length, scaleAdapters(adapters));
    const program = await this.program(adapters);
    let sum = 0;
    for (let start = 0; start < questions.length; start += BATCH) {
      signal.throwIfAborted();
      const part = questions.slice(start, start + BATCH);
      const { prediction } = await program.run(this.likelihood.inputs(part, BATCH), {}, [
        'prediction',
      ]);
      const each = prediction!.length / BATCH;
      part.forEach((question, i) => {
        sum += this.likelihood.surprise(question, prediction!.subarray(i * each, (i + 1) * each));
      });
    }
    return sum / questions.length;
  }

  /**
   * Mean of log π_ref − log π_θ over the probe (diffusion: times T). 0 for an unchanged model.
   * Errors: as surprise.
   */
  async logRatio(signal: AbortSignal, adapters: SamplingAdapters): Promise<number> {
    this.base ??= this.surprise(signal, null);
    try {
      return (await this.surprise(signal, adapters)) - (await this.base);
    } catch (error) {
      this.base = null;
      throw error;
    }
  }

  /**
   * Mean of log π_θ − log π_ref over images that the model with `adapters` sampled itself
   * (diffusion: times T). Errors: as surprise.
   */
  async reverseLogRatio(
    signal: AbortSignal,
    adapters: SamplingAdapters,
    own: Probe,
  ): Promise<number> {
    return (await this.surprise(signal, null, own)) - (await this.surprise(signal, adapters, own));
  }

  async dispose(): Promise<void> {
    await this.programs.dispose();
    this.workspace.dispose();
  }
}
