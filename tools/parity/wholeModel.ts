// Whole diffusion models opened as the product opens them: folders (fp16 names, shards, BF16), a
// single file under CompVis' names, an SD 2.x-shaped folder; text states, the UNet's prediction,
// the autoencoder, prompts' ids, a sampled picture and image to image, against recordings of each.

import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { samplerConfig } from '../../src/formats/schedulerConfig';
import { openDiffusion, type DiffusionBase } from '../../src/paradigms/diffusion/base';
import {
  buildDecodeGraph,
  buildDenoiseGraph,
  buildEncodeGraph,
  buildTextGraph,
} from '../../src/paradigms/diffusion/graphs';
import { openSingleFile } from '../../src/paradigms/singleFile';
import { firstCall, noised, openSampler } from '../../src/schedules/sampler';
import { modelFolder } from '../cli/modelFolder';
import { nodeFile } from '../cli/nodeRanges';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { compare, floorOf, largest, readJson, Recording } from './recorded';
import type { Comparison } from './report';
import { HALF_TOLERANCE, runOnce, type Suite, type Target } from './suite';
import { timeProjection } from './unet';

/** A model of a case and the recording it belongs to. */
interface Opened {
  readonly label: string;
  readonly model: DiffusionBase;
  readonly io: Recording;
  readonly meta: Json;
}

const isModel = (folder: CaseFolder): boolean => existsSync(folder.at('model_index.json'));
const holdsWeights = (folder: CaseFolder): boolean =>
  folder.folders().some((part) => part.files('.safetensors').length > 0);

/**
 * The recording of a model folder: `io_NAME.safetensors` where there is one, else io.safetensors.
 */
function recordingOf(folder: CaseFolder, name: string): Recording {
  const own = `io_${name}.safetensors`;
  return new Recording(folder.at(existsSync(folder.at(own)) ? own : 'io.safetensors'));
}

/** Every model of a case: folders with weights, and single files with the configs beside them. */
async function openModels(folder: CaseFolder): Promise<Opened[]> {
  const opened: Opened[] = [];
  const meta = folder.meta();
  const configs = folder.folders().find((one) => isModel(one) && !holdsWeights(one));
  for (const file of folder.files('.safetensors')) {
    if (file.startsWith('io') || !configs) continue;
    const { files } = await openSingleFile(await nodeFile(folder.at(file)), {
      configs: modelFolder(configs.path),
    });
    const model = await openDiffusion(file, files);
    opened.push({ label: file, model, io: recordingOf(folder, file), meta });
  }
  for (const one of folder.folders().filter((sub) => isModel(sub) && holdsWeights(sub))) {
    const name = basename(one.path);
    const model = await openDiffusion(name, modelFolder(one.path));
    opened.push({ label: name, model, io: recordingOf(folder, name), meta });
  }
  return opened;
}

/** Deviations by tensor, else of the whole case. */
const floorFor = (meta: Json, name: string): number => {
  const all = meta['max_abs_f32_vs_f64'];
  const found = typeof all === 'object' && all !== null ? (all as Json)[name] : undefined;
  return typeof found === 'number' ? found : floorOf(meta);
};

const widened = (one: Comparison, recorded: Float32Array, target: Target): Comparison =>
  target.half
    ? { ...one, tolerance: Math.max(one.tolerance, HALF_TOLERANCE * largest(recorded)) }
    : one;

async function networkCases(suite: Suite, folder: CaseFolder, one: Opened): Promise<void> {
  const { model, io, meta, label } = one;
  const { weights } = model;
  const held = (name: string, floor: string, values: Float32Array, target: Target): Comparison => {
    const recorded = io.channelsLast(name);
    return widened(compare(name, values, recorded, floorFor(meta, floor)), recorded, target);
  };
  if (io.has('text.input_ids'))
    await suite.run(`${folder.name} ${label} text`, false, async (target) => {
      const [n, tokens] = io.shape('text.input_ids') as [number, number];
      const graph = buildTextGraph(model.textEncoder, n, tokens);
      const ids = io.integers('text.input_ids');
      const { hidden } = await runOnce(target, graph, weights, { ids });
      return [held('text.last_hidden_state', 'text', hidden!, target)];
    });
  if (io.has('unet.sample'))
    await suite.run(`${folder.name} ${label} unet`, false, async (target) => {
      const [batch, , height, width] = io.shape('unet.sample') as [number, number, number, number];
      const contextTokens = io.shape('unet.encoder_hidden_states')[1]!;
      const graph = buildDenoiseGraph({
        unet: model.unet,
        batch,
        height,
        width,
        contextTokens,
        adapters: null,
      });
      const { prediction } = await runOnce(target, graph, weights, {
        sample: io.channelsLast('unet.sample'),
        context: io.floats('unet.encoder_hidden_states'),
        timeProjection: timeProjection(model.unet, io.integers('unet.timestep'), batch),
      });
      return [held('unet.out', 'unet', prediction!, target)];
    });
  if (io.has('vae.image'))
    await suite.run(`${folder.name} ${label} vae`, false, async (target) => {
      const [n, , ...size] = io.shape('vae.image') as [number, number, number, number];
      const { moments } = await runOnce(target, buildEncodeGraph(model.vae, n, size), weights, {
        pixels: io.channelsLast('vae.image'),
      });
      const { mean, logVariance } = split(moments!, model.latentChannels);
      const [m, , ...grid] = io.shape('vae.latent_in') as [number, number, number, number];
      const { images } = await runOnce(target, buildDecodeGraph(model.vae, m, grid), weights, {
        latents: io.channelsLast('vae.latent_in'),
      });
      return [
        held('vae.mean', 'vae_mean', mean, target),
        held('vae.logvar_clamped', 'vae_logvar', logVariance, target),
        held('vae.decoded', 'vae_decoded', images!, target),
      ];
    });
}

