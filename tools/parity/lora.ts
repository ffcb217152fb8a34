// LoRA files on their base: every file of the folder is read (diffusers, PEFT, kohya), and must
// give the recorded outputs with the adapters on, off and scaled, with or without a text encoder of
// its own; and the adapters' derivatives of mean((out − target)²). Cases whose base is a MaskGIT
// transformer are loraUvit.ts's.

import { GraphBuilder, type Graph } from '../../src/graph/graph';
import {
  parseClipTextConfig,
  parseUNet2DConditionConfig,
  type ClipTextConfig,
  type UNet2DConditionConfig,
} from '../../src/formats/modelConfig';
import type { LoraSet } from '../../src/formats/loraFile';
import type { ModuleNames } from '../../src/formats/loraKeys';
import { clipTextModel } from '../../src/models/clipTextModel';
import { Layers, type AdapterBinding } from '../../src/models/layers';
import type { LinearModule } from '../../src/models/lora';
import { type AdapterPlan } from '../../src/models/lora';
import { listModules } from '../../src/models/unet2dCondition';
import { buildDenoiseGraph } from '../../src/paradigms/diffusion/graphs';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { CLIP_TEXT_TENSOR } from './clipText';
import {
  gradientFiles,
  gradientVectors,
  isHalf,
  loraFiles,
  openModel,
  partOf,
  readSet,
  strengthOf,
  type Model,
} from './loraFiles';
import { uvitLoraCases } from './loraUvit';
import { compare, floorOf, type Recording } from './recorded';
import type { Comparison } from './report';
import { HALF_TOLERANCE, relaxed, runOnce, type Suite, type Target } from './suite';
import { trainOfLora } from './trainSteps';
import { lossGraph, timeProjection, UNET_TENSOR, unetSize } from './unet';

/** Flat states of the two networks' adapters. */
const STATE = { unet: 'parity.unet', text_encoder: 'parity.text' } as const;

function textGraph(
  config: ClipTextConfig,
  batch: number,
  tokens: number,
  adapters: AdapterBinding | null,
): { graph: Graph; modules: readonly LinearModule[] } {
  const builder = new GraphBuilder();
  const layers = new Layers(builder, { model: 'text_encoder', adapters });
  builder.output(
    'hidden',
    clipTextModel(layers, config, {
      ids: builder.input('ids', [batch, tokens], 'i32'),
      pooling: null,
    }).lastHiddenState,
  );
  return { graph: builder.build(), modules: layers.modules };
}

/** All recorded outputs of a folder with one LoRA file on one executor. */
async function outputsOf(
  target: Target,
  folder: CaseFolder,
  io: Recording,
  unet: Model<UNet2DConditionConfig>,
  text: Model<ClipTextConfig> | null,
  set: LoraSet,
  half: boolean,
): Promise<Comparison[]> {
  const { executor } = target;
  const out: Comparison[] = [];
  const floor = floorOf(folder.meta());
  const held = (what: string, values: Float32Array, recorded: Float32Array): void => {
    const comparison = relaxed(compare(what, values, recorded, floor), recorded, target);
    // A file of f16 adapters is itself a rounding of the recorded ones.
    out.push(
      half
        ? {
            ...comparison,
            tolerance: Math.max(
              comparison.tolerance,
              HALF_TOLERANCE * recorded.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
            ),
          }
        : comparison,
    );
  };
  const bind = (
    component: 'unet' | 'text_encoder',
    part: { plan: AdapterPlan; flat: Float32Array } | null,
    strength: number,
  ): AdapterBinding | null => {
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
      const { hidden } = await runOnce(
        target,
        graph,
        { text_encoder: text.weights },
        { ids: io.integers('input_ids') },
      );
      held(name, hidden!, io.floats(name));
      if (strength === 1) [context, contextShape] = [hidden!, io.shape(name)];
    }
  }
  if (!context)
    throw new Error(
      `${folder.name} has neither encoder_hidden_states nor input_ids with a text encoder`,
    );
  const size = unetSize(io, 'sample', contextShape);
  const inputs = {
    sample: io.channelsLast('sample'),
    context,
    timeProjection: timeProjection(unet.config, io.integers('timestep'), size.batch),
  };
  const part = partOf(set, 'unet', unet.modules);
  for (const name of io.names.filter((one) => one.startsWith('out'))) {
    const strength = strengthOf(name);
    if (strength === null) continue;
    const graph = buildDenoiseGraph({
      unet: unet.config,
      ...size,
      adapters: bind('unet', part, strength),
    });
    const { prediction } = await runOnce(target, graph, { unet: unet.weights }, inputs);
    held(name, prediction!, io.channelsLast(name));
  }
  for (const state of Object.values(STATE)) executor.dropState(state);
  return out;
}

