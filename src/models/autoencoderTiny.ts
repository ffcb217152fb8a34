// The decoder of AutoencoderTiny (TAESD; diffusers autoencoders/autoencoder_tiny.py and vae.py): a
// few 3×3 convolutions with ReLU, no norms, no attention, some 1.2 M parameters for Stable
// Diffusion. Latents [N,h,w,C] as the UNet sees them, images [N,H,W,3] in about [0,1].

import type { AutoencoderTinyConfig } from '../formats/modelConfig';
import type { Tensor } from '../graph/graph';
import type { Layers } from './layers';

/** Latents are softly clamped to ±3 before they are decoded; on the host. */
export const clampLatent = (value: number): number => 3 * Math.tanh(value / 3);

/** diffusers `AutoencoderTinyBlock` of one width: relu(x + three convolutions). */
function block(layers: Layers, x: Tensor, module: string, width: number): Tensor {
  const { builder } = layers;
  const relu = (tensor: Tensor): Tensor => builder.activation(tensor, 'relu');
  let h = relu(layers.conv3x3(x, `${module}.conv.0`, width));
  h = relu(layers.conv3x3(h, `${module}.conv.2`, width));
  return layers.tap(module, relu(builder.add(layers.conv3x3(h, `${module}.conv.4`, width), x)));
}

/** Clamped latents [N,h,w,C] -> images [N,H,W,3], to be scaled from [0,1]. */
export function decodeTiny(layers: Layers, config: AutoencoderTinyConfig, latents: Tensor): Tensor {
  const { builder } = layers;
  const width = config.decoder_block_out_channels[0]!;
  const last = config.num_decoder_blocks.length - 1;
  // Places in diffusers' Sequential, in which activations and upsamplings count too.
  let place = 0;
  const next = (): string => `decoder.layers.${place++}`;
  let h = layers.conv3x3(latents, next(), width);
  next();
  h = builder.activation(h, 'relu');
  config.num_decoder_blocks.forEach((count, level) => {
    for (let i = 0; i < count; i++) h = block(layers, h, next(), width);
    if (level < last) {
      next();
      h = builder.upsampleNearest(h, [2 * h.shape[1]!, 2 * h.shape[2]!]);
    }
    const geometry = { kernel: [3, 3], stride: 1, pad: [1, 1, 1, 1] } as const;
    h = layers.conv(h, next(), level < last ? width : config.out_channels, geometry, {
      bias: level === last,
    });
  });
  return h;
}
