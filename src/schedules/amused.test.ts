// The aMUSEd scheduler against recorded steps of diffusers' (fixtures/schedulers/amused), and the
// draws and masks around it.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAmusedSchedulerConfig } from '../formats/modelConfig';
import { parseSafetensors, toFloat32, toInt32 } from '../formats/safetensors';
import { uniforms } from '../random/philox';
import { AmusedScheduler, drawTokens, gumbelNoise, maskedTokens, trainingMask } from './amused';

interface Run {
  timesteps: number[];
  temperatures: number[];
  masked_after_step_per_sample: number[][];
}
const json = JSON.parse(readFileSync('fixtures/schedulers/amused.json', 'utf8')) as {
  mask_token_id: number;
  runs: Record<string, Run>;
};
const { tensors } = parseSafetensors(
  new Uint8Array(readFileSync('fixtures/schedulers/amused.safetensors')),
);
const config = (masking_schedule: string) =>
  parseAmusedSchedulerConfig({ mask_token_id: json.mask_token_id, masking_schedule });

describe.each(Object.entries(json.runs))('%s', (name, run) => {
  const scheduler = new AmusedScheduler(config(name.split('_')[0]!), run.timesteps.length, [
    run.temperatures[0]!,
    run.temperatures.at(-1)!,
  ]);
  const [steps, batch, codes, height, width] = tensors.get(`${name}.logits`)!.shape as [
    number,
    number,
    number,
    number,
    number,
  ];
  const length = height * width;
  const whole = (tensor: string, step: number, sample: number) =>
    toInt32(tensors.get(`${name}.${tensor}`)!).slice(
      (step * batch + sample) * length,
      (step * batch + sample + 1) * length,
    );

  it('has the recorded timesteps and temperatures', () => {
    expect(scheduler.timesteps).toEqual(run.timesteps);
    scheduler.temperatures.forEach((temperature, i) =>
      expect(Math.abs(temperature - run.temperatures[i]!)).toBeLessThan(5e-7),
    );
  });

  it('takes the recorded steps', () => {
    const logits = toFloat32(tensors.get(`${name}.logits`)!);
    const gumbel = toFloat32(tensors.get(`${name}.gumbel`)!);
    for (let step = 0; step < steps; step++) {
      for (let sample = 0; sample < batch; sample++) {
        const at = step * batch + sample;
        const plane = logits.subarray(at * codes * length, (at + 1) * codes * length);
        const last = step === steps - 1;
        const made = scheduler.step({
          logits: Float32Array.from(
            { length: length * codes },
            (_, i) => plane[(i % codes) * length + Math.floor(i / codes)]!,
          ),
          drawn: whole('sampled_tokens', step, sample),
          gumbel: last ? null : gumbel.slice(at * length, (at + 1) * length),
          timestep: run.timesteps[step]!,
          sample: whole('sample_in', step, sample),
        });
        expect(made.original).toEqual(whole('pred_original_sample', step, sample));
        expect(made.sample).toEqual(whole('prev_sample', step, sample));
        expect(made.sample.filter((token) => token === json.mask_token_id).length).toBe(
          run.masked_after_step_per_sample[step]![sample],
        );
      }
    }
  });
});

describe('a step', () => {
  const scheduler = new AmusedScheduler(config('cosine'), 3);
  it('keeps known tokens, masks at least one and at most all but one of the unknown', () => {
    expect([2, 1].map((timestep) => scheduler.maskLength(timestep, 16, 16))).toEqual([13, 7]);
    expect([scheduler.maskLength(2, 16, 5), scheduler.maskLength(1, 16, 1)]).toEqual([4, 1]);
    const { sample } = scheduler.step({
      logits: new Float32Array(6).fill(0),
      drawn: Int32Array.of(1, 1, 1),
      gumbel: Float32Array.of(0, 3, 0),
      timestep: 2,
      sample: Int32Array.of(0, 39, 39),
    });
    expect([...sample]).toEqual([0, 1, 39]);
  });
  it('wants noise before the last timestep', () => {
    expect(() =>
      scheduler.step({
        logits: new Float32Array(2),
        drawn: Int32Array.of(0),
        gumbel: null,
        timestep: 1,
        sample: Int32Array.of(39),
      }),
    ).toThrow('draws Gumbel noise');
  });
  it('takes the last temperature of 0.01 where only the first is given', () => {
    expect([...new AmusedScheduler(config('linear'), 2, 4.5).temperatures]).toEqual([
      4.5,
      Math.fround(0.01),
    ]);
  });
});

describe('draws', () => {
  it('follow the probabilities of the logits', () => {
    const probabilities = [0.5, 0, 0.2, 0.3];
    const count = 4000;
    const logits = Float32Array.from(
      { length: count * 4 },
      (_, i) => Math.log(probabilities[i % 4]!) + 700,
    );
    const counts = [0, 0, 0, 0];
    for (const token of drawTokens(logits, uniforms(1, { stream: 97, step: 0, item: 0 }, count)))
      counts[token]!++;
    counts.forEach((found, token) =>
      expect(Math.abs(found / count - probabilities[token]!)).toBeLessThan(0.03),
    );
    expect(counts[1]).toBe(0);
  });
  it('reach the first and the last token of a row, and no impossible one', () => {
    const row = Float32Array.of(-Infinity, 0, 0, -Infinity);
    expect([...drawTokens(Float32Array.of(...row, ...row), [1e-12, 1 - 1e-12])]).toEqual([1, 2]);
  });
  it('give Gumbel noise of mean 0.577 (Euler) and variance π²/6, finite at both ends', () => {
    const noise = gumbelNoise(uniforms(2, { stream: 97, step: 0, item: 0 }, 20000));
    const mean = noise.reduce((sum, g) => sum + g, 0) / noise.length;
    expect(Math.abs(mean - 0.5772)).toBeLessThan(0.03);
    expect(
      Math.abs(
        noise.reduce((sum, g) => sum + (g - mean) ** 2, 0) / noise.length - Math.PI ** 2 / 6,
      ),
    ).toBeLessThan(0.1);
    expect([...gumbelNoise([0, 1])].every(Number.isFinite)).toBe(true);
  });
});

describe('training masks', () => {
  const draws = uniforms(3, { stream: 97, step: 0, item: 0 }, 64);
  it.each([
    [0, 64],
    [0.5, 45],
    [2 / 3, 32],
    [1, 1],
  ])('at time %d mask %i of 64 tokens', (time, count) => {
    const mask = trainingMask(time, draws);
    expect(mask.reduce((sum, one) => sum + one, 0)).toBe(count);
    const [masked, kept] = [1, 0].map((kind) => [...draws].filter((_, i) => mask[i] === kind)) as [
      number[],
      number[],
    ];
    if (kept.length > 0) expect(Math.max(...masked)).toBeLessThan(Math.min(...kept));
  });
  it('hide the masked tokens', () =>
    expect([...maskedTokens(Int32Array.of(4, 5, 6), [0, 1, 0], 39)]).toEqual([4, 39, 6]));
});
