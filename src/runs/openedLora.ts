// A LoRA from elsewhere as adapters of a base: the file read against the base's layers, and a
// checkpoint that holds it, so that a run can begin with it, be held against it, and be compared
// with it. Its ranks may differ from layer to layer: all layers get the largest. The further rows
// of A are drawn as those of a fresh adapter and the further columns of B are zero, so B·A is the
// file's own, and training can use the whole rank.

import type { OpenedLora } from '../domain/openedLora';
import { StudioError } from '../errors';
import { LORA_KEY } from '../formats/checkpointKind';
import { readLora, type LoraSet } from '../formats/loraFile';
import type { ModuleNames } from '../formats/loraKeys';
import { peftAlpha } from '../formats/peftConfig';
import { parseSafetensors, type SafetensorsFile } from '../formats/safetensors';
import { initialAdapters, matchesTarget, type AdapterPlan } from '../models/lora';
import { paradigmFacts } from '../paradigms/facts';
import { paradigmOf } from '../paradigms/list';
import type { BaseModel } from '../paradigms/paradigm';
import { DEFAULT_TARGETS } from '../settings/groups';
import { NUMBER_SETTINGS } from '../settings/numberSettings';
import { defaultRunSettings, withChange, type RunSettings } from '../settings/runSettings';
import { runErrors } from '../strings/errors/runs';
import type { Checkpoint } from './checkpoint';
import { adaptersOfLora } from './exportLora';
import { adapterPlanOf } from './adapterPlan';
import { checkpointLayout } from './checkpointAdapters';

/** A LoRA file, and adapter_config.json where it lies beside it. */
export interface LoraFile {
  readonly fileName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Parsed JSON; null where there is none. */
  readonly config: unknown;
}

/** A LoRA that fits a base. */
export interface FittedLora {
  readonly facts: OpenedLora;
  /** Settings of a run with these adapters; all others have their defaults. */
  readonly settings: RunSettings;
  readonly plan: AdapterPlan;
  /** Laid out by `plan`. */
  readonly adapters: Float32Array;
}

/** An opened LoRA counts as a run of one step, so that its checkpoint is not the base's. */
export const OPENED_STEP = 1;

const ATTENTION = ['q_proj', 'k_proj', 'v_proj', 'out_proj'];

/** Layers that a LoRA file may name. */
function layerNames(model: BaseModel): ModuleNames {
  const blocks = Array.from(
    { length: model.textEncoder.num_hidden_layers },
    (_, i) => `text_model.encoder.layers.${i}`,
  );
  return {
    [paradigmFacts(model.paradigm).denoiser]: paradigmOf(model)
      .modules(model)
      .map(({ module }) => module),
    text_encoder: blocks.flatMap((block) => [
      ...ATTENTION.map((name) => `${block}.self_attn.${name}`),
      `${block}.mlp.fc1`,
      `${block}.mlp.fc2`,
    ]),
  };
}

/** Errors: Unsupported where a matrix belongs to a convolution wider than one pixel. */
function refuseConvolutions({ tensors }: SafetensorsFile): void {
  for (const [name, { shape }] of tensors) {
    const [, , height = 1, width = 1] = shape;
    if (height === 1 && width === 1) continue;
    const said = runErrors.lora.convolution(height, width, name);
    throw new StudioError('Unsupported', ...said);
  }
}

function namesOf(keys: readonly string[]): OpenedLora['names'] {
  if (keys.some((key) => /^lora_(unet|te\d?|transformer)_/.test(key))) return 'kohya';
  const isPlain = keys.some((key) => /^(unet|transformer|text_encoder)\./.test(key));
  return isPlain ? 'diffusers' : 'PEFT';
}

/** The shortest names that match the adapted layers and no others. */
function targetsOf(
  modules: readonly string[],
  adapted: ReadonlySet<string>,
  known: readonly string[],
): string[] {
  const matchesOthers = (target: string): boolean =>
    modules.some((module) => matchesTarget(module, target) && !adapted.has(module));
  const usable = known.filter((target) => !matchesOthers(target));
  const found = new Set<string>();
  for (const module of adapted) {
    const short = usable.find((target) => matchesTarget(module, target));
    found.add(short ?? module);
  }
  return [...found];
}

