// All schedules against the states recorded from diffusers (fixtures/schedulers, fixtures/optim/lr_schedules.json).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSchedulerConfig } from '../formats/modelConfig';
import { parseSafetensors, toFloat32, toInt32 } from '../formats/safetensors';
import { DdimScheduler } from './ddim';
import { DdpmScheduler } from './ddpm';
import { learningRateFactor, type LearningRateName } from './learningRate';
import { NoiseSchedule } from './noiseSchedule';

const open = (name: string) => parseSafetensors(new Uint8Array(readFileSync(`fixtures/schedulers/${name}`)));
const largest = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((x, y) => Math.max(x, y), 0);

describe('NoiseSchedule', () => {
  const file = open('alphas_cumprod.safetensors');
  const read = (name: string) => toFloat32(file.tensors.get(name)!);
  it.each(['linear', 'scaled_linear', 'squaredcos_cap_v2'])('builds %s', (name) => {
    // The fixture's linear schedules use Stable Diffusion's ends.
    const schedule = new NoiseSchedule(parseSchedulerConfig({ beta_schedule: name, beta_start: read(`${name}.betas`)[0], beta_end: read(`${name}.betas`)[999] }));
    expect(largest(schedule.betas, read(`${name}.betas`))).toBeLessThan(1e-7);
    expect(largest(schedule.alphasCumprod, read(`${name}.alphas_cumprod`))).toBeLessThan(2e-6);
    const snr = read(`${name}.snr`);
    for (const t of [0, 100, 500, 998]) expect(Math.abs(schedule.snr(t) / snr[t]! - 1)).toBeLessThan(1e-3);
  });
  it.each(['linear', 'scaled_linear'])('rescales %s to zero terminal SNR', (name) => {
    const betas = read(`${name}.betas`);
    const schedule = new NoiseSchedule(parseSchedulerConfig({ beta_schedule: name, beta_start: betas[0], beta_end: betas[999], rescale_betas_zero_snr: true }));
    expect(largest(schedule.alphasCumprod, read(`${name}.zero_snr.alphas_cumprod`))).toBeLessThan(5e-6);
    expect(schedule.alphasCumprod[999]).toBe(0);
  });
  it('adds noise and makes velocities', () => {
    const file2 = open('add_noise.safetensors');
    const tensor = (name: string) => toFloat32(file2.tensors.get(name)!);
    const timesteps = toInt32(file2.tensors.get('timesteps')!);
    const schedule = new NoiseSchedule(parseSchedulerConfig({ beta_schedule: 'scaled_linear', beta_start: 0.00085, beta_end: 0.012 }));
    const [x0, noise, noisy, velocity] = ['x0', 'noise', 'noisy', 'velocity'].map(tensor);
    const size = x0!.length / timesteps.length;
    const made = x0!.map((value, i) => { const [a, b] = schedule.addNoiseCoefficients(timesteps[Math.floor(i / size)]!); return a * value + b * noise![i]!; });
    const speed = x0!.map((value, i) => { const [a, b] = schedule.velocityCoefficients(timesteps[Math.floor(i / size)]!); return a * value + b * noise![i]!; });
    expect(largest(made, noisy!)).toBeLessThan(5e-6);
    expect(largest(speed, velocity!)).toBeLessThan(5e-6);
  });
  it('refuses a timestep outside the schedule', () => {
    expect(() => new NoiseSchedule(parseSchedulerConfig({})).addNoiseCoefficients(1000)).toThrow('timestep 1000 is outside');
  });
});

interface Run { class: string; config: Record<string, unknown>; step_kwargs: { eta?: number }; timesteps: number[]; noise_draws: number }
const { runs } = JSON.parse(readFileSync('fixtures/schedulers/trajectories.json', 'utf8')) as { runs: Record<string, Run> };
const states = open('trajectories.safetensors');
const numbers = (name: string) => toFloat32(states.tensors.get(name)!);

describe.each(Object.entries(runs).filter(([, run]) => run.class === 'DDIMScheduler' || run.class === 'DDPMScheduler'))('%s', (name, run) => {
  it('follows the recorded trajectory', () => {
    const config = parseSchedulerConfig(run.config);
    const steps = run.timesteps.length;
    const ddim = run.class === 'DDIMScheduler' ? new DdimScheduler(config, steps) : null;
    const ddpm = ddim ? null : new DdpmScheduler(config, steps);
    expect((ddim ?? ddpm)!.timesteps).toEqual(run.timesteps);
    const c0 = numbers('c0');
    const noise = numbers('variance_noise');
    const recorded = numbers(`${name}.states`);
    let x: Float32Array = numbers('x_T_unit');
    let draws = 0;
    const size = x.length;
    for (const t of run.timesteps) {
      const prediction = x.map((value, i) => 0.3 * value * Math.cos(t / 200) + 0.5 * c0[i]! + 0.2 * Math.sin(t / 100));
      const draw = () => noise.subarray(draws * size, ++draws * size);
      if (ddim) {
        const eta = run.step_kwargs.eta ?? 0;
        x = ddim.step(prediction, t, x, eta > 0 ? { eta, noise: draw() } : {});
      } else {
        x = ddpm!.step(prediction, t, x, ddpm!.drawsNoise(t) ? draw() : null);
      }
    }
    expect(draws).toBe(run.noise_draws);
    const last = recorded.subarray(recorded.length - size);
    // Ten float32 steps of the reference: its own rounding is about 1e-6 of the largest number.
    expect(largest(x, last)).toBeLessThan(2e-5 * Math.max(1, ...last.map(Math.abs)));
  });
});

describe('learningRateFactor', () => {
  const { schedules } = JSON.parse(readFileSync('fixtures/optim/lr_schedules.json', 'utf8')) as { schedules: Record<string, number[]> };
  const keys: Record<string, string> = { num_warmup_steps: 'numWarmupSteps', num_training_steps: 'numTrainingSteps', num_cycles: 'numCycles', power: 'power', lr_end: 'lrEnd' };
  it.each(Object.entries(schedules))('%s', (key, rates) => {
    const [name, list] = key.split('|') as [LearningRateName, string];
    const options = Object.fromEntries(list.split(',').filter(Boolean).map((part) => { const [k, value] = part.split('='); return [keys[k!]!, Number(value)]; }));
    expect(largest(rates.map((_, step) => learningRateFactor(name, step, options)), rates)).toBeLessThan(1e-12);
  });
});
