// Drift as likelihood: how much less likely the base's own pictures have become under a model, and
// how much less likely a model's pictures are under the base. Both
// are asked the same question about the same pictures, at fixed timesteps and noises (diffusion) or
// fixed masks (MaskGIT), spread evenly over the schedule. The answer is the pictures' mean
// surprise: for diffusion the mean squared error m of the prediction, −log π up to a constant and
// the factor 1/T that training puts before it (losses.md 1.0); for MaskGIT minus the mean
// log-probability of the masked tokens, nats. Its rise from the base to the model on the base's
// pictures estimates KL(π_ref ‖ π_θ); its rise from the model to the base on the model's pictures
// KL(π_θ ‖ π_ref). For diffusion both are times T.

import type { Program, Workspace } from '../executors/executor';
import { timestepEmbedding } from '../models/timestepEmbedding';
import type { DiffusionBase } from '../paradigms/diffusion/diffusionBase';
import {
  scaleAdapters,
  type EncodedImage,
  type ImagePipeline,
  type ImageTokens,
  type LatentMoments,
  type SamplingAdapters,
  type TextConditioning,
} from '../paradigms/imagePipeline';
import type { MaskgitBase } from '../paradigms/maskgit/maskgitBase';
import { normals, STREAMS, uniforms } from '../random/philox';
import { maskedTokens, trainingMask } from '../schedules/amused';
import { textInputs } from '../paradigms/maskgit/maskgitInputs';
import { buildTokenLogitsGraph } from '../paradigms/maskgit/maskgitTrainGraph';
import { buildDenoiseGraph } from '../paradigms/diffusion/trainGraph';
import { mean } from '../statistics/moments';

/** Timesteps or masks a picture. */
const DRAWS = 8;
/** Questions answered by one run of the network. */
const BATCH = 8;
/** Flat state of the adapters that are asked, apart from the sampler's. */
const STATE = 'probe';

/** One question: a picture and which of the draws. */
interface Question {
  readonly encoded: EncodedImage;
  readonly text: TextConditioning;
  readonly picture: number;
  readonly draw: number;
}

/** Network inputs for questions, and the surprise each answer tells. */
interface Paradigm {
  readonly output: string;
  inputs(questions: readonly Question[]): Record<string, Float32Array | Int32Array>;
  /** `answer` is question `at`'s part of the output. */
  surprise(question: Question, answer: Float32Array): number;
}

/** Place of a draw in the schedule, the middle of its eighth of 0…1. */
const placeOf = (draw: number): number => (draw + 0.5) / DRAWS;

function diffusion(model: DiffusionBase): Paradigm {
  const length = model.latentSize ** 2 * model.latentChannels;
  const timestepOf = ({ draw }: Question): number =>
    Math.floor(placeOf(draw) * model.schedule.numTrainTimesteps);
  const noiseOf = ({ picture, draw }: Question): Float32Array =>
    normals(0, { stream: STREAMS.probe, step: draw, item: picture }, length);
  const mixed = (question: Question, [a, b]: readonly [number, number]): Float32Array => {
    const { mean: latent } = question.encoded as LatentMoments;
    const noise = noiseOf(question);
    return latent.map((value, i) => a * model.vae.scaling_factor * value + b * noise[i]!);
  };
  return {
    output: 'prediction',
    inputs(questions) {
      const sample = new Float32Array(BATCH * length);
      const width = questions[0]!.text.hidden.length;
      const context = new Float32Array(BATCH * width);
      questions.forEach((question, i) => {
        sample.set(
          mixed(question, model.schedule.addNoiseCoefficients(timestepOf(question))),
          i * length,
        );
        context.set(question.text.hidden, i * width);
      });
      const timesteps = Array.from({ length: BATCH }, (_, i) =>
        questions[i] === undefined ? 0 : timestepOf(questions[i]),
      );
      return {
        sample,
        context,
        timeProjection: timestepEmbedding(
          timesteps,
          model.unet.block_out_channels[0]!,
          model.unet.flip_sin_to_cos,
          model.unet.freq_shift,
        ),
      };
    },
    surprise(question, answer) {
      const target =
        model.scheduler.prediction_type === 'v_prediction'
          ? mixed(question, model.schedule.velocityCoefficients(timestepOf(question)))
          : noiseOf(question);
      return mean(Array.from(answer, (value, i) => (value - target[i]!) ** 2));
    },
  };
}

