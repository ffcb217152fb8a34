// LoRA files on their base: every file of the folder is read (diffusers, PEFT, kohya), and must give the recorded outputs with the
// adapters on, off and scaled, with or without a text encoder of its own; and the adapters' derivatives of mean((out − target)²).

import { readFileSync } from 'node:fs';
import { GraphBuilder, type Graph } from '../../src/graph/graph';
import { parseClipTextConfig, parseUNet2DConditionConfig, type ClipTextConfig, type UNet2DConditionConfig } from '../../src/formats/modelConfig';
import { readLora, type LoraSet } from '../../src/formats/loraFile';
import { loraKeyReader, type LoraComponent, type ModuleNames } from '../../src/formats/loraKeys';
import { clipTextModel } from '../../src/models/clipTextModel';
import { Layers, type AdapterBinding, type LinearModule } from '../../src/models/layers';
import { listModules, planAdapters, type AdapterPlan } from '../../src/models/lora';
import { adaptersOfLora } from '../../src/train/exportLora';
import { buildDenoiseGraph } from '../../src/train/trainGraph';
import { objectOf, openWeights, type CaseFolder, type Weights } from './caseFolder';
import { CLIP_TEXT_TENSOR } from './clipText';
import { compare, floorOf, Recording } from './recorded';
import type { Comparison } from './report';
import { HALF_TOLERANCE, relaxed, runOnce, type Suite, type Target } from './suite';
import { lossGraph, timeProjection, UNET_TENSOR, unetSize } from './unet';

/** Flat states of the two networks' adapters. */
const STATE = { unet: 'parity.unet', text_encoder: 'parity.text' } as const;

interface Model<C> {
  readonly config: C;
  readonly weights: Weights;
  readonly modules: readonly LinearModule[];
}

function textGraph(config: ClipTextConfig, batch: number, tokens: number, adapters: AdapterBinding | null): { graph: Graph; modules: readonly LinearModule[] } {
  const builder = new GraphBuilder();
  const layers = new Layers(builder, { model: 'text_encoder', adapters });
  builder.output('hidden', clipTextModel(layers, config, { ids: builder.input('ids', [batch, tokens], 'i32'), pooling: null }).lastHiddenState);
  return { graph: builder.build(), modules: layers.modules };
}

function openModel<C>(folder: CaseFolder, tensor: string, parse: (json: unknown) => C, modules: (config: C) => readonly LinearModule[]): Model<C> {
  const path = folder.weightFile(tensor);
  if (path === null) throw new Error(`${folder.name} has no weights`);
  const config = parse(folder.config(tensor));
  return { config, weights: openWeights(path), modules: modules(config) };
}

/** Plan and flat numbers of one network's part of a set; null where it has none. */
function partOf(set: LoraSet, component: LoraComponent, modules: readonly LinearModule[]): { plan: AdapterPlan; flat: Float32Array } | null {
  const own = new Map([...set.modules].filter(([, module]) => module.component === component));
  if (own.size === 0) return null;
  const plan = planAdapters(modules.filter(({ module }) => own.has(module)), [...own.keys()], set.rank);
  return { plan, flat: adaptersOfLora(plan, { ...set, modules: own }) };
}

/** Files that are LoRA files for these modules: all their tensors are adapter tensors, and they are not recordings of gradients. */
function loraFiles(folder: CaseFolder, names: ModuleNames): string[] {
  const reader = loraKeyReader(names);
  const isAdapter = (name: string): boolean => {
    try {
      reader.read(name);
      return true;
    } catch {
      return false;
    }
  };
  return folder.files('.safetensors').filter((file) => !/grad/i.test(file) && new Recording(folder.at(file)).names.every(isAdapter));
}

/** Reads a file. One that carries no alpha means the alpha recorded in meta.json, unless alpha/rank is folded into its B already,
 *  which another file of the folder tells: the same A, and a B that is alpha/rank times smaller. */