/** Means and clamped log-variances of moments [N,h,w,2C]. */
function split(
  moments: Float32Array,
  channels: number,
): { mean: Float32Array; logVariance: Float32Array } {
  const at = (start: number) =>
    moments.filter((_, i) => Math.floor((i % (2 * channels)) / channels) === start);
  return { mean: at(0), logVariance: at(1).map((x) => Math.min(20, Math.max(-30, x))) };
}

interface Prompt {
  readonly text: string;
  /** Cut at 77. */
  readonly ids_unpadded: number[];
  readonly ids_77: number[];
  readonly untruncated_length: number;
}

/** Ids of prompts.json against the folder's own tokenizer. */
function promptCases(suite: Suite, folder: CaseFolder, { model, label }: Opened): void {
  const path = folder.at('prompts.json');
  if (!existsSync(path)) return;
  const prompts = readJson(path) as Prompt[];
  suite.host(`${folder.name} ${label} prompts`, () =>
    prompts.flatMap(({ text, ids_unpadded, ids_77, untruncated_length }) => [
      {
        ...compare(text.slice(0, 20), model.tokenizer.encodePadded(text), ids_77, 0),
        tolerance: 0,
      },
      ...(untruncated_length === ids_unpadded.length
        ? [{ ...compare('unpadded', model.tokenizer.encode(text), ids_unpadded, 0), tolerance: 0 }]
        : []),
    ]),
  );
}

interface Trajectory {
  readonly sampler: 'ddim' | 'euler' | null;
  readonly steps: number;
  readonly first: number;
  readonly guidance: number;
  readonly start: (open: ReturnType<typeof openSampler>) => Float32Array;
  readonly shape: readonly number[];
  readonly prompt: Float32Array;
  readonly negative: Float32Array;
  readonly contextTokens: number;
}

/** Latents after each call [h,w,C], and the decoded image in 0…1. */
async function trajectory(
  target: Target,
  model: DiffusionBase,
  run: Trajectory,
): Promise<{ latents: Float32Array[]; image: Float32Array }> {
  const [, , height, width] = run.shape as [number, number, number, number];
  const config = samplerConfig(model.schedulerFile, run.sampler);
  const sampler = openSampler(config, run.steps, { first: run.first });
  const guided = run.guidance > 1;
  const batch = guided ? 2 : 1;
  const graph = buildDenoiseGraph({
    unet: model.unet,
    batch,
    height,
    width,
    contextTokens: run.contextTokens,
    adapters: null,
  });
  const program = await target.executor.compile(graph, { weights: model.weights });
  const latents: Float32Array[] = [];
  let now: Float32Array = run.start(sampler);
  try {
    for (let call = run.first; call < sampler.timesteps.length; call++) {
      const scaled = now.map((value) => value * sampler.inputScale(call));
      const { prediction } = await program.run({
        sample: Float32Array.from(guided ? [...scaled, ...scaled] : scaled),
        timeProjection: timeProjection(
          model.unet,
          Array.from({ length: batch }, () => sampler.timesteps[call]!),
          batch,
        ),
        context: Float32Array.from(guided ? [...run.negative, ...run.prompt] : run.prompt),
      });
      const answer = guided
        ? now.map((_, i) => {
            const base = prediction![i]!;
            return base + run.guidance * (prediction![now.length + i]! - base);
          })
        : prediction!.slice();
      now = sampler.step(answer, now, null);
      latents.push(now.slice());
    }
  } finally {
    program.dispose();
  }
  const { images } = await runOnce(
    target,
    buildDecodeGraph(model.vae, 1, [height, width]),
    model.weights,
    {
      latents: now.map((value) => value / model.vae.scaling_factor),
    },
  );
  return { latents, image: images!.map((x) => Math.min(1, Math.max(0, x / 2 + 0.5))) };
}

