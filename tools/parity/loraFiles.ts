// LoRA files of a recorded case and the models they belong to: which files are LoRA files, what
// alpha they mean, and their part for one network as flat adapters. The recorded outputs are held
// in lora.ts (diffusion) and loraUvit.ts (MaskGIT).

import { readFileSync } from 'node:fs';
import { readLora, type LoraSet } from '../../src/formats/loraFile';
import { loraKeyReader, type LoraComponent, type ModuleNames } from '../../src/formats/loraKeys';
import type { LinearModule } from '../../src/models/lora';
import { planAdapters, type AdapterPlan } from '../../src/models/lora';
import { adaptersOfLora } from '../../src/runs/exportLora';
import { openWeights, type CaseFolder, type Weights } from './caseFolder';
import { Recording } from './recorded';

export interface Model<C> {
  readonly config: C;
  readonly weights: Weights;
  readonly modules: readonly LinearModule[];
}

export function openModel<C>(
  folder: CaseFolder,
  tensor: string,
  parse: (json: unknown) => C,
  modules: (config: C) => readonly LinearModule[],
): Model<C> {
  const path = folder.weightFile(tensor);
  if (path === null) throw new Error(`${folder.name} has no weights`);
  const config = parse(folder.config(tensor));
  return { config, weights: openWeights(path), modules: modules(config) };
}

/** Plan and flat numbers of one network's part of a set; null where it has none. */
export function partOf(
  set: LoraSet,
  component: LoraComponent,
  modules: readonly LinearModule[],
): { plan: AdapterPlan; flat: Float32Array } | null {
  const own = new Map([...set.modules].filter(([, module]) => module.component === component));
  if (own.size === 0) return null;
  const plan = planAdapters(
    modules.filter(({ module }) => own.has(module)),
    [...own.keys()],
    (module) => own.get(module)!.rank,
  );
  return { plan, flat: adaptersOfLora(plan, { ...set, modules: own }) };
}

/**
 * Files that are LoRA files for these modules: all their tensors are adapter tensors, and they are
 * not recordings of gradients.
 */
export function loraFiles(folder: CaseFolder, names: ModuleNames): string[] {
  const reader = loraKeyReader(names);
  const isAdapter = (name: string): boolean => {
    try {
      reader.read(name);
      return true;
    } catch {
      return false;
    }
  };
  return folder
    .files('.safetensors')
    .filter((file) => !/grad/i.test(file) && new Recording(folder.at(file)).names.every(isAdapter));
}

/**
 * Reads a file. One that carries no alpha means the alpha recorded in meta.json, unless alpha/rank
 * is folded into its B already,
 *  which another file of the folder tells: the same A, and a B that is alpha/rank times smaller.
 */
export function readSet(
  folder: CaseFolder,
  file: string,
  siblings: readonly string[],
  names: ModuleNames,
): LoraSet {
  const bytes = readFileSync(folder.at(file));
  const plain = readLora(bytes, names);
  const byModule = folder.meta()['modules'];
  if (typeof byModule === 'object' && byModule !== null && !carriesAlpha(folder, file)) {
    const alphas = byModule as Readonly<Record<string, { readonly alpha?: number } | undefined>>;
    return readLora(bytes, names, { alpha: (module) => alphas[module]?.alpha });
  }
  const recorded = folder.meta()['lora_alpha'];
  const [name, module] = [...plain.modules][0]!;
  if (typeof recorded !== 'number' || recorded === module.rank || carriesAlpha(folder, file))
    return plain;
  const ratio = recorded / module.rank;
  const folded = siblings.some((sibling) => {
    const other =
      sibling === file
        ? undefined
        : readLora(readFileSync(folder.at(sibling)), names).modules.get(name);
    return (
      other !== undefined &&
      other.up.length === module.up.length &&
      other.down.every((value, i) => value === module.down[i]) &&
      other.up.every(
        (value, i) => Math.abs(value * ratio - module.up[i]!) <= 1e-6 * Math.abs(module.up[i]!),
      )
    );
  });
  return folded ? plain : readLora(bytes, names, { alpha: recorded });
}

/** True when the file itself says what alpha is. */
function carriesAlpha(folder: CaseFolder, file: string): boolean {
  const recording = new Recording(folder.at(file));
  return (
    recording.names.some((name) => name.endsWith('.alpha')) ||
    'lora_adapter_metadata' in recording.file.metadata
  );
}

/**
 * Strength of a recorded output: `…_on` 1, `…_off` 0, `…_scale_0_5` 0.5, plain `out` or `logits` 1;
 * null for other tensors.
 */
export function strengthOf(name: string): number | null {
  const scale = /_scale_(\d+)_(\d+)$/.exec(name);
  if (scale) return Number(`${scale[1]}.${scale[2]}`);
  return name.endsWith('_off')
    ? 0
    : name === 'out' || name === 'logits' || name.endsWith('_on')
      ? 1
      : null;
}

/** True when a file's matrices are rounded to half precision. */
export function isHalf(folder: CaseFolder, file: string): boolean {
  return [...new Recording(folder.at(file)).file.tensors.values()].some(
    (view) => view.dtype === 'F16',
  );
}

/**
 * The set as its derivatives were taken: by A and B as they stand, alpha/rank being the graph's and
 * not folded into B.
 */
export function unfolded(set: LoraSet): LoraSet {
  return {
    ...set,
    modules: new Map(
      [...set.modules].map(([name, module]) => [name, { ...module, alpha: module.rank }]),
    ),
  };
}

/**
 * Derivatives of adapters under PEFT's names as one vector, and those that were made: they are one
 * vector to the optimizer.
 */
export function gradientVectors(
  gradients: Recording,
  made: Readonly<Record<string, Float32Array>>,
): { recorded: Float32Array; made: Float32Array } {
  return {
    recorded: Float32Array.from(gradients.names.flatMap((tensor) => [...gradients.floats(tensor)])),
    made: Float32Array.from(gradients.names.flatMap((tensor) => [...(made[tensor] ?? [])])),
  };
}

/**
 * Recordings of derivatives in a folder; those that are not by LoRA matrices are reported by the
 * caller.
 */
export function gradientFiles(folder: CaseFolder): Recording[] {
  return folder.recordings((io) => /grad/i.test(io.path.replace(/^.*[\\/]/, '')));
}