function readSet(folder: CaseFolder, file: string, siblings: readonly string[], names: ModuleNames): LoraSet {
  const bytes = readFileSync(folder.at(file));
  const plain = readLora(bytes, names);
  const recorded = folder.meta()['lora_alpha'];
  const [name, module] = [...plain.modules][0]!;
  if (typeof recorded !== 'number' || recorded === module.rank || carriesAlpha(folder, file)) return plain;
  const ratio = recorded / module.rank;
  const folded = siblings.some((sibling) => {
    const other = sibling === file ? undefined : readLora(readFileSync(folder.at(sibling)), names).modules.get(name);
    return other !== undefined && other.up.length === module.up.length && other.down.every((value, i) => value === module.down[i])
      && other.up.every((value, i) => Math.abs(value * ratio - module.up[i]!) <= 1e-6 * Math.abs(module.up[i]!));
  });
  return folded ? plain : readLora(bytes, names, { alpha: recorded });
}

/** True when the file itself says what alpha is. */
function carriesAlpha(folder: CaseFolder, file: string): boolean {
  const recording = new Recording(folder.at(file));
  return recording.names.some((name) => name.endsWith('.alpha')) || 'lora_adapter_metadata' in recording.file.metadata;
}

/** Strength of a recorded output: `…_on` 1, `…_off` 0, `…_scale_0_5` 0.5, plain `out` 1; null for other tensors. */
function strengthOf(name: string): number | null {
  const scale = /_scale_(\d+)_(\d+)$/.exec(name);
  if (scale) return Number(`${scale[1]}.${scale[2]}`);
  return name.endsWith('_off') ? 0 : name === 'out' || name.endsWith('_on') ? 1 : null;
}

/** All recorded outputs of a folder with one LoRA file on one executor. */
async function outputsOf(target: Target, folder: CaseFolder, io: Recording, unet: Model<UNet2DConditionConfig>, text: Model<ClipTextConfig> | null, set: LoraSet, half: boolean): Promise<Comparison[]> {
  const { executor } = target;
  const out: Comparison[] = [];
  const floor = floorOf(folder.meta());
  const held = (what: string, values: Float32Array, recorded: Float32Array): void => {
    const comparison = relaxed(compare(what, values, recorded, floor), recorded, target);
    // A file of f16 adapters is itself a rounding of the recorded ones.
    out.push(half ? { ...comparison, tolerance: Math.max(comparison.tolerance, HALF_TOLERANCE * recorded.reduce((most, value) => Math.max(most, Math.abs(value)), 0)) } : comparison);
  };
  const bind = (component: 'unet' | 'text_encoder', part: { plan: AdapterPlan; flat: Float32Array } | null, strength: number): AdapterBinding | null => {
    if (!part || strength === 0) return null;
    executor.writeState(STATE[component], part.plan.length, part.flat);
    return { state: STATE[component], plan: part.plan, scale: strength };
  };
  let context = io.has('encoder_hidden_states') ? io.floats('encoder_hidden_states') : null;
  let contextShape = io.has('encoder_hidden_states') ? io.shape('encoder_hidden_states') : [];
  if (text && io.has('input_ids')) {
    const [batch, tokens] = io.shape('input_ids') as [number, number];
    const part = partOf(set, 'text_encoder', text.modules);
    for (const name of io.names.filter((one) => one.startsWith('te_'))) {
      const strength = strengthOf(name);
      if (strength === null) continue;
      const { graph } = textGraph(text.config, batch, tokens, bind('text_encoder', part, strength));
      const { hidden } = await runOnce(target, graph, { text_encoder: text.weights }, { ids: io.integers('input_ids') });
      held(name, hidden!, io.floats(name));
      if (strength === 1) [context, contextShape] = [hidden!, io.shape(name)];
    }
  }
  if (!context) throw new Error(`${folder.name} has neither encoder_hidden_states nor input_ids with a text encoder`);
  const size = unetSize(io, 'sample', contextShape);
  const inputs = { sample: io.channelsLast('sample'), context, timeProjection: timeProjection(unet.config, io.integers('timestep'), size.batch) };
  const part = partOf(set, 'unet', unet.modules);
  for (const name of io.names.filter((one) => one.startsWith('out'))) {
    const strength = strengthOf(name);
    if (strength === null) continue;
    const graph = buildDenoiseGraph({ unet: unet.config, ...size, adapters: bind('unet', part, strength) });
    const { prediction } = await runOnce(target, graph, { unet: unet.weights }, inputs);
    held(name, prediction!, io.channelsLast(name));
  }
  for (const state of Object.values(STATE)) executor.dropState(state);
  return out;
}