/** Compares a recorded trajectory [steps,N,C,h,w] and its image. */
function trajectoryComparisons(
  io: Recording,
  prefix: string,
  made: { latents: Float32Array[]; image: Float32Array },
  floors: Json,
): Comparison[] {
  const name = `${prefix}step_latents`;
  const [steps, n, c, h, w] = io.shape(name) as [number, number, number, number, number];
  const all = io.floats(name);
  const each = all.length / steps;
  const stepFloors = (floors['step_latents'] ?? floors['picture_step_latents'] ?? []) as number[];
  const imageFloor = Number(floors['image'] ?? floors['picture_image'] ?? 0);
  const channelsLast = (data: Float32Array): Float32Array => {
    const out = new Float32Array(data.length);
    for (let sample = 0; sample < n; sample++)
      for (let channel = 0; channel < c; channel++)
        for (let p = 0; p < h * w; p++)
          out[(sample * h * w + p) * c + channel] = data[(sample * c + channel) * h * w + p]!;
    return out;
  };
  return [
    ...made.latents.map((latents, step) =>
      compare(
        `latents ${step}`,
        latents,
        channelsLast(all.slice(step * each, (step + 1) * each)),
        stepFloors[step] ?? 0,
      ),
    ),
    compare('image', made.image, io.channelsLast(`${prefix}image_chw_0_1`), imageFloor),
  ];
}

async function pictureCase(suite: Suite, folder: CaseFolder, one: Opened): Promise<void> {
  const { io, meta, model } = one;
  if (!io.has('picture.latents')) return;
  const picture = objectOf(meta['picture'], `picture of ${folder.name}`);
  await suite.run(`${folder.name} ${one.label} picture`, false, async (target) => {
    const made = await trajectory(target, model, {
      sampler: null,
      steps: Number(picture['steps']),
      first: 0,
      guidance: Number(picture['guidance_scale']),
      start: (sampler) => io.channelsLast('picture.latents').map((x) => x * sampler.initNoiseSigma),
      shape: io.shape('picture.latents'),
      prompt: io.floats('picture.prompt_embeds'),
      negative: io.floats('picture.negative_prompt_embeds'),
      contextTokens: io.shape('picture.prompt_embeds')[1]!,
    });
    const floors = objectOf(meta['max_abs_f32_vs_f64'], 'floors');
    return trajectoryComparisons(io, 'picture.', made, floors);
  });
}

/** single_file, folder_variants, sd2_like: a case is a folder of models and their recordings. */
export async function wholeModelCases(suite: Suite, folder: CaseFolder): Promise<void> {
  for (const one of await openModels(folder)) {
    promptCases(suite, folder, one);
    await networkCases(suite, folder, one);
    await pictureCase(suite, folder, one);
  }
}

/** Image to image from a given image: encoded, noised to a strength, denoised, decoded. */
export async function strengthCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const meta = folder.meta();
  const base = folder.base(meta['base'], 'model');
  const model = await openDiffusion(folder.name, modelFolder(base.path));
  const io = new Recording(folder.at('io.safetensors'));
  const encoded = io.channelsLast('encoded');
  const noise = io.channelsLast('noise');
  await suite.run(`${folder.name} encoded`, false, async (target) => {
    const [, , ...size] = io.shape('image_chw_0_1') as [number, number, number, number];
    const { moments } = await runOnce(target, buildEncodeGraph(model.vae, 1, size), model.weights, {
      pixels: io.channelsLast('image_chw_0_1').map((x) => 2 * x - 1),
    });
    const { mean, logVariance } = split(moments!, model.latentChannels);
    const drawn = io.channelsLast('encoder_noise');
    const made = mean.map(
      (m, i) => (m + Math.exp(0.5 * logVariance[i]!) * drawn[i]!) * model.vae.scaling_factor,
    );
    return [compare('encoded', made, encoded, floorOf(meta))];
  });
  for (const [name, value] of Object.entries(objectOf(meta['runs'], 'runs'))) {
    const run = objectOf(value, name);
    const steps = Number(run['steps']);
    const first = firstCall(steps, Number(run['strength']));
    const sampler = String(run['scheduler']).startsWith('Euler') ? 'euler' : 'ddim';
    const config = samplerConfig(model.schedulerFile, sampler);
    await suite.run(`${folder.name} ${name}`, false, async (target) => {
      let start = new Float32Array();
      const made = await trajectory(target, model, {
        sampler,
        steps,
        first,
        guidance: Number(run['guidance_scale']),
        start: (open) => (start = noised(config, open, first, encoded, noise).slice()),
        shape: io.shape('encoded'),
        prompt: io.floats('prompt_embeds'),
        negative: io.floats('negative_prompt_embeds'),
        contextTokens: io.shape('prompt_embeds')[1]!,
      });
      const floors = objectOf(run['max_abs_f32_vs_f64'], 'floors');
      return [
        compare('start', start, io.channelsLast(`${name}.start`), Number(floors['start'] ?? 0)),
        ...trajectoryComparisons(io, `${name}.`, made, floors),
      ];
    });
  }
}
