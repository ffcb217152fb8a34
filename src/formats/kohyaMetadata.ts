// The metadata kohya's sd-scripts write into a LoRA file and other tools look for: the minimum set
// of ss_*, modelspec.* 1.0.1, and the two sshs hashes (library/train_util.py,
// precalculate_safetensors_hashes): both are taken of the same tensors saved with only the ss_*
// metadata. What a run was (method, β, c, T, τ, …) the caller puts into ss_training_comment as
// JSON.

import { writeSafetensors, type WritableTensor } from './writeSafetensors';
import { sha256 } from './sha256';

/** Start and length of the stretch the legacy hash covers, bytes. */
const LEGACY_START = 0x100000;
const LEGACY_BYTES = 0x10000;

/**
 * sshs_model_hash: SHA-256 of the file after its header; sshs_legacy_hash: the first 8 hex digits
 * of that of 64 KiB at 1 MiB.
 */
export async function kohyaHashes(
  file: Uint8Array<ArrayBuffer>,
): Promise<{ sshs_model_hash: string; sshs_legacy_hash: string }> {
  const start = 8 + Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  const legacy = await sha256(file.slice(LEGACY_START, LEGACY_START + LEGACY_BYTES));
  return { sshs_model_hash: await sha256(file.slice(start)), sshs_legacy_hash: legacy.slice(0, 8) };
}

/**
 * Which Stable Diffusion a base is, as sd-scripts name it: by the width of its text states (768:
 * 1.x, 1024: 2.x) and whether it predicts velocity. A base of another width is neither, and says
 * so.
 */
export function baseVersion(
  contextWidth: number,
  predictionType: string | null,
): Readonly<Record<string, string>> {
  const velocity = predictionType === 'v_prediction';
  const version = contextWidth === 768 ? 'v1' : contextWidth === 1024 ? 'v2' : null;
  if (version === null)
    return {
      ss_v2: 'False',
      ss_base_model_version: 'other',
      'modelspec.architecture': 'other/lora',
    };
  const architecture =
    version === 'v1'
      ? 'stable-diffusion-v1'
      : velocity
        ? 'stable-diffusion-v2-768-v'
        : 'stable-diffusion-v2-512';
  return {
    ss_v2: version === 'v2' ? 'True' : 'False',
    ss_base_model_version: `sd_${version}${velocity ? '_v' : ''}`,
    'modelspec.architecture': `${architecture}/lora`,
  };
}

/** How often each tag (between commas) stands in the captions, as sd-scripts count them. */
export function tagFrequency(captions: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const caption of captions)
    for (const tag of caption.split(',').map((part) => part.trim().toLowerCase()))
      if (tag !== '') counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/**
 * Metadata of a kohya file of `tensors`; `given` (the caller's) decides the hashes where it has
 * ss_* entries.
 */
export async function kohyaMetadata(
  set: { readonly rank: number; readonly alpha: number },
  tensors: Readonly<Record<string, WritableTensor>>,
  given: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const training: Record<string, string> = {
    ss_v2: 'False',
    ss_base_model_version: 'other',
    ss_network_module: 'networks.lora',
    ss_network_dim: String(set.rank),
    ss_network_alpha: String(set.alpha),
    ss_network_args: '{}',
    ...Object.fromEntries(Object.entries(given).filter(([key]) => key.startsWith('ss_'))),
  };
  return {
    ...training,
    ...(await kohyaHashes(writeSafetensors(tensors, training))),
    'modelspec.sai_model_spec': '1.0.1',
    'modelspec.architecture': 'other/lora',
    'modelspec.implementation': 'diffusers',
  };
}
