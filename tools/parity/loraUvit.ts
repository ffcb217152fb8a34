// LoRA files on a MaskGIT transformer: every file of the folder must give the recorded logits and
// mean masked log-probabilities with the adapters on, off and scaled; and the adapters' derivatives
// of the sum of those. Inputs are the case's own or its base's.

import { differentiate } from '../../src/graph/differentiate';
import { GraphBuilder, type Graph } from '../../src/graph/graph';
import { optimize } from '../../src/graph/passes';
import type { LoraSet } from '../../src/formats/loraFile';
import type { ModuleNames } from '../../src/formats/loraKeys';
import { parseUVit2DConfig, type UVit2DConfig } from '../../src/formats/modelConfig';
import { Layers, type AdapterBinding } from '../../src/models/layers';
import { listModules, uvit2d, uvitInputs, type UVitSize } from '../../src/models/uvit2d';
import { objectOf, type CaseFolder } from './caseFolder';
import {
  gradientFiles,
  gradientVectors,
  isHalf,
  loraFiles,
  openModel,
  partOf,
  readSet,
  strengthOf,
  unfolded,
  type Model,
} from './loraFiles';
import { compare, floorOf, type Recording } from './recorded';
import type { Comparison } from './report';
import { HALF_TOLERANCE, relaxed, runOnce, type Suite, type Target } from './suite';
import {
  logProbabilities,
  maskedInputs,
  sumOfLogProbabilities,
  UVIT_HALF_TOLERANCE,
  UVIT_TENSOR,
  uvitCase,
} from './uvit';

const STATE = 'parity.transformer';

/**
 * The network with adapters, its log-probabilities of tokens, and (where wanted) the derivatives of
 * their weighted sum by the adapters under
 *  PEFT's names. Outputs: logits, errors [N,3], derivatives.
 */
function adaptedGraph(
  config: UVit2DConfig,
  size: UVitSize,
  adapters: AdapterBinding | null,
  derivatives: boolean,
): Graph {
  const b = new GraphBuilder();
  const layers = new Layers(b, { model: 'transformer', adapters });
  const logits = uvit2d(layers, config, uvitInputs(b, config, size));
  const shape = [size.batch, size.height, size.width];
  const [tokens, mask, k] = [
    b.input('tokens', shape, 'i32'),
    b.input('mask', shape),
    b.input('k', [size.batch]),
  ];
  const { errors, lse } = b.maskedLogProb(logits, null, tokens, mask, k);
  if (derivatives) {
    const wanted = new Map(
      layers.attached.flatMap(
        ({ entry, a, b: up }) =>
          [
            [`${entry.module}.lora_A.weight`, a],
            [`${entry.module}.lora_B.weight`, up],
          ] as const,
      ),
    );
    const seed = b.maskedLogProbInput(
      logits,
      tokens,
      mask,
      k,
      b.input('terms', [size.batch, 6]),
      lse,
    );
    const found = differentiate(b, { of: logits, seed, wrt: [...wanted.values()] });
    for (const [name, tensor] of wanted) b.output(name, found.get(tensor)!);
  } else {
    b.output('logits', logits);
    b.output('errors', errors);
  }
  return optimize(b.build());
}

/** What the recorded outputs were made from. */
interface Inputs {
  readonly size: UVitSize;
  readonly inputs: Record<string, Float32Array | Int32Array>;
}

function inputsOf(config: UVit2DConfig, io: Recording): Inputs {
  const { size, inputs } = uvitCase(config, io, '');
  const { tokens, mask, ones } = maskedInputs(io, '');
  return { size, inputs: { ...inputs, tokens, mask, k: ones } };
}

interface Case extends Inputs {
  readonly folder: CaseFolder;
  readonly base: Model<UVit2DConfig>;
}