function maskgit(model: MaskgitBase): Paradigm {
  const length = model.latentSize ** 2;
  const maskOf = ({ picture, draw }: Question): Float32Array =>
    trainingMask(
      placeOf(draw),
      uniforms(0, { stream: STREAMS.probe, step: draw, item: picture }, length),
    );
  return {
    output: 'logits',
    inputs(questions) {
      const all = Array.from({ length: BATCH }, (_, i) => questions[i] ?? questions[0]!);
      const ids = new Int32Array(BATCH * length);
      all.forEach((question, i) =>
        ids.set(
          maskedTokens(
            (question.encoded as ImageTokens).tokens,
            maskOf(question),
            model.scheduler.mask_token_id,
          ),
          i * length,
        ),
      );
      return {
        ids,
        ...textInputs(
          model,
          all.map(({ text }) => text),
        ),
      };
    },
    surprise(question, answer) {
      const { tokens } = question.encoded as ImageTokens;
      const words = answer.length / length;
      const mask = maskOf(question);
      const masked = [...mask.keys()].filter((position) => mask[position] === 1);
      return mean(
        masked.map((position) => {
          const logits = answer.subarray(position * words, (position + 1) * words);
          const most = logits.reduce((a, b) => Math.max(a, b));
          return (
            most +
            Math.log(logits.reduce((sum, value) => sum + Math.exp(value - most), 0)) -
            logits[tokens[position]!]!
          );
        }),
      );
    },
  };
}

/**
 * The pictures that are asked about. `encoded[i]` was drawn for `prompts[i]` (ImagePipeline.draw).
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
  private readonly programs = new Map<string, Promise<Program>>();
  private readonly paradigm: Paradigm;
  private readonly workspace: Workspace;
  private base: Promise<number> | null = null;

  constructor(
    private readonly pipeline: ImagePipeline,
    private readonly probe: Probe,
  ) {
    const { model } = pipeline;
    this.workspace = pipeline.executor.openWorkspace('scoring');
    this.paradigm = model.paradigm === 'diffusion' ? diffusion(model) : maskgit(model);
  }

  private program(adapters: SamplingAdapters | null): Promise<Program> {
    const { model } = this.pipeline;
    const key = adapters?.plan.key ?? '';
    const binding = adapters ? { state: STATE, plan: adapters.plan } : null;
    let program = this.programs.get(key);
    if (!program) {
      program = this.workspace.compile(
        model.paradigm === 'diffusion'
          ? buildDenoiseGraph({
              unet: model.unet,
              batch: BATCH,
              height: model.latentSize,
              width: model.latentSize,
              contextTokens: model.contextTokens,
              adapters: binding,
            })
          : buildTokenLogitsGraph({
              uvit: model.transformer,
              batch: BATCH,
              contextTokens: model.contextTokens,
              adapters: binding,
            }),
        { weights: model.weights },
      );
      this.programs.set(key, program);
    }
    return program;
  }

  /**
   * Mean surprise of a probe's pictures (the base's unless given) under the base with `adapters`.
   * Errors: abort; StudioError from the executor.
   */
  async surprise(
    signal: AbortSignal,
    adapters: SamplingAdapters | null,
    { encoded, prompts }: Probe = this.probe,
  ): Promise<number> {
    const texts = await this.pipeline.encodePrompts(signal, prompts);
    const questions = encoded.flatMap((one, picture) =>
      Array.from({ length: DRAWS }, (_, draw): Question => ({
        encoded: one,
        text: texts.get(prompts[picture]!)!,
        picture,
        draw,
      })),
    );
    if (adapters)
      this.workspace.writeState(
        STATE,
        adapters.plan.length,
        scaleAdapters(adapters.plan, adapters.flat, adapters.strength),
      );
    const program = await this.program(adapters);
    let sum = 0;
    for (let start = 0; start < questions.length; start += BATCH) {
      signal.throwIfAborted();
      const part = questions.slice(start, start + BATCH);
      const answer = (await program.run(this.paradigm.inputs(part), {}, [this.paradigm.output]))[
        this.paradigm.output
      ]!;
      const each = answer.length / BATCH;
      part.forEach((question, i) => {
        sum += this.paradigm.surprise(question, answer.subarray(i * each, (i + 1) * each));
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
   * Mean of log π_θ − log π_ref over pictures that the model with `adapters` drew itself
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
    for (const program of this.programs.values()) (await program).dispose();
    this.programs.clear();
    this.workspace.dispose();
  }
}
