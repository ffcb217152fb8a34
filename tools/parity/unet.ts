// UNet2DConditionModel: every recorded forward case, the recorded activations of its modules, and
// the derivatives of mean((out − target)²) by sample and text embeddings, taken through the graph's
// own differentiation.

import { differentiate } from '../../src/graph/differentiate';
import { GraphBuilder, sizeOf, type Graph, type Tensor } from '../../src/graph/graph';
import { optimize } from '../../src/graph/passes';
import {
  parseUNet2DConditionConfig,
  type UNet2DConditionConfig,
} from '../../src/formats/modelConfig';
import { Layers, type AdapterBinding } from '../../src/models/layers';
import { planAdapters } from '../../src/models/lora';
import { listModules } from '../../src/models/unet2dCondition';
import { timestepEmbedding } from '../../src/models/timestepEmbedding';
import { unet2dCondition, unetInputs, type UNetInputs } from '../../src/models/unet2dCondition';
import { buildDenoiseGraph } from '../../src/paradigms/diffusion/graphs';
import { activationCase } from './activations';
import { openWeights, type CaseFolder, type Json, type Weights } from './caseFolder';
import { compare, floorOf, type Recording } from './recorded';
import { relaxed, runOnce, type Suite } from './suite';

/** A tensor every UNet has: tells its weight file from others. */
export const UNET_TENSOR = 'conv_in.weight';

/** Sizes of a recorded case: sample [N,C,h,w], context [N,L,D]. */
export function unetSize(
  io: Recording,
  sample: string,
  contextShape: readonly number[],
): { batch: number; height: number; width: number; contextTokens: number } {
  const [batch, , height, width] = io.shape(sample) as [number, number, number, number];
  return { batch, height, width, contextTokens: contextShape[1]! };
}

/** Time projection of recorded timesteps; one timestep stands for the whole batch. */
export function timeProjection(
  config: UNet2DConditionConfig,
  timesteps: ArrayLike<number>,
  batch: number,
): Float32Array {
  const all =
    timesteps.length === batch
      ? Array.from(timesteps)
      : Array.from({ length: batch }, () => timesteps[0]!);
  return timestepEmbedding(
    all,
    config.block_out_channels[0]!,
    config.flip_sin_to_cos,
    config.freq_shift,
  );
}

/**
 * The UNet with its loss mean((out − target)²) and what `wrt` picks differentiated; outputs named
 * by `wrt`.
 */
export function lossGraph(
  config: UNet2DConditionConfig,
  size: Parameters<typeof unetInputs>[2],
  adapters: AdapterBinding | null,
  pick: (layers: Layers, inputs: UNetInputs) => Record<string, Tensor>,
): Graph {
  const builder = new GraphBuilder();
  const layers = new Layers(builder, { model: 'unet', adapters });
  const inputs = unetInputs(builder, config, size);
  const out = unet2dCondition(layers, config, inputs);
  const target = builder.input('target', out.shape);
  // d mean((out − target)²)/d out = 2/D·(out − target)
  const scale = 2 / sizeOf(out.shape);
  const seed = builder.add(out, target, scale, -scale);
  const wanted = pick(layers, inputs);
  const found = differentiate(builder, { of: out, seed, wrt: Object.values(wanted) });
  for (const [name, tensor] of Object.entries(wanted)) builder.output(name, found.get(tensor)!);
  return optimize(builder.build());
}

/** Deviations recorded for one case (an entry of meta.cases, or meta.grad). */
export function metaOf(meta: Json, name: string): Json | undefined {
  if (name in meta) return meta[name] as Json;
  const cases = Array.isArray(meta['cases']) ? (meta['cases'] as Json[]) : [];
  return cases.find((entry) => entry['case'] === name) ?? cases[0];
}

/** Flat state of the adapters that stand for weights. */
const WEIGHT_STATE = 'parity.weights';

/**
 * Recorded derivatives of base weights. The engine trains no base weight, but beside a matrix W an
 * adapter B·A with A = 1 and B = 0 has
 *  dL/dB = dL/dW: every weight an adapter can stand beside is held; biases, norms and wider
 *  convolutions have no derivative here.
 */
