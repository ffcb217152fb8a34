// MaskGIT: a transformer that predicts the masked tokens of a VQ autoencoder's grid (Chang et al.
// 2022), conditioned on text as aMUSEd is (Patil et al. 2024).

import { listModules } from '../../models/uvit2d';
import type { ImageTokens, Paradigm } from '../paradigm';
import { paradigmErrors } from '../../strings/errors/paradigms';
import { describeMaskgit, maskgitAtSize, openMaskgit, type MaskgitBase } from './base';
import { maskgitErrors } from './errors';
import { buildTokenLogitsGraph } from './graphs';
import { maskgitNetworks } from './networks';
import { maskgitProbe } from './probe';
import { ownTokens, sampleTokens } from './sampler';
import { sizedMaskgit } from './sized';
import { maskgitInputs } from './trainingInputs';

const gridSizeOf = ({ transformer, contextTokens, latentSize }: MaskgitBase) => ({
  uvit: transformer,
  contextTokens,
  height: latentSize[0],
  width: latentSize[1],
});

export const maskgit: Paradigm<MaskgitBase> = {
  id: 'maskgit',
  describe: describeMaskgit,
  sized: sizedMaskgit,
  open: openMaskgit,
  atSize: maskgitAtSize,
  modules: (model) => listModules(model.transformer),
  networks: maskgitNetworks,
  denoiseGraph: (model, batch, adapters) =>
    buildTokenLogitsGraph({ ...gridSizeOf(model), batch, adapters }),
  errors: (b, model, options) => maskgitErrors(b, { ...options, ...gridSizeOf(model) }),
  trainingInputs: maskgitInputs,
  sample: sampleTokens,
  ownSamples: ownTokens,
  ownLength: ({ latentSize: [height, width] }) => height * width,
  ownNumbers: (sample) => Float32Array.from((sample as ImageTokens).tokens),
  ownSample: (_, numbers) => ({ tokens: Int32Array.from(numbers) }),
  transitions: null,
  probe: maskgitProbe,
  encodedShape: ({ latentSize }) => latentSize,
  // Codes have no mean.
  planes: null,
  features({ codebook, vqvae: { vq_embed_dim: width } }, encoded) {
    const { tokens } = encoded as ImageTokens;
    const features = new Float32Array(tokens.length * width);
    tokens.forEach((code, at) =>
      features.set(codebook.subarray(code * width, (code + 1) * width), at * width),
    );
    return features;
  },
  toNumbers: (encoded) => (encoded as ImageTokens).tokens,
  fromNumbers: (_, numbers) => ({ tokens: Int32Array.from(numbers) }),
  invalidNumber({ transformer: { codebook_size: codes } }, numbers) {
    const bad = numbers.find((code) => !Number.isInteger(code) || code < 0 || code >= codes);
    return bad === undefined ? null : paradigmErrors.noSuchToken(bad, codes);
  },
};
