// What a .safetensors file holds that is no Stable Diffusion checkpoint, told by its tensors' names
// and its first bytes, so that it can be refused by its name.

import { formatErrors } from '../strings/errors/formats';
import { LDM_MARKS, OPEN_CLIP_MARK } from './ldmNames';

interface Kind {
  readonly is: keyof (typeof formatErrors)['otherKind'];
  holds(names: readonly string[]): boolean;
}

const some =
  (pattern: RegExp) =>
  (names: readonly string[]): boolean =>
    names.some((name) => pattern.test(name));

/** Names of tensors that only LoRA files and their kin have. */
export const LORA_KEY = /\.lora[._]|lora_(up|down|A|B)\b|\.hada_w|\.lokr_|\.dora_scale$/;

const KINDS: readonly Kind[] = [
  {
    is: 'lora',
    holds: (names) => names.some((name) => LORA_KEY.test(name)),
  },
  {
    is: 'sdxl',
    holds: some(/^conditioner\.embedders\.|^model\.diffusion_model\.label_emb\./),
  },
  {
    is: 'sd3',
    holds: some(/^(model\.diffusion_model\.)?joint_blocks\.\d+\./),
  },
  {
    is: 'flux',
    holds: some(/^(model\.diffusion_model\.)?double_blocks\.\d+\./),
  },
  {
    is: 'controlNet',
    holds: some(/^control_model\.|^controlnet_/),
  },
  {
    is: 'textualInversion',
    holds: some(/^emb_params$|^string_to_param|^clip_[lg]$/),
  },
  {
    is: 'unet',
    holds: some(/^down_blocks\.\d+\.resnets\./),
  },
  {
    is: 'autoencoder',
    holds: (names) =>
      names.every((name) => !name.startsWith('model.diffusion_model.')) &&
      some(/^(first_stage_model\.)?decoder\.(conv_in|mid)/)(names),
  },
  {
    is: 'textEncoder',
    holds: (names) =>
      names.every((name) => /^(cond_stage_model|text_model|embeddings|encoder)\b/.test(name)),
  },
];

/**
 * What a file with these tensors is instead of a checkpoint, as the end of the sentence “The file
 * is …”, and what to use; null where it may be one.
 */
export function otherKind(names: readonly string[]): readonly [is: string, remedy: string] | null {
  const said = formatErrors;
  const known = KINDS.find((kind) => kind.holds(names));
  if (known) return said.otherKind[known.is];
  const all = new Set(names);
  const missing = Object.entries(LDM_MARKS).filter(
    ([part, name]) =>
      !all.has(name) &&
      !(part === 'text_encoder' && (all.has(OPEN_CLIP_MARK) || all.has(unprefixed(name)))),
  );
  if (missing.length === 0) return null;
  return said.notWhole(
    missing.map(([part]) => part),
    names.length,
    names.slice(0, 2).join(', '),
  );
}

/** Some fine-tunes of 2022 have no `text_model.` in their names. */
const unprefixed = (name: string): string => name.replace('.text_model.', '.');

/** What the first bytes of a file say it is, where that is no safetensors file. */
export function foreignFile(start: Uint8Array): 'pickle' | 'GGUF file' | null {
  const [a, b, c, d] = start;
  // torch.save writes a zip since 2020, a bare pickle before.
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) return 'pickle';
  if (a === 0x80 && b !== undefined && b >= 2 && b <= 5 && start[7] !== 0) return 'pickle';
  return a === 0x47 && b === 0x47 && c === 0x55 && d === 0x46 ? 'GGUF file' : null;
}
