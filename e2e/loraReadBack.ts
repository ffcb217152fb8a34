// An exported LoRA as another program finds it: its keys and metadata, the naming of the golden
// files, and what it does to the images when it is loaded into the base model again, here in Node
// on another executor than the page's.

import { readFileSync } from 'node:fs';
import { createTfjsExecutor } from '../src/executors/tfjs/tfjsExecutor';
import { readLora } from '../src/formats/loraFile';
import { toRgb } from '../src/formats/png';
import { parseSafetensors, type SafetensorsFile } from '../src/formats/safetensors';
import { loadBaseModel, type BaseModel } from '../src/paradigms/baseModel';
import { paradigmFacts } from '../src/paradigms/facts';
import { openPipeline } from '../src/paradigms/openPipeline';
import { adaptersOfLora } from '../src/runs/exportLora';
import { adapterPlanOf } from '../src/runs/adapterPlan';
import { modelFolder } from '../tools/cli/modelFolder';

/** The bundled model of this id, as the page serves it. */
export function bundledModel(id: string): Promise<BaseModel> {
  return loadBaseModel(id, modelFolder(`public/models/${id}`));
}

/** A key with its layer's own numbers taken out, so that files of two models can be compared. */
function pattern(key: string): string {
  return key.replaceAll(
    /(down_blocks|up_blocks|attentions|transformer_blocks|resnets)([._])\d+/gu,
    '$1$2#',
  );
}

/**
 * Key patterns of a golden file made by diffusers or kohya's own converter, with the number of
 * dimensions of each.
 */
export function goldenPatterns(
  file: 'pytorch_lora_weights' | 'kohya_official_converter',
): Set<string> {
  return patternsOf(
    parseSafetensors(readFileSync(`fixtures/lora/unet_a_r4_alpha4/${file}.safetensors`)),
  );
}

/** Key patterns of a file, each with its number of dimensions. */
export function patternsOf(file: SafetensorsFile): Set<string> {
  return new Set([...file.tensors].map(([key, view]) => `${pattern(key)} [${view.shape.length}]`));
}

/** Every key a LoRA of this diffusion model must have, in both formats. */
export function expectedKeys(
  model: BaseModel,
  targets: string[],
  rank: number,
): { diffusers: string[]; kohya: string[] } {
  const modules = adapterPlanOf(model, { targets, rank }).entries.map((entry) => entry.module);
  const diffusers = modules.flatMap((module) =>
    ['down', 'up'].map((part) => `unet.${module}.lora.${part}.weight`),
  );
  const kohya = modules.flatMap((module) =>
    ['lora_down.weight', 'lora_up.weight', 'alpha'].map(
      (part) => `lora_unet_${module.replaceAll('.', '_')}.${part}`,
    ),
  );
  return { diffusers: diffusers.sort(), kohya: kohya.sort() };
}

export interface Question {
  readonly prompts: readonly string[];
  readonly seeds: readonly number[];
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  readonly targets: string[];
  readonly rank: number;
}

/**
 * Images of the base model and of the base model with the LoRA file, 0…255 RGB each, drawn on
 * wasm in Node.
 */
export async function sampleWithLora(
  model: BaseModel,
  file: Uint8Array,
  question: Question,
): Promise<{ base: Uint8ClampedArray[]; after: Uint8ClampedArray[] }> {
  const executor = await createTfjsExecutor('wasm');
  const pipeline = openPipeline(executor, model);
  const plan = adapterPlanOf(model, question);
  const flat = adaptersOfLora(
    plan,
    readLora(file, {
      [paradigmFacts(model.paradigm).denoiser]: plan.entries.map((entry) => entry.module),
    }),
  );
  const draw = async (
    adapters: { plan: typeof plan; flat: Float32Array; strength: number } | null,
  ): Promise<Uint8ClampedArray[]> => {
    const images = await pipeline.sample(new AbortController().signal, { ...question, adapters });
    return images.map((image) => toRgb(image, 0, ...model.imageSize));
  };
  const images = { base: await draw(null), after: await draw({ plan, flat, strength: 1 }) };
  await pipeline.dispose();
  return images;
}

/** Largest difference of two images in levels. */
export function largestDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length)
    throw new Error(`images of ${one.length} and ${other.length} numbers`);
  let largest = 0;
  for (let i = 0; i < one.length; i++) largest = Math.max(largest, Math.abs(one[i]! - other[i]!));
  return largest;
}
