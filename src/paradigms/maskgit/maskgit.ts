// MaskGIT: a transformer that predicts the masked tokens of a VQ autoencoder's grid (Chang et al.
// 2022), conditioned on text as aMUSEd is (Patil et al. 2024).

import { listModules } from '../../models/uvit2d';
import type { ImageTokens, Paradigm } from '../paradigm';
import { describeMaskgit, openMaskgit, type MaskgitBase } from './base';
import { maskgitErrors } from './errors';
import { buildTokenLogitsGraph } from './graphs';
import { maskgitNetworks } from './networks';
import { maskgitProbe } from './probe';
import { sampleTokens } from './sampler';
import { sizedMaskgit } from './sized';
import { maskgitInputs } from './trainingInputs';

export const maskgit: Paradigm<MaskgitBase> = {
  id: 'maskgit',
  describe: describeMaskgit,
  sized: sizedMaskgit,
  open: openMaskgit,
  modules: (model) => listModules(model.transformer),
  networks: maskgitNetworks,
  denoiseGraph: ({ transformer, contextTokens }, batch, adapters) =>
    buildTokenLogitsGraph({ uvit: transformer, batch, contextTokens, adapters }),
  errors: (b, { transformer, contextTokens }, options) =>
    maskgitErrors(b, { ...options, uvit: transformer, contextTokens }),
  trainingInputs: maskgitInputs,
  sample: sampleTokens,
  probe: maskgitProbe,
  encodedShape: ({ latentSize }) => [latentSize, latentSize],
  toNumbers: (encoded) => (encoded as ImageTokens).tokens,
  fromNumbers: (_, numbers) => ({ tokens: Int32Array.from(numbers) }),
  invalidNumber({ transformer: { codebook_size: codes } }, numbers) {
    const bad = numbers.find((code) => !Number.isInteger(code) || code < 0 || code >= codes);
    return bad === undefined ? null : `has the token ${bad}, the codebook has ${codes}`;
  },
};
