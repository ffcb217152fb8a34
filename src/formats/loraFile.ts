// LoRA files to and from the adapters in memory. The layer's output gains (alpha/rank)·B·A·x. Where
// a file keeps alpha is what its kind decides: kohya beside each pair, newer diffusers in the
// metadata, others nowhere (then alpha = rank, as the reference loaders assume). Writing diffusers
// folds alpha/rank into B and says alpha = rank, so no loader scales twice.

import { StudioError } from '../errors';
import { formatErrors } from '../strings/errors/formats';
import { kohyaMetadata } from './kohyaMetadata';
import {
  diffusersKey,
  kohyaKey,
  loraKeyReader,
  type LoraComponent,
  type ModuleNames,
} from './loraKeys';
import { parsePythonJson } from './pythonJson';
import { parseSafetensors, toFloat32, type TensorView } from './safetensors';
import { writeSafetensors, type WritableTensor } from './writeSafetensors';

/** One adapted layer: `down` = A [rank, in], `up` = B [out, rank], row-major. */
export interface LoraModule {
  readonly component: LoraComponent;
  readonly down: Float32Array;
  readonly up: Float32Array;
  readonly rank: number;
  readonly inFeatures: number;
  readonly outFeatures: number;
  /** The layer's scale is alpha/rank. */
  readonly alpha: number;
  /** Files store the matrices with two trailing 1s. */
  readonly conv1x1: boolean;
}

/** All adapters of a file. `rank` and `alpha` are those of the module with the largest rank. */
export interface LoraSet {
  readonly rank: number;
  readonly alpha: number;
  readonly modules: ReadonlyMap<string, LoraModule>;
}

const said = () => formatErrors.lora;

function refuse(what: string): never {
  throw new StudioError('BadLora', ...said().refused(what));
}

/** Alpha by module as diffusers' `lora_adapter_metadata` says it, or null where it says nothing. */
function alphaOfMetadata(
  metadata: Readonly<Record<string, string>>,
): (component: LoraComponent, module: string) => number | null {
  const text = metadata['lora_adapter_metadata'];
  if (text === undefined) return () => null;
  let config: unknown;
  try {
    config = parsePythonJson(text);
  } catch {
    refuse(said().metadataNotJson(text.slice(0, 40)));
  }
  if (typeof config !== 'object' || config === null) refuse(said().metadataNoObject);
  const record = config as Record<string, unknown>;
  return (component, module) => {
    for (const option of ['use_rslora', 'use_dora']) {
      if (record[`${component}.${option}`] === true)
        throw new StudioError('Unsupported', ...said().madeWith(option));
    }
    const patterns = (record[`${component}.alpha_pattern`] ?? {}) as Record<string, unknown>;
    const pattern = Object.keys(patterns).find(
      (name) => module === name || module.endsWith(`.${name}`),
    );
    const alpha = pattern === undefined ? record[`${component}.lora_alpha`] : patterns[pattern];
    if (alpha === undefined || alpha === null) return null;
    return typeof alpha === 'number' && Number.isFinite(alpha)
      ? alpha
      : refuse(said().badAlpha(JSON.stringify(alpha)));
  };
}

/** A matrix's two lengths. Errors: BadLora unless it is [a, b] or [a, b, 1, 1]. */
function lengths(view: TensorView): [number, number] {
  const [a, b, ...rest] = view.shape;
  if (
    a === undefined ||
    b === undefined ||
    a < 1 ||
    b < 1 ||
    (rest.length !== 0 && (rest.length !== 2 || rest.some((length) => length !== 1)))
  ) {
    refuse(said().noMatrix(view.name, view.shape.join(', ')));
  }
  return [a, b];
}

function finite(view: TensorView): Float32Array {
  const values = toFloat32(view);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  return bad < 0 ? values : refuse(said().notFinite(bad, view.name, values[bad]!));
}

export interface ReadLoraOptions {
  /**
   * Alpha for pairs whose file says none (PEFT keeps it in adapter_config.json), one or by module.
   * Default: the pair's rank.
   */
  readonly alpha?: number | ((module: string) => number | undefined);
}

/**
 * Reads a file against the layer names of the loaded model. Errors: BadSafetensors; BadLora for
 * half pairs, an alpha without
 *  its pair, wrong shapes, non-finite numbers, layers the model lacks; Unsupported for other kinds
 *  of adapter.
 */
