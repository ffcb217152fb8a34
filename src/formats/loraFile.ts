// LoRA files: an adapter set in memory, read from and written to the files other programs use. A set is down [r,in] and
// up [out,r] a module with its alpha; the update is (alpha/r)·up·down. diffusers files carry no alpha (the loader assumes
// alpha = rank), so alpha/rank is folded into up there and `lora_alpha = r` is written for loaders that look; kohya files
// keep up as it is and carry the real alpha. No pickle is ever read.

import { StudioError } from '../errors';
import { diffusersKey, kohyaKey, parseLoraKey, type LoraComponent } from './loraKeys';
import { parseSafetensors, toFloat32, writeSafetensors, type WritableTensor } from './safetensors';

export interface LoraModule {
  readonly component: LoraComponent;
  readonly module: string;
  /** [rank, inFeatures] */
  readonly down: Float32Array;
  /** [outFeatures, rank] */
  readonly up: Float32Array;
  readonly rank: number;
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly alpha: number;
  /** The layer is a 1×1 convolution: stored as [r,in,1,1] and [out,r,1,1]. */
  readonly conv1x1: boolean;
}

export interface LoraSet {
  readonly modules: readonly LoraModule[];
  readonly metadata: Readonly<Record<string, string>>;
}

function refuse(what: string): never {
  throw new StudioError('BadLora', what, 'Export the LoRA again in diffusers or kohya format, for this base model.');
}

interface Found {
  down?: { data: Float32Array; shape: readonly number[] };
  up?: { data: Float32Array; shape: readonly number[] };
  alpha?: number;
}

/** Alphas of newer diffusers files: `lora_adapter_metadata` = JSON with "<component>.lora_alpha". */
function alphaFromMetadata(metadata: Readonly<Record<string, string>>): Partial<Record<LoraComponent, number>> {
  const text = metadata['lora_adapter_metadata'];
  if (text === undefined) return {};
  try {
    const record = JSON.parse(text) as Record<string, unknown>;
    const alphas: Partial<Record<LoraComponent, number>> = {};
    for (const component of ['unet', 'text_encoder', 'transformer'] as const) {
      const alpha = record[`${component}.lora_alpha`];
      if (typeof alpha === 'number') alphas[component] = alpha;
    }
    return alphas;
  } catch {
    return refuse('The file’s lora_adapter_metadata is not JSON.');
  }
}

/** Reads a LoRA file for a model whose adaptable modules are listed by component. Bare names (a PEFT state dict) belong to `bare`.
 *  Errors: BadSafetensors; BadLora naming unknown keys, half pairs, an alpha without matrices, shapes that do not fit. */