async function weightGradientCase(
  suite: Suite,
  folder: CaseFolder,
  gradients: Recording,
  given: { config: UNet2DConditionConfig; weights: { unet: Weights }; io: Recording; name: string },
): Promise<void> {
  const { config, weights, io, name } = given;
  const part = (tensor: string): string => `${name}.${tensor}`;
  const modules = listModules(config).filter(({ module }) => gradients.has(`${module}.weight`));
  const label =
    `${folder.name} ` +
    `${gradients.path.slice(folder.path.length + 1).replace(/\.safetensors$/, '')} ` +
    `(${modules.length} of ${gradients.names.length}: those by an adapter)`;
  if (modules.length === 0) {
    suite.report.unknown(label);
    return;
  }
  const plan = planAdapters(
    modules,
    modules.map(({ module }) => module),
    Math.max(...modules.map((module) => module.in)),
  );
  const flat = new Float32Array(plan.length);
  for (const { offsetA, inFeatures } of plan.entries)
    for (let i = 0; i < inFeatures; i++) flat[offsetA + i * inFeatures + i] = 1;
  const size = unetSize(io, part('sample'), io.shape(part('encoder_hidden_states')));
  const graph = lossGraph(config, size, { state: WEIGHT_STATE, plan }, (layers) =>
    Object.fromEntries(layers.attached.map(({ entry, b }) => [entry.module, b])),
  );
  const inputs = {
    sample: io.channelsLast(part('sample')),
    context: io.floats(part('encoder_hidden_states')),
    target: io.channelsLast(part('target')),
    timeProjection: timeProjection(config, io.integers(part('timestep')), size.batch),
  };
  await suite.run(label, weights.unet.wide, async (target) => {
    target.executor.writeState(WEIGHT_STATE, plan.length, flat);
    const results = await runOnce(target, graph, weights, inputs);
    target.executor.dropState(WEIGHT_STATE);
    return plan.entries.map(({ module, inFeatures, outFeatures }) => {
      const recorded = gradients.floats(`${module}.weight`);
      const made = Float32Array.from(
        { length: outFeatures * inFeatures },
        (_, i) => results[module]![Math.floor(i / inFeatures) * plan.rank + (i % inFeatures)]!,
      );
      return relaxed(
        compare(module, made, recorded, floorOf(metaOf(folder.meta(), 'grad'), 'param_grad')),
        recorded,
        target,
      );
    });
  });
}

export async function unetCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const config = suite.prepare(folder.name, () =>
    parseUNet2DConditionConfig(folder.config(UNET_TENSOR)),
  );
  const path = suite.prepare(folder.name, () => folder.weightFile(UNET_TENSOR));
  if (config === null || path === null) return;
  const source = openWeights(path);
  const weights = { unet: source };
  const meta = folder.meta();
  const recordings = folder.recordings((recording) => recording.path !== path);
  const withTarget = recordings.flatMap((io) =>
    io.names
      .flatMap((name) => /^(.*)\.target$/.exec(name)?.[1] ?? [])
      .map((name) => ({ io, name })),
  )[0];
  for (const io of recordings) {
    const cases = new Set(io.names.flatMap((name) => /^(.*)\.sample$/.exec(name)?.[1] ?? []));
    if (cases.size === 0) {
      if (withTarget && io.names.some((name) => name.endsWith('.weight')))
        await weightGradientCase(suite, folder, io, { config, weights, ...withTarget });
      else
        suite.report.unknown(
          `${folder.name} ${io.path.slice(folder.path.length + 1)}`,
          `${io.names.length} tensors`,
        );
      continue;
    }
    for (const name of cases) {
      const part = (tensor: string): string => `${name}.${tensor}`;
      const size = unetSize(io, part('sample'), io.shape(part('encoder_hidden_states')));
      const floors = metaOf(meta, name);
      const inputs = {
        sample: io.channelsLast(part('sample')),
        context: io.floats(part('encoder_hidden_states')),
        timeProjection: timeProjection(config, io.integers(part('timestep')), size.batch),
      };
      if (io.has(part('out'))) {
        const graph = suite.prepare(`${folder.name} ${name}`, () =>
          buildDenoiseGraph({ unet: config, ...size, adapters: null }),
        );
        if (graph === null) continue;
        await suite.run(`${folder.name} ${name}`, source.wide, async (target) => {
          const recorded = io.channelsLast(part('out'));
          const { prediction } = await runOnce(target, graph, weights, inputs);
          return [
            relaxed(compare('out', prediction!, recorded, floorOf(floors)), recorded, target),
          ];
        });
      }
      await activationCase(suite, {
        name: `${folder.name} ${name}`,
        io,
        prefix: part('act.'),
        model: 'unet',
        weights,
        inputs,
        floor: floorOf(floors),
        build: (builder, layers) =>
          unet2dCondition(layers, config, unetInputs(builder, config, size)),
      });
      if (io.has(part('target'))) {
        const graph = lossGraph(config, size, null, (_layers, { sample, context }) => ({
          d_sample: sample,
          d_encoder_hidden_states: context,
        }));
        await suite.run(`${folder.name} ${name}`, source.wide, async (target) => {
          const results = await runOnce(target, graph, weights, {
            ...inputs,
            target: io.channelsLast(part('target')),
          });
          return Object.entries(results)
            .filter(([tensor]) => io.has(part(tensor)))
            .map(([tensor, values]) => {
              const recorded = io.channelsLast(part(tensor));
              return relaxed(
                compare(
                  tensor,
                  values,
                  recorded,
                  floorOf(floors, tensor.replace('_', ''), 'dsample'),
                ),
                recorded,
                target,
              );
            });
        });
      }
    }
  }
}
