// Recorded batches of a diffusion run: latents, noise, timesteps and text embeddings, each [steps,
// batch, …].

import { parseUNet2DConditionConfig } from '../../src/formats/modelConfig';
import { parseSchedulerConfig } from '../../src/formats/schedulerConfig';
import { listModules } from '../../src/models/unet2dCondition';
import { NoiseSchedule } from '../../src/schedules/noiseSchedule';
import { diffusionErrors } from '../../src/paradigms/diffusion/errors';
import { buildTrainGraph } from '../../src/runs/trainStep';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { openModel } from './loraFiles';
import { numberOf, toChannelsLast, type Recording } from './recorded';
import { stepOf, tgoNumbers, type RecordedSteps } from './recordedSteps';
import { timeProjection, UNET_TENSOR } from './unet';
import { tgo } from '../../src/objectives/tgo/tgo';

export function unetSteps(folder: CaseFolder, log: Json, batches: Recording): RecordedSteps {
  const { config, weights, modules } = openModel(
    folder.base(log['base'], 'unet'),
    UNET_TENSOR,
    parseUNet2DConditionConfig,
    listModules,
  );
  const scheduler = objectOf(log['scheduler'] ?? {}, 'scheduler');
  const schedule = new NoiseSchedule(parseSchedulerConfig(scheduler));
  const velocity = scheduler['prediction_type'] === 'v_prediction';
  const [steps, batch, channels, height, width] = batches.shape('latents') as [
    number,
    number,
    number,
    number,
    number,
  ];
  const slice = (name: string, step: number): Float32Array =>
    stepOf(batches.floats(name), step, steps);
  const image = [batch, channels, height, width];
  return {
    component: 'unet',
    modules,
    weights: { unet: weights },
    objective: tgo,
    numbers: tgoNumbers(log),
    steps,
    batch,
    temperature: numberOf(log['T']),
    graph: (plan, scale) =>
      buildTrainGraph(
        (b) =>
          diffusionErrors(b, {
            unet: config,
            batch,
            height,
            width,
            contextTokens: batches.shape('encoder_hidden_states')[2]!,
            plan,
            scale,
            reference: null,
            predictionType: velocity ? 'v_prediction' : 'epsilon',
          }),
        { objective: tgo, plan },
      ),
    inputsOf: (step) => {
      const timesteps = stepOf(batches.integers('timesteps'), step, steps);
      return {
        latents: toChannelsLast(slice('latents', step), image),
        noise: toChannelsLast(slice('noise', step), image),
        context: slice('encoder_hidden_states', step),
        scores: slice('relative_scores', step),
        k: new Float32Array(batch).fill(1),
        mixCoefficients: Float32Array.from(
          [...timesteps].flatMap((t) => schedule.addNoiseCoefficients(t)),
        ),
        timeProjection: timeProjection(config, timesteps, batch),
        ...(velocity
          ? {
              velocityCoefficients: Float32Array.from(
                [...timesteps].flatMap((t) => schedule.velocityCoefficients(t)),
              ),
            }
          : {}),
      };
    },
  };
}
