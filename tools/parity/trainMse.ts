// Recorded steps on the plain error of a LoRA case: the folder `train` inside it holds the log and
// the adapters after each step; batch and first adapters are the case's own, the same in every
// step.

import { parseUNet2DConditionConfig } from '../../src/formats/modelConfig';
import { listModules } from '../../src/models/unet2dCondition';
import { sft } from '../../src/objectives/sft/sft';
import { diffusionErrors } from '../../src/paradigms/diffusion/errors';
import { buildTrainGraph } from '../../src/runs/trainStep';
import type { CaseFolder, Json } from './caseFolder';
import { openModel } from './loraFiles';
import { numberOf } from './recorded';
import type { RecordedSteps } from './recordedSteps';
import { timeProjection, UNET_TENSOR, unetSize } from './unet';

export function mseSteps(lora: CaseFolder, log: Json): RecordedSteps | null {
  const [io] = lora.recordings((one) =>
    ['sample', 'target', 'timestep', 'encoder_hidden_states'].every((tensor) => one.has(tensor)),
  );
  if (!io) return null;
  const { config, weights, modules } = openModel(
    lora.base(lora.meta()['base'], 'unet'),
    UNET_TENSOR,
    parseUNet2DConditionConfig,
    listModules,
  );
  const size = unetSize(io, 'sample', io.shape('encoder_hidden_states'));
  const { batch } = size;
  const inputs = {
    // The sample is noised already and the target given: x = 1·sample + 0·target.
    latents: io.channelsLast('sample'),
    noise: io.channelsLast('target'),
    mixCoefficients: Float32Array.from({ length: 2 * batch }, (_, i) => 1 - (i % 2)),
    context: io.floats('encoder_hidden_states'),
    scores: new Float32Array(batch),
    k: new Float32Array(batch).fill(1),
    timeProjection: timeProjection(config, io.integers('timestep'), batch),
  };
  return {
    component: 'unet',
    modules,
    weights: { unet: weights },
    objective: sft,
    numbers: {},
    steps: numberOf(log['steps']),
    batch,
    temperature: 1,
    graph: (plan, scale) =>
      buildTrainGraph(
        (b) =>
          diffusionErrors(b, {
            unet: config,
            ...size,
            plan,
            scale,
            reference: 'none',
            predictionType: 'epsilon',
          }),
        { objective: sft, plan },
      ),
    inputsOf: () => inputs,
  };
}