/** Errors: BadLora where a layer has another size in the base. */
function checkSizes(set: LoraSet, model: BaseModel): void {
  const layers = new Map(
    paradigmOf(model)
      .modules(model)
      .map((layer) => [layer.module, layer]),
  );
  for (const [name, { component, inFeatures, outFeatures }] of set.modules) {
    const layer = component === 'text_encoder' ? null : layers.get(name);
    if (!layer || (layer.in === inFeatures && layer.out === outFeatures)) continue;
    const { otherSize } = runErrors.lora;
    const said = otherSize(name, [inFeatures, outFeatures], [layer.in, layer.out]);
    throw new StudioError('BadLora', ...said);
  }
}

/**
 * Reads a LoRA file for a base. Cost: its matrices in 32 bits. Errors: BadSafetensors; BadLora
 * where it is damaged or made for another base; Unsupported for other kinds of adapter, and for a
 * rank above the largest.
 */
export function fitLora(model: BaseModel, { fileName, bytes, config }: LoraFile): FittedLora {
  const file = parseSafetensors(bytes);
  const keys = [...file.tensors.keys()];
  refuseConvolutions(file);
  const whole = readLora(bytes, layerNames(model), {
    ...(config !== null && { alpha: peftAlpha(config) }),
  });
  checkSizes(whole, model);
  const { denoiser, moreTargets } = paradigmFacts(model.paradigm);
  const modules = new Map([...whole.modules].filter(([, one]) => one.component === denoiser));
  if (modules.size === 0)
    throw new StudioError('BadLora', ...runErrors.lora.textOnly(whole.modules.size, denoiser));
  const ranks = [...modules.values()].map(({ rank }) => rank);
  const rank = Math.max(...ranks);
  const { max } = NUMBER_SETTINGS.find(({ key }) => key === 'rank')!;
  if (rank > max) throw new StudioError('Unsupported', ...runErrors.lora.rank(rank, max));
  const targets = targetsOf(
    paradigmOf(model)
      .modules(model)
      .map(({ module }) => module),
    new Set(modules.keys()),
    [...DEFAULT_TARGETS, ...moreTargets],
  );
  const settings = withChange(defaultRunSettings(undefined, model.paradigm), {
    adapter: { rank, targets, loraScale: 1 },
    schedule: { steps: OPENED_STEP },
    sampling: { previewEvery: 0 },
  });
  const plan = adapterPlanOf(model, settings.adapter);
  return {
    facts: {
      fileName,
      names: namesOf(keys),
      layers: modules.size,
      ranks: [Math.min(...ranks), rank],
      dtype: [...file.tensors.values()].find(({ name }) => LORA_KEY.test(name))?.dtype ?? 'F32',
      textLayers: whole.modules.size - modules.size,
      alphaKnown:
        config !== null ||
        keys.some((key) => key.endsWith('.alpha')) ||
        file.metadata['lora_adapter_metadata'] !== undefined,
    },
    settings,
    plan,
    adapters: adaptersOfLora(
      plan,
      { ...whole, modules },
      initialAdapters(plan, settings.training.seed),
    ),
  };
}

/** The checkpoint of an opened LoRA. It has no moments: no run goes on from it as itself. */
export function loraCheckpoint(
  model: BaseModel,
  runId: string,
  { settings, plan, adapters }: FittedLora,
): Checkpoint {
  return {
    version: 1,
    runId,
    step: OPENED_STEP,
    rank: plan.rank,
    alpha: plan.rank,
    adapters,
    m: new Float32Array(0),
    v: new Float32Array(0),
    ema: null,
    reference: null,
    source: {},
    layout: checkpointLayout(plan),
    settings,
    changes: [],
    baseHash: model.hash,
    randomCounters: { seed: settings.training.seed, nextStep: OPENED_STEP },
    executor: 'none',
    createdAt: Date.now(),
  };
}