export function readLora(
  bytes: Uint8Array | ArrayBuffer,
  names: ModuleNames,
  options: ReadLoraOptions = {},
): LoraSet {
  const file = parseSafetensors(bytes);
  const reader = loraKeyReader(names);
  const pairs = new Map<
    string,
    { component: LoraComponent; down?: TensorView; up?: TensorView; alpha?: TensorView }
  >();
  for (const [key, view] of file.tensors) {
    const { component, module, part } = reader.read(key);
    const pair = pairs.get(module) ?? { component };
    if (pair.component !== component)
      refuse(said().twoComponents(pair.component, component, module));
    const twice = pair[part];
    if (twice) refuse(said().sameMatrix(twice.name, key));
    pairs.set(module, { ...pair, [part]: view });
  }
  if (pairs.size === 0) refuse(said().empty);

  const alphaInMetadata = alphaOfMetadata(file.metadata);
  const alphaGiven = (module: string): number | undefined =>
    typeof options.alpha === 'function' ? options.alpha(module) : options.alpha;
  const modules = new Map<string, LoraModule>();
  for (const [module, { component, down, up, alpha }] of [...pairs].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    if (!down || !up)
      refuse(
        down
          ? said().noUp(down.name)
          : up
            ? said().noDown(up.name)
            : said().alphaAlone(alpha!.name),
      );
    const [rank, inFeatures] = lengths(down);
    const [outFeatures, upRank] = lengths(up);
    if (upRank !== rank) refuse(said().otherRank(down.name, rank, up.name, upRank));
    if (down.shape.length !== up.shape.length) refuse(said().mixedKinds(down.name, up.name));
    if (alpha && alpha.shape.some((length) => length !== 1))
      refuse(said().alphaNoNumber(alpha.name, alpha.shape.join(', ')));
    modules.set(module, {
      component,
      rank,
      inFeatures,
      outFeatures,
      down: finite(down),
      up: finite(up),
      conv1x1: down.shape.length === 4,
      alpha: alpha
        ? finite(alpha)[0]!
        : (alphaInMetadata(component, module) ?? alphaGiven(module) ?? rank),
    });
  }
  return loraSet(modules);
}

/** A set of modules with its rank and alpha. Errors: BadLora when it is empty. */
export function loraSet(modules: ReadonlyMap<string, LoraModule>): LoraSet {
  const widest = [...modules.values()].reduce<LoraModule | null>(
    (best, module) => (best && best.rank >= module.rank ? best : module),
    null,
  );
  return widest ? { rank: widest.rank, alpha: widest.alpha, modules } : refuse(said().empty);
}

/** The matrix `up` times alpha/rank: what it is in a file that carries no alpha. */
export function foldedUp({ up, alpha, rank }: LoraModule): Float32Array {
  return alpha === rank ? up : up.map((value) => (value * alpha) / rank);
}

export interface WriteLoraOptions {
  /**
   * Further metadata: ss_*, modelspec.*, or any other text. Wins over the defaults of the same
   * name.
   */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Default F32. */
  readonly dtype?: 'F32' | 'F16';
}

/**
 * diffusers' `lora_adapter_metadata`: the arguments of a LoraConfig per component, alpha = rank
 * since B is folded.
 */
function adapterMetadata(set: LoraSet): string {
  const record: Record<string, unknown> = {};
  for (const component of [
    ...new Set([...set.modules.values()].map((module) => module.component)),
  ].sort()) {
    const entries = [...set.modules].filter(([, module]) => module.component === component);
    const rank = Math.max(...entries.map(([, module]) => module.rank));
    const others = Object.fromEntries(
      entries
        .filter(([, module]) => module.rank !== rank)
        .map(([name, module]) => [name, module.rank]),
    );
    Object.assign(record, {
      [`${component}.r`]: rank,
      [`${component}.lora_alpha`]: rank,
      [`${component}.target_modules`]: entries.map(([name]) => name).sort(),
    });
    if (Object.keys(others).length > 0)
      Object.assign(record, {
        [`${component}.rank_pattern`]: others,
        [`${component}.alpha_pattern`]: others,
      });
  }
  return JSON.stringify(record);
}

/**
 * Writes a set. diffusers: B folded, lora_alpha = r in the metadata. kohya: B as it is, `.alpha`
 * beside it, the ss_*, sshs_*
 *  and modelspec.* metadata of sd-scripts. Async because the hashes are. Errors: throws when a
 *  matrix does not fit its lengths.
 */
export async function writeLora(
  set: LoraSet,
  format: 'diffusers' | 'kohya',
  options: WriteLoraOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { metadata = {}, dtype = 'F32' } = options;
  const tensors: Record<string, WritableTensor> = {};
  for (const [name, module] of set.modules) {
    const { component, rank, inFeatures, outFeatures, conv1x1 } = module;
    const tail = conv1x1 ? [1, 1] : [];
    const down: WritableTensor = { dtype, shape: [rank, inFeatures, ...tail], data: module.down };
    const up: WritableTensor = {
      dtype,
      shape: [outFeatures, rank, ...tail],
      data: format === 'kohya' ? module.up : foldedUp(module),
    };
    if (format === 'kohya') {
      tensors[kohyaKey(component, name, 'down')] = down;
      tensors[kohyaKey(component, name, 'up')] = up;
      tensors[kohyaKey(component, name, 'alpha')] = {
        dtype,
        shape: [],
        data: Float32Array.of(module.alpha),
      };
    } else {
      tensors[diffusersKey(component, name, 'down')] = down;
      tensors[diffusersKey(component, name, 'up')] = up;
    }
  }
  const own =
    format === 'kohya'
      ? await kohyaMetadata(set, tensors, metadata)
      : { format: 'pt', lora_adapter_metadata: adapterMetadata(set) };
  return writeSafetensors(tensors, { ...own, ...metadata });
}
