// Noise and learning-rate schedules against what was recorded from diffusers (fixtures/schedulers,
// fixtures/optim/lr_schedules.json).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSchedulerConfig } from '../formats/schedulerConfig';
import { parseSafetensors, toFloat32, toInt32 } from '../formats/safetensors';
import { learningRateFactor, type LearningRateName } from './learningRate';
import { NoiseSchedule } from './noiseSchedule';

const open = (name: string) =>
  parseSafetensors(new Uint8Array(readFileSync(`fixtures/schedulers/${name}`)));
const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((x, y) => Math.max(x, y), 0);

describe('NoiseSchedule', () => {
  const file = open('alphas_cumprod.safetensors');
  const read = (name: string) => toFloat32(file.tensors.get(name)!);
  it.each(['linear', 'scaled_linear', 'squaredcos_cap_v2'])('builds %s', (name) => {
    // The fixture's linear schedules use Stable Diffusion's ends.
    const schedule = new NoiseSchedule(
      parseSchedulerConfig({
        beta_schedule: name,
        beta_start: read(`${name}.betas`)[0],
        beta_end: read(`${name}.betas`)[999],
      }),
    );
    expect(largest(schedule.betas, read(`${name}.betas`))).toBeLessThan(1e-7);
    expect(largest(schedule.alphasCumprod, read(`${name}.alphas_cumprod`))).toBeLessThan(2e-6);
    const snr = read(`${name}.snr`);
    for (const t of [0, 100, 500, 998])
      expect(Math.abs(schedule.snr(t) / snr[t]! - 1)).toBeLessThan(1e-3);
  });
  it.each(['linear', 'scaled_linear'])('rescales %s to zero terminal SNR', (name) => {
    const betas = read(`${name}.betas`);
    const schedule = new NoiseSchedule(
      parseSchedulerConfig({
        beta_schedule: name,
        beta_start: betas[0],
        beta_end: betas[999],
        rescale_betas_zero_snr: true,
      }),
    );
    expect(largest(schedule.alphasCumprod, read(`${name}.zero_snr.alphas_cumprod`))).toBeLessThan(
      5e-6,
    );
    expect(schedule.alphasCumprod[999]).toBe(0);
  });
  it('adds noise and makes velocities', () => {
    const file2 = open('add_noise.safetensors');
    const tensor = (name: string) => toFloat32(file2.tensors.get(name)!);
    const timesteps = toInt32(file2.tensors.get('timesteps')!);
    const schedule = new NoiseSchedule(
      parseSchedulerConfig({
        beta_schedule: 'scaled_linear',
        beta_start: 0.00085,
        beta_end: 0.012,
      }),
    );
    const [x0, noise, noisy, velocity] = ['x0', 'noise', 'noisy', 'velocity'].map(tensor);
    const size = x0!.length / timesteps.length;
    const made = x0!.map((value, i) => {
      const [a, b] = schedule.addNoiseCoefficients(timesteps[Math.floor(i / size)]!);
      return a * value + b * noise![i]!;
    });
    const speed = x0!.map((value, i) => {
      const [a, b] = schedule.velocityCoefficients(timesteps[Math.floor(i / size)]!);
      return a * value + b * noise![i]!;
    });
    expect(largest(made, noisy!)).toBeLessThan(5e-6);
    expect(largest(speed, velocity!)).toBeLessThan(5e-6);
  });
  it('refuses a timestep outside the schedule', () => {
    expect(() => new NoiseSchedule(parseSchedulerConfig({})).addNoiseCoefficients(1000)).toThrow(
      'timestep 1000 is outside',
    );
  });
});

describe('learningRateFactor', () => {
  const { schedules } = JSON.parse(readFileSync('fixtures/optim/lr_schedules.json', 'utf8')) as {
    schedules: Record<string, number[]>;
  };
  const keys: Record<string, string> = {
    num_warmup_steps: 'numWarmupSteps',
    num_training_steps: 'numTrainingSteps',
    num_cycles: 'numCycles',
    power: 'power',
    lr_end: 'lrEnd',
  };
  it.each(Object.entries(schedules))('%s', (key, rates) => {
    const [name, list] = key.split('|') as [LearningRateName, string];
    const options = Object.fromEntries(
      list
        .split(',')
        .filter(Boolean)
        .map((part) => {
          const [k, value] = part.split('=');
          return [keys[k!]!, Number(value)];
        }),
    );
    expect(
      largest(
        rates.map((_, step) => learningRateFactor(name, step, options)),
        rates,
      ),
    ).toBeLessThan(1e-12);
  });
});
