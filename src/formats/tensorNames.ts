// Names that one tensor has had in checkpoints of different libraries and years. A network asks for
// today's name (diffusers 0.18 and later, transformers before 5.6); a file may have another.

/** Attention of AutoencoderKL before diffusers 0.18. */
const VAE_ATTENTION: Readonly<Record<string, string>> = {
  to_q: 'query',
  to_k: 'key',
  to_v: 'value',
  'to_out.0': 'proj_attn',
};
const VAE_NAME =
  /^((?:en|de)coder\.mid_block\.attentions\.0\.)(to_q|to_k|to_v|to_out\.0)\.(weight|bias)$/;
/** Since transformers 5.6 CLIPTextModel's own names have no `text_model.`. */
const TEXT_PREFIX = 'text_model.';

/**
 * Other names of a tensor, to be tried in this order when its own is not in the file. 1×1 kernels
 * [C,C,1,1] in the place of matrices need nothing: the layout flattens them.
 */
export function otherTensorNames(tensor: string): string[] {
  const vae = VAE_NAME.exec(tensor);
  if (vae) return [`${vae[1]}${VAE_ATTENTION[vae[2]!]}.${vae[3]}`];
  return tensor.startsWith(TEXT_PREFIX) ? [tensor.slice(TEXT_PREFIX.length)] : [];
}