export function readLora(bytes: Uint8Array, modules: Readonly<Partial<Record<LoraComponent, readonly string[]>>>, bare: LoraComponent = 'unet'): LoraSet {
  const file = parseSafetensors(bytes);
  const found = new Map<string, Found>();
  for (const view of file.tensors.values()) {
    const key = parseLoraKey(view.name, modules, bare);
    if (!key) refuse(`The LoRA has the tensor “${view.name}”, which is no adapter of this model.`);
    const id = `${key.component}/${key.module}`;
    const entry = found.get(id) ?? {};
    found.set(id, entry);
    const data = toFloat32(view);
    if (key.part === 'alpha') {
      if (data.length !== 1 || !Number.isFinite(data[0])) refuse(`${view.name} is not one finite number.`);
      entry.alpha = data[0]!;
    } else {
      if (entry[key.part]) refuse(`The LoRA has two ${key.part} matrices for ${key.module}.`);
      entry[key.part] = { data, shape: view.shape };
    }
  }
  if (found.size === 0) refuse('The file holds no adapter at all.');
  const metaAlpha = alphaFromMetadata(file.metadata);
  const out: LoraModule[] = [];
  for (const [id, { down, up, alpha }] of found) {
    const component = id.slice(0, id.indexOf('/')) as LoraComponent;
    const module = id.slice(id.indexOf('/') + 1);
    if (!down || !up) refuse(`The LoRA has ${down ? 'only the down' : up ? 'only the up' : 'only the alpha'} of ${module}; down and up belong together.`);
    const [rank, inFeatures, ...spaceDown] = down.shape as [number, number, ...number[]];
    const [outFeatures, rankUp, ...spaceUp] = up.shape as [number, number, ...number[]];
    if (down.shape.length < 2 || up.shape.length < 2 || rank !== rankUp || [...spaceDown, ...spaceUp].some((length) => length !== 1)) {
      refuse(`${module} has down [${down.shape.join(', ')}] and up [${up.shape.join(', ')}], which do not fit together.`);
    }
    out.push({ component, module, down: down.data, up: up.data, rank, inFeatures, outFeatures, alpha: alpha ?? metaAlpha[component] ?? rank, conv1x1: down.shape.length === 4 });
  }
  return { modules: out, metadata: file.metadata };
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Writes a set in F32. `metadata` (strings) goes into the header beside what the format itself wants: diffusers `format` and
 *  lora_adapter_metadata; kohya ss_network_module, dim, alpha and the two model hashes.
 *  Errors: throws when ranks differ in a kohya file's summary fields (they are per file). */
export async function writeLora(set: Pick<LoraSet, 'modules'>, format: 'diffusers' | 'kohya', metadata: Readonly<Record<string, string>> = {}): Promise<Uint8Array<ArrayBuffer>> {
  const tensors: Record<string, WritableTensor> = {};
  const first = set.modules[0];
  if (!first) throw new Error('writeLora: the set has no modules');
  for (const { component, module, down, up, rank, inFeatures, outFeatures, alpha, conv1x1 } of set.modules) {
    const space = conv1x1 ? [1, 1] : [];
    const key = format === 'diffusers' ? diffusersKey : kohyaKey;
    tensors[key(component, module, 'down')] = { dtype: 'F32', shape: [rank, inFeatures, ...space], data: down };
    const folded = format === 'diffusers' && alpha !== rank ? up.map((value) => (value * alpha) / rank) : up;
    tensors[key(component, module, 'up')] = { dtype: 'F32', shape: [outFeatures, rank, ...space], data: folded };
    if (format === 'kohya') tensors[kohyaKey(component, module, 'alpha')] = { dtype: 'F32', shape: [], data: Float32Array.of(alpha) };
  }
  if (format === 'diffusers') {
    const adapter: Record<string, number | string[]> = {};
    for (const component of new Set(set.modules.map((entry) => entry.component))) {
      const own = set.modules.filter((entry) => entry.component === component);
      adapter[`${component}.r`] = own[0]!.rank;
      adapter[`${component}.lora_alpha`] = own[0]!.rank;
      adapter[`${component}.target_modules`] = own.map((entry) => entry.module);
    }
    return writeSafetensors(tensors, { format: 'pt', lora_adapter_metadata: JSON.stringify(adapter), ...metadata });
  }
  const network: Record<string, string> = {
    ss_v2: 'False', ss_base_model_version: 'sd_v1', ss_network_module: 'networks.lora', ss_network_args: '{}',
    ss_network_dim: String(first.rank), ss_network_alpha: String(first.alpha), ...metadata,
  };
  // kohya's hashes are taken of the file that holds only the ss_ metadata: the tensors' bytes after the header, and 64 KiB at 1 MiB.
  const plain = writeSafetensors(tensors, Object.fromEntries(Object.entries(network).filter(([key]) => key.startsWith('ss_'))));
  const headerBytes = Number(new DataView(plain.buffer).getBigUint64(0, true));
  return writeSafetensors(tensors, {
    ...network,
    sshs_model_hash: await sha256(plain.slice(8 + headerBytes)),
    sshs_legacy_hash: (await sha256(plain.slice(0x100000, 0x110000))).slice(0, 8),
  });
}
