// Recorded training: TGO + clip + AdamW on a UNet's adapters, step by step: losses, log-probabilities of policy and reference, the
// gradient norm before clipping, and the adapters after the recorded steps. A UVit's batches (tokens) have no code yet.

import { existsSync, readFileSync } from 'node:fs';
import { parseSchedulerConfig, parseUNet2DConditionConfig } from '../../src/formats/modelConfig';
import { readLora } from '../../src/formats/loraFile';
import { listModules, planAdapters } from '../../src/models/lora';
import { NoiseSchedule } from '../../src/schedules/noiseSchedule';
import { adaptersOfLora } from '../../src/train/exportLora';
import { buildTrainGraph } from '../../src/train/trainGraph';
import { objectOf, openWeights, type CaseFolder, type Json } from './caseFolder';
import { allowed, largestError, numberOf, numbersOf, toChannelsLast } from './recorded';
import type { Comparison } from './report';
import type { Suite } from './suite';
import { timeProjection, UNET_TENSOR } from './unet';

const STATES = ['policy', 'gradients', 'adam.m', 'adam.v'] as const;

export async function trainCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const log = objectOf(folder.json('log.json'), `${folder.name}/log.json`);
  const batches = folder.recordings((io) => io.has('latents') && io.has('noise') && io.has('timesteps') && io.has('relative_scores'))[0];
  if (!batches) {
    suite.report.unknown(folder.name, 'no batches of latents and noise');
    return;
  }
  const base = folder.base(log['base'], 'unet');
  const path = base.weightFile(UNET_TENSOR);
  const config = suite.prepare(folder.name, () => parseUNet2DConditionConfig(base.config(UNET_TENSOR)));
  if (config === null || path === null) return;
  const source = openWeights(path);
  const modules = listModules(config);
  const plan = planAdapters(modules, (log['target_modules'] as unknown[]).map(String), numberOf(log['rank']));
  const adapters = (file: string): Float32Array => adaptersOfLora(plan, readLora(readFileSync(folder.at(file)), { unet: modules.map(({ module }) => module) }));
  const scheduler = objectOf(log['scheduler'] ?? {}, 'scheduler');
  const schedule = new NoiseSchedule(parseSchedulerConfig(scheduler));
  const velocity = scheduler['prediction_type'] === 'v_prediction';
  const [steps, batch, channels, height, width] = batches.shape('latents') as [number, number, number, number, number];
  const graph = buildTrainGraph({
    unet: config, batch, height, width, contextTokens: batches.shape('encoder_hidden_states')[2]!, plan, scale: numberOf(log['lora_alpha'] ?? log['rank']) / plan.rank,
    method: 'tgo', reference: null, predictionType: velocity ? 'v_prediction' : 'epsilon',
  });
  const inputsOf = (step: number): Record<string, Float32Array> => {
    const slice = (name: string): Float32Array => {
      const data = batches.floats(name);
      return data.slice((step * data.length) / steps, ((step + 1) * data.length) / steps);
    };
    const timesteps = batches.integers('timesteps').slice(step * batch, (step + 1) * batch);
    const image = [batch, channels, height, width];
    return {
      latents: toChannelsLast(slice('latents'), image), noise: toChannelsLast(slice('noise'), image), context: slice('encoder_hidden_states'), scores: slice('relative_scores'), k: new Float32Array(batch).fill(1),
      mixCoefficients: Float32Array.from([...timesteps].flatMap((t) => schedule.addNoiseCoefficients(t))), timeProjection: timeProjection(config, timesteps, batch),
      ...(velocity ? { velocityCoefficients: Float32Array.from([...timesteps].flatMap((t) => schedule.velocityCoefficients(t))) } : {}),
    };
  };
  const temperature = numberOf(log['T']);
  const [beta1, beta2] = numbersOf(log['betas']) as [number, number];
  const [exact, float32] = [log['f64'] as Json[], log['f32'] as Json[]];
  const adapterFloors = numbersOf(log['max_abs_lora_f32_vs_f64_per_step']);
  await suite.run(`${folder.name} (${steps} steps)`, false, async ({ executor }) => {
    for (const state of STATES) executor.writeState(state, plan.length, state === 'policy' ? adapters('lora_init.safetensors') : new Float32Array(plan.length));
    const program = await executor.compile(graph, { weights: { unet: source } });
    const out: Comparison[] = [];
    try {
      for (let step = 0; step < steps; step++) {
        await program.run(inputsOf(step), {
          beta: numberOf(log['beta']), temperature, c: numberOf(log['c']), tau: 0, learningRate: numberOf(log['lr']), adamBeta1: beta1, adamBeta2: beta2, adamEpsilon: numberOf(log['eps']),
          weightDecay: numberOf(log['weight_decay']), maxGradNorm: numberOf(log['max_grad_norm'] ?? 0), biasCorrection1: 1 - beta1 ** (step + 1), biasCorrection2: 1 - beta2 ** (step + 1),
        });
        const { terms, errors, norm } = await program.read(['terms', 'errors', 'norm']);
        const columns = (data: Float32Array, stride: number, column: number): number[] => Array.from({ length: batch }, (_, i) => data[i * stride + column]!);
        const made: Record<string, number[]> = {
          loss: [columns(terms!, 6, 0).reduce((sum, value) => sum + value, 0) / batch], log_probs: columns(errors!, 3, 0).map((m) => -m / temperature),
          ref_log_probs: columns(errors!, 3, 1).map((r) => -r / temperature), grad_norm_before_clip: [norm![0]!],
        };
        for (const [key, values] of Object.entries(made)) {
          const numbers = (record: Json): number[] => (Array.isArray(record[key]) ? numbersOf(record[key]) : [numberOf(record[key])]);
          const recorded = numbers(exact[step]!);
          out.push({ what: `${key} of step ${step + 1}`, error: largestError(values, recorded), tolerance: allowed(recorded, largestError(numbers(float32[step]!), recorded)) });
        }
        const file = [`lora_after_step${step + 1}.safetensors`, ...(step === steps - 1 ? ['lora_final.safetensors'] : [])].find((name) => existsSync(folder.at(name)));
        if (file) {
          const recorded = adapters(file);
          out.push({ what: file, error: largestError(await executor.readState('policy'), recorded), tolerance: allowed(recorded, adapterFloors[step] ?? 0) });
        }
      }
    } finally {
      program.dispose();
      for (const state of STATES) executor.dropState(state);
    }
    return out;
  });
}
