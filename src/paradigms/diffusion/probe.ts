// How likely a diffusion model finds an image: −log π is the mean squared error of its prediction
// at fixed timesteps and noises, up to a constant and the factor 1/T (docs/losses.md 1.0).

import { normals, STREAMS } from '../../random/philox';
import { mean } from '../../statistics/moments';
import type { LatentMoments, LikelihoodProbe, ProbeQuestion } from '../paradigm';
import { packRows } from '../rows';
import type { DiffusionBase } from './base';
import { timeProjection } from './sampler';

export function diffusionProbe(model: DiffusionBase): LikelihoodProbe {
  const length = model.latentSize[0] * model.latentSize[1] * model.latentChannels;
  const timestepOf = ({ place }: ProbeQuestion): number =>
    Math.floor(place * model.schedule.numTrainTimesteps);
  const noiseOf = ({ image, draw }: ProbeQuestion): Float32Array =>
    normals(0, { stream: STREAMS.probe, step: draw, item: image }, length);
  const mixed = (question: ProbeQuestion, [a, b]: readonly [number, number]): Float32Array => {
    const { mean: latent } = question.encoded as LatentMoments;
    const noise = noiseOf(question);
    return latent.map((value, i) => a * model.vae.scaling_factor * value + b * noise[i]!);
  };
  return {
    inputs: (questions, batch) => ({
      sample: packRows(
        questions.map((question) =>
          mixed(question, model.schedule.addNoiseCoefficients(timestepOf(question))),
        ),
        batch,
      ),
      context: packRows(
        questions.map(({ text }) => text.hidden),
        batch,
      ),
      timeProjection: timeProjection(
        model,
        Array.from({ length: batch }, (_, i) =>
          questions[i] === undefined ? 0 : timestepOf(questions[i]),
        ),
      ),
    }),
    surprise(question, output) {
      const target =
        model.predictionType === 'v_prediction'
          ? mixed(question, model.schedule.velocityCoefficients(timestepOf(question)))
          : noiseOf(question);
      return mean(Array.from(output, (value, i) => (value - target[i]!) ** 2));
    },
  };
}
