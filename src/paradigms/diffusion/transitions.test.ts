// Steps of a drawn trajectory on the nano model: their log-probability, written out here as
// kvablack/ddpo-pytorch does (mean over the latent of the normal's log-density), moves as minus the
// error that training takes; and the trajectory is DDIM's at η = 1.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import { samplerConfig, type SchedulerConfigOf } from '../../formats/schedulerConfig';
import { normals, STREAMS } from '../../random/philox';
import { DdimScheduler } from '../../schedules/ddim';
import { loadBaseModel } from '../baseModel';
import { openPipeline } from '../openPipeline';
import type { LatentMoments } from '../paradigm';
import type { DiffusionBase } from './base';
import { diffusionInputs } from './trainingInputs';
import { transitions } from './transitions';

const { signal } = new AbortController();
const STEPS = 6;

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe('steps of a drawn trajectory', () => {
  it('have the log-probability of DDIM’s draw, and are fed as they were seen', async () => {
    const model = (await loadBaseModel('nano', {
      read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
    })) as DiffusionBase;
    const executor = await createTfjsExecutor('wasm');
    const pipeline = openPipeline(executor, model);
    const request = {
      prompts: ['a cat', 'a dog'],
      seeds: [3, 4],
      inferenceSteps: STEPS,
      adapters: null,
      kept: STEPS,
    };
    const sampled = await pipeline.transitions(signal, request);
    const config = {
      ...(samplerConfig(model.schedulerFile, 'ddim') as SchedulerConfigOf<'DDIMScheduler'>),
      clip_sample: false,
    };
    const ddim = new DdimScheduler(config, STEPS);
    for (const [row, { encoded, transitions: all }] of sampled.entries()) {
      const steps = [...new Set(all)].sort((a, b) => b.timestep - a.timestep);
      expect(steps.length).toBeGreaterThanOrEqual(STEPS - 1);
      // Every step ends where the next begins; the last, if it is sampled, in the image.
      steps.forEach((step, i) => {
        const { gain, deviation } = ddim.spread(step.timestep, 1);
        const reached =
          steps[i + 1]?.sample ??
          (encoded as LatentMoments).mean.map((value) => value * model.vae.scaling_factor);
        /** log p(reached | sample) of a prediction, without what does not depend on it. */
        const logP = (prediction: Float32Array): number => {
          const at = ddim.step(prediction, step.timestep, step.sample, {
            eta: 1,
            noise: new Float32Array(prediction.length),
          });
          return mean(reached.map((x, j) => -((x - at[j]!) ** 2) / (2 * deviation ** 2)));
        };
        const errorOf = (prediction: Float32Array): number =>
          step.factor * mean(prediction.map((p, j) => (p - step.prediction[j]!) ** 2));
        // The prediction that sampled is off by the noise z of its step: its error is ½·mean z².
        const at = {
          stream: STREAMS.preview,
          step: ddim.timesteps.indexOf(step.timestep) + 1,
          item: 0,
        };
        const z = normals(request.seeds[row]!, at, reached.length);
        expect(step.sampledError).toBeCloseTo(mean(z.map((value) => value ** 2)) / 2, 5);
        if (steps[i + 1] || steps.length === STEPS)
          for (const phase of [1, 2]) {
            const other = step.prediction.map(
              (p, j) => p + ((0.1 * phase * deviation) / Math.abs(gain)) * Math.sin(j),
            );
            expect(logP(other)).toBeCloseTo(-errorOf(other), 4);
          }
      });
    }
    const [step] = sampled[0]!.transitions;
    const back = transitions.fromNumbers(model, transitions.toNumbers(step!));
    expect([...back.prediction]).toEqual([...step!.prediction]);
    expect(back.timestep).toBe(step!.timestep);
    const text = {
      hidden: normals(1, { stream: 91, step: 0, item: 0 }, model.contextTokens),
      pooled: null,
    };
    const inputs = diffusionInputs(
      model,
      { seed: 1, captionDropout: 0, mseSpace: 'x0', maskedReduction: 'mean' },
      text,
      [{ encoded: step!, text, keepsText: true }],
      7,
    );
    expect(inputs['k']![0]).toBe(Math.fround(step!.factor));
    expect([...inputs['latents']!]).toEqual([...step!.sample]);
    expect([...inputs['noise']!]).toEqual([...step!.prediction]);
    expect([...inputs['mixCoefficients']!]).toEqual([1, 0]);
    // The same seeds give the same trajectory.
    const again = await pipeline.transitions(signal, request);
    expect([...again[1]!.transitions[0]!.sample]).toEqual([...sampled[1]!.transitions[0]!.sample]);
    await pipeline.dispose();
    executor.dispose();
  });
});
