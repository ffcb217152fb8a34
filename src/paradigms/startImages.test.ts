// Sampling that starts from an image (SDEdit) on the bundled nano models: where it starts, how many
// steps it makes, and what a strength of nothing and of 1 do. The denoiser is stood in for by
// numbers that show what it was asked: what it answers is tested by parity
// (own_base/sampler_strength).

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { InputData } from '../executors/executor';
import { samplerConfig } from '../formats/schedulerConfig';
import { normals, STREAMS } from '../random/philox';
import { firstCall, noised, openSampler } from '../schedules/sampler';
import { loadBaseModel } from './baseModel';
import type { DiffusionBase } from './diffusion/base';
import { sampleLatents } from './diffusion/sampler';
import type { MaskgitBase } from './maskgit/base';
import { sampleTokens } from './maskgit/sampler';
import type { LatentMoments, TextConditioning } from './paradigm';

const STEPS = 10;
const SEED = 7;

async function open(id: string): Promise<{ model: unknown; text: TextConditioning }> {
  const model = await loadBaseModel(id, {
    read: async (path) => new Uint8Array(readFileSync(`public/models/${id}/${path}`)),
  });
  const hidden = new Float32Array(model.contextTokens * model.textEncoder.hidden_size);
  return { model, text: { hidden, pooled: new Float32Array(model.textEncoder.projection_dim) } };
}

describe('diffusion', async () => {
  const { model: opened, text } = await open('nano');
  const model = opened as DiffusionBase;
  const length = model.latentSize[0] * model.latentSize[1] * model.latentChannels;
  const encoded: LatentMoments = {
    mean: normals(1, { stream: 90, step: 0, item: 0 }, length),
    logVariance: new Float32Array(length),
  };
  const run = async (
    strength: number,
    sampler: 'ddim' | 'dpmpp_2m' = 'ddim',
  ): Promise<{ seen: InputData[]; mean: Float32Array }> => {
    const seen: InputData[] = [];
    const [made] = await sampleLatents(model, {
      signal: new AbortController().signal,
      texts: [text],
      unconditional: text,
      seeds: [SEED],
      inferenceSteps: STEPS,
      sampler,
      start: { encoded: [encoded], strength },
      async predict(inputs) {
        // The sampler fills one array anew at every step.
        seen.push({ sample: (inputs['sample'] as Float32Array).slice() });
        return new Float32Array(length).fill(0.1);
      },
    });
    return { seen, mean: made!.mean };
  };

  it.each([0.3, 0.75, 1])('starts at strength %d noised to the first of its steps', async (s) => {
    const { seen } = await run(s);
    const first = firstCall(STEPS, s);
    expect(seen).toHaveLength(STEPS - first);
    const config = samplerConfig(model.schedulerFile, 'ddim');
    const wanted = noised(
      config,
      openSampler(config, STEPS, { first }),
      first,
      encoded.mean.map((value) => value * model.vae.scaling_factor),
      normals(SEED, { stream: STREAMS.preview, step: 0, item: 0 }, length),
    );
    expect((seen[0]!['sample'] as Float32Array).slice(0, length)).toEqual(wanted);
  });
  it('leaves the image alone below one step, and refuses a sampler with a memory', async () => {
    const { seen, mean } = await run(0.05);
    expect(seen).toHaveLength(0);
    expect(Math.max(...mean.map((value, i) => Math.abs(value - encoded.mean[i]!)))).toBeLessThan(
      1e-6,
    );
    await expect(run(0.5, 'dpmpp_2m')).rejects.toThrow('cannot start from an image');
  });
});

describe('MaskGIT', async () => {
  const { model: opened, text } = await open('nano-maskgit');
  const model = opened as MaskgitBase;
  const length = model.latentSize[0] * model.latentSize[1];
  const maskToken = model.scheduler.mask_token_id;
  const codes = model.transformer.codebook_size;
  const tokens = Int32Array.from({ length }, (_, i) => i % codes);
  const run = async (strength: number): Promise<{ masked: number[]; made: Int32Array }> => {
    const masked: number[] = [];
    const [made] = await sampleTokens(model, {
      signal: new AbortController().signal,
      texts: [text],
      unconditional: text,
      seeds: [SEED],
      inferenceSteps: STEPS,
      sampler: null,
      start: { encoded: [{ tokens }], strength },
      async predict(inputs) {
        const ids = (inputs['ids'] as Int32Array).slice(0, length);
        masked.push(ids.filter((id) => id === maskToken).length);
        ids.forEach((id, i) =>
          expect(id === maskToken || id === tokens[i] || masked.length > 1).toBe(true),
        );
        return normals(2, { stream: 91, step: masked.length, item: 0 }, length * codes);
      },
    });
    return { masked, made: made!.tokens };
  };

  it.each([0.3, 0.7, 1])('masks at strength %d the share of its first step', async (strength) => {
    const { masked, made } = await run(strength);
    const first = firstCall(STEPS, strength);
    expect(masked).toHaveLength(STEPS - first);
    const share = Math.cos((Math.PI / 2) * (first / STEPS));
    // Each token by itself: four standard deviations.
    const spread = 4 * Math.sqrt(length * share * (1 - share));
    expect(Math.abs(masked[0]! - share * length)).toBeLessThanOrEqual(spread);
    expect(made.includes(maskToken)).toBe(false);
    const kept = made.filter((token, i) => token === tokens[i]).length;
    expect(kept).toBeGreaterThanOrEqual(length - masked[0]!);
  });
  it('leaves the image alone below one step', async () => {
    const { masked, made } = await run(0.05);
    expect(masked).toHaveLength(0);
    expect([...made]).toEqual([...tokens]);
  });
});
