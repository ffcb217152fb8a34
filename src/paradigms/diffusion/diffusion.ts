// Latent diffusion: a UNet that predicts noise or velocity in the latent space of an autoencoder
// (Rombach et al. 2022), with CLIP's text encoder; Stable Diffusion 1.x and 2.x.

import { listModules } from '../../models/unet2dCondition';
import type { LatentMoments, Paradigm } from '../paradigm';
import { describeDiffusion, diffusionAtSize, openDiffusion, type DiffusionBase } from './base';
import { diffusionErrors } from './errors';
import { buildDenoiseGraph, type UnetSize } from './graphs';
import { diffusionNetworks, SAMPLED_LOG_VARIANCE } from './networks';
import { diffusionProbe } from './probe';
import { sampleLatents } from './sampler';
import { sizedDiffusion } from './sized';
import { diffusionInputs } from './trainingInputs';
import { transitions } from './transitions';
import { ownLength, ownNumbers, ownSample, ownTrajectories } from './trajectory';

const sizeOf = (model: DiffusionBase, batch: number): UnetSize => ({
  unet: model.unet,
  batch,
  height: model.latentSize[0],
  width: model.latentSize[1],
  contextTokens: model.contextTokens,
});

export const diffusion: Paradigm<DiffusionBase> = {
  id: 'diffusion',
  describe: describeDiffusion,
  sized: sizedDiffusion,
  open: openDiffusion,
  atSize: diffusionAtSize,
  modules: (model) => listModules(model.unet),
  networks: diffusionNetworks,
  denoiseGraph: (model, batch, adapters) =>
    buildDenoiseGraph({ ...sizeOf(model, batch), adapters }),
  errors: (b, model, options) =>
    diffusionErrors(b, {
      ...options,
      ...sizeOf(model, options.batch),
      predictionType: model.predictionType,
    }),
  trainingInputs: diffusionInputs,
  sample: sampleLatents,
  ownSamples: ownTrajectories,
  ownLength,
  ownNumbers,
  ownSample,
  transitions,
  probe: diffusionProbe,
  encodedShape: (model) => [...model.latentSize, model.latentChannels],
  planes: {
    of: (encoded) => {
      const { mean, logVariance } = encoded as LatentMoments;
      return [mean, logVariance];
    },
    from: ([mean, logVariance]) => ({ mean: mean!, logVariance: logVariance! }),
  },
  features: (_, encoded) => (encoded as LatentMoments).mean,
  toNumbers: (encoded) => (encoded as LatentMoments).mean,
  fromNumbers: (_, numbers) => ({
    mean: numbers,
    logVariance: new Float32Array(numbers.length).fill(SAMPLED_LOG_VARIANCE),
  }),
  invalidNumber: () => null,
};