/** All recorded outputs with one LoRA file on one executor. */
async function outputsOf(
  target: Target,
  { folder, base, size, inputs }: Case,
  io: Recording,
  set: LoraSet,
  half: boolean,
): Promise<Comparison[]> {
  const out: Comparison[] = [];
  const floor = floorOf(folder.meta(), 'logits');
  const part = partOf(set, 'transformer', base.modules);
  if (part) target.executor.writeState(STATE, part.plan.length, part.flat);
  for (const name of io.names) {
    // A log-probability without a word of the adapter is that with it.
    const strength = strengthOf(name) ?? (name === 'mean_masked_logprob' ? 1 : null);
    if (strength === null) continue;
    const adapters =
      part && strength !== 0 ? { state: STATE, plan: part.plan, scale: strength } : null;
    const results = await runOnce(
      target,
      adaptedGraph(base.config, size, adapters, false),
      { transformer: base.weights },
      inputs,
    );
    const recorded = io.channelsLast(name);
    const comparison = relaxed(
      compare(
        name,
        name.includes('logprob') ? logProbabilities(results['errors']!) : results['logits']!,
        recorded,
        floor,
      ),
      recorded,
      target,
      UVIT_HALF_TOLERANCE,
    );
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
  }
  target.executor.dropState(STATE);
  return out;
}

async function gradientCase(
  suite: Suite,
  { folder, base, size, inputs }: Case,
  gradients: Recording,
  set: LoraSet,
): Promise<void> {
  const part = partOf(unfolded(set), 'transformer', base.modules)!;
  const graph = adaptedGraph(
    base.config,
    size,
    { state: STATE, plan: part.plan, scale: set.alpha / set.rank },
    true,
  );
  const name =
    `${folder.name} ` +
    `${gradients.path.replace(/^.*[\\/]/, '').replace(/\.safetensors$/, '')} ` +
    `(${gradients.names.length} gradients)`;
  await suite.run(name, base.weights.wide, async (target) => {
    target.executor.writeState(STATE, part.plan.length, part.flat);
    const results = await runOnce(
      target,
      graph,
      { transformer: base.weights },
      { ...inputs, terms: sumOfLogProbabilities(size.batch) },
    );
    target.executor.dropState(STATE);
    const { made, recorded } = gradientVectors(gradients, results);
    return [
      relaxed(
        compare('gradients', made, recorded, floorOf(folder.meta(), 'grad')),
        recorded,
        target,
        UVIT_HALF_TOLERANCE,
      ),
    ];
  });
}

export async function uvitLoraCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const meta = folder.meta();
  const home = suite.prepare(folder.name, () =>
    folder.base(objectOf(meta['base'], 'base'), 'transformer'),
  );
  const base =
    home &&
    suite.prepare(folder.name, () => openModel(home, UVIT_TENSOR, parseUVit2DConfig, listModules));
  if (!home || !base) return;
  const names: ModuleNames = { transformer: base.modules.map(({ module }) => module) };
  const complete = (io: Recording): boolean =>
    io.has('input_ids') && io.has('tokens') && io.has('mask');
  const found = [...folder.recordings(complete), ...home.recordings(complete)][0];
  if (!found) {
    suite.report.unknown(folder.name, 'no recorded inputs, here or with the base');
    return;
  }
  const one = suite.prepare(folder.name, (): Case => ({
    folder,
    base,
    ...inputsOf(base.config, found),
  }));
  if (one === null) return;
  let first: LoraSet | null = null;
  const files = loraFiles(folder, names);
  const isOutput = (io: Recording): boolean => io.names.some((name) => strengthOf(name) !== null);
  for (const file of files) {
    const set = suite.prepare(`${folder.name}/${file}`, () => readSet(folder, file, files, names));
    if (set === null) continue;
    const half = isHalf(folder, file);
    if (!half && (typeof meta['lora_alpha'] !== 'number' || set.alpha === meta['lora_alpha']))
      first ??= set;
    for (const io of folder.recordings(isOutput))
      await suite.run(
        `${folder.name}/${file.replace(/\.safetensors$/, '')}`,
        base.weights.wide,
        (target) => outputsOf(target, one, io, set, half),
      );
  }
  for (const gradients of gradientFiles(folder)) {
    if (first && gradients.names.every((name) => /\.lora_[AB]\.weight$/.test(name)))
      await gradientCase(suite, one, gradients, first);
    else suite.report.unknown(`${folder.name} ${gradients.path.replace(/^.*[\\/]/, '')}`);
  }
}