/** Derivatives of the adapters, recorded under PEFT's names. */
async function gradientCase(
  suite: Suite,
  folder: CaseFolder,
  io: Recording,
  gradients: Recording,
  unet: Model<UNet2DConditionConfig>,
  set: LoraSet,
): Promise<void> {
  // alpha/rank, each module's own, is folded into B: dL/dB is then that of the file's B over it.
  const part = partOf(set, 'unet', unet.modules)!;
  const size = unetSize(io, 'sample', io.shape('encoder_hidden_states'));
  const graph = lossGraph(unet.config, size, { state: STATE.unet, plan: part.plan }, (layers) =>
    Object.fromEntries(
      layers.attached.flatMap(({ entry, a, b }) => [
        [`${entry.module}.lora_A.weight`, a],
        [`${entry.module}.lora_B.weight`, b],
      ]),
    ),
  );
  const name =
    `${folder.name} ` +
    `${gradients.path.replace(/^.*[\\/]/, '').replace(/\.safetensors$/, '')} ` +
    `(${gradients.names.length} gradients)`;
  await suite.run(name, unet.weights.wide, async (target) => {
    target.executor.writeState(STATE.unet, part.plan.length, part.flat);
    const results = await runOnce(
      target,
      graph,
      { unet: unet.weights },
      {
        sample: io.channelsLast('sample'),
        context: io.floats('encoder_hidden_states'),
        target: io.channelsLast('target'),
        timeProjection: timeProjection(unet.config, io.integers('timestep'), size.batch),
      },
    );
    target.executor.dropState(STATE.unet);
    for (const { module } of part.plan.entries) {
      const { alpha, rank } = set.modules.get(module)!;
      const name = `${module}.lora_B.weight`;
      results[name] = results[name]!.map((value) => (value * alpha) / rank);
    }
    const { made, recorded } = gradientVectors(gradients, results);
    return [
      relaxed(
        compare('gradients', made, recorded, floorOf(folder.meta(), 'grad')),
        recorded,
        target,
      ),
    ];
  });
}

/** True where every module has the alpha that meta.json records: none is folded into B. */
function isUnfolded(set: LoraSet, meta: Json): boolean {
  const recorded = meta['modules'] as Readonly<Record<string, { readonly alpha?: number }>>;
  return [...set.modules].every(([name, { alpha }]) => recorded[name]?.alpha === alpha);
}

export async function loraCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const meta = folder.meta();
  const base = objectOf(meta['base'] ?? {}, `${folder.name} base`);
  if (typeof base['transformer'] === 'string') return uvitLoraCases(suite, folder);
  if (typeof base['unet'] !== 'string') {
    suite.report.unknown(folder.name, `base ${Object.keys(base).join(', ') || 'not named'}`);
    return;
  }
  const models = suite.prepare(folder.name, () => ({
    unet: openModel(
      folder.base(base, 'unet'),
      UNET_TENSOR,
      parseUNet2DConditionConfig,
      listModules,
    ),
    text:
      typeof base['text_encoder'] === 'string'
        ? openModel(
            folder.base(base, 'text_encoder'),
            CLIP_TEXT_TENSOR,
            parseClipTextConfig,
            (config) => textGraph(config, 1, 1, null).modules,
          )
        : null,
  }));
  if (models === null) return;
  const { unet, text } = models;
  const names: ModuleNames = {
    unet: unet.modules.map(({ module }) => module),
    ...(text ? { text_encoder: text.modules.map(({ module }) => module) } : {}),
  };
  const recordings = folder.recordings((io) => io.has('sample') && io.has('timestep'));
  // Derivatives are by the matrices of a file that is neither rounded nor folded: its alpha is the
  // recorded one.
  let first: LoraSet | null = null;
  const files = loraFiles(folder, names);
  for (const file of files) {
    const set = suite.prepare(`${folder.name}/${file}`, () => readSet(folder, file, files, names));
    if (set === null) continue;
    const half = isHalf(folder, file);
    const recorded = meta['lora_alpha'];
    const mixed = typeof meta['modules'] === 'object' && meta['modules'] !== null;
    if (!half && (mixed ? isUnfolded(set, meta) : recorded === undefined || set.alpha === recorded))
      first ??= set;
    for (const io of recordings) {
      await suite.run(
        `${folder.name}/${file.replace(/\.safetensors$/, '')}`,
        unet.weights.wide,
        (target) => outputsOf(target, folder, io, unet, text, set, half),
      );
    }
  }
  for (const gradients of gradientFiles(folder)) {
    const io = recordings.find((one) => one.has('target') && one.has('encoder_hidden_states'));
    if (io && first && gradients.names.every((name) => /\.lora_[AB]\.weight$/.test(name)))
      await gradientCase(suite, folder, io, gradients, unet, first);
    else suite.report.unknown(`${folder.name} ${gradients.path.replace(/^.*[\\/]/, '')}`);
  }
  await trainOfLora(suite, folder);
}