/** Derivatives of the adapters, recorded under PEFT's names. */
async function gradientCase(suite: Suite, folder: CaseFolder, io: Recording, gradients: Recording, unet: Model<UNet2DConditionConfig>, set: LoraSet): Promise<void> {
  // The derivatives are by A and B as they stand, so alpha/rank is the graph's and not folded into B.
  const scale = set.alpha / set.rank;
  const part = partOf({ ...set, modules: new Map([...set.modules].map(([name, module]) => [name, { ...module, alpha: module.rank }])) }, 'unet', unet.modules)!;
  const size = unetSize(io, 'sample', io.shape('encoder_hidden_states'));
  const graph = lossGraph(unet.config, size, { state: STATE.unet, plan: part.plan, scale }, (layers) => Object.fromEntries(layers.attached.flatMap(({ entry, a, b }) => [[`${entry.module}.lora_A.weight`, a], [`${entry.module}.lora_B.weight`, b]])));
  const name = `${folder.name} ${gradients.path.replace(/^.*[\\/]/, '').replace(/\.safetensors$/, '')} (${gradients.names.length} gradients)`;
  await suite.run(name, unet.weights.wide, async (target) => {
    target.executor.writeState(STATE.unet, part.plan.length, part.flat);
    const results = await runOnce(target, graph, { unet: unet.weights }, { sample: io.channelsLast('sample'), context: io.floats('encoder_hidden_states'), target: io.channelsLast('target'), timeProjection: timeProjection(unet.config, io.integers('timestep'), size.batch) });
    target.executor.dropState(STATE.unet);
    // One tolerance for all of them: they are one vector to the optimizer.
    const all = Float32Array.from(gradients.names.flatMap((tensor) => [...gradients.floats(tensor)]));
    const made = Float32Array.from(gradients.names.flatMap((tensor) => [...(results[tensor] ?? [])]));
    return [relaxed(compare('gradients', made, all, floorOf(folder.meta(), 'grad')), all, target)];
  });
}

export async function loraCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const meta = folder.meta();
  const base = objectOf(meta['base'] ?? {}, `${folder.name} base`);
  if (typeof base['unet'] !== 'string') {
    suite.report.unknown(folder.name, `base ${Object.keys(base).join(', ') || 'not named'}`);
    return;
  }
  const models = suite.prepare(folder.name, () => ({
    unet: openModel(folder.base(base, 'unet'), UNET_TENSOR, parseUNet2DConditionConfig, listModules),
    text: typeof base['text_encoder'] === 'string' ? openModel(folder.base(base, 'text_encoder'), CLIP_TEXT_TENSOR, parseClipTextConfig, (config) => textGraph(config, 1, 1, null).modules) : null,
  }));
  if (models === null) return;
  const { unet, text } = models;
  const names: ModuleNames = { unet: unet.modules.map(({ module }) => module), ...(text ? { text_encoder: text.modules.map(({ module }) => module) } : {}) };
  const recordings = folder.recordings((io) => io.has('sample') && io.has('timestep'));
  // Derivatives are by the matrices of a file that is neither rounded nor folded: its alpha is the recorded one.
  let first: LoraSet | null = null;
  const files = loraFiles(folder, names);
  for (const file of files) {
    const set = suite.prepare(`${folder.name}/${file}`, () => readSet(folder, file, files, names));
    if (set === null) continue;
    const half = [...new Recording(folder.at(file)).file.tensors.values()].some((view) => view.dtype === 'F16');
    if (!half && (typeof meta['lora_alpha'] !== 'number' || set.alpha === meta['lora_alpha'])) first ??= set;
    for (const io of recordings) {
      await suite.run(`${folder.name}/${file.replace(/\.safetensors$/, '')}`, unet.weights.wide, (target) => outputsOf(target, folder, io, unet, text, set, half));
    }
  }
  for (const gradients of folder.recordings((io) => /grad/i.test(io.path.replace(/^.*[\\/]/, '')))) {
    const io = recordings.find((one) => one.has('target') && one.has('encoder_hidden_states'));
    if (io && first && gradients.names.every((name) => /\.lora_[AB]\.weight$/.test(name))) await gradientCase(suite, folder, io, gradients, unet, first);
    else suite.report.unknown(`${folder.name} ${gradients.path.replace(/^.*[\\/]/, '')}`);
  }
}
