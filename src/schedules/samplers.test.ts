// Samplers against the trajectories recorded from diffusers (fixtures/schedulers), and what they
// refuse.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StudioError } from '../errors';
import { parsePythonJson } from '../formats/pythonJson';
import { parseSafetensors, toFloat32 } from '../formats/safetensors';
import { parseSchedulerConfig } from '../formats/schedulerConfig';
import { openSampler, type SamplerOptions } from './sampler';
import { samplerTimesteps } from './timesteps';
import type { Sampler } from './trajectory';

interface Run {
  class: string;
  config: Record<string, unknown>;
  step_kwargs: { eta?: number };
  timesteps: number[];
  init_noise_sigma: number;
  sigmas: number[] | null;
  noise_draws: number;
}

const { runs } = parsePythonJson(readFileSync('fixtures/schedulers/trajectories.json', 'utf8')) as {
  runs: Record<string, Run & Record<string, number[]>>;
};
const states = parseSafetensors(
  new Uint8Array(readFileSync('fixtures/schedulers/trajectories.safetensors')),
);
const numbers = (name: string) => toFloat32(states.tensors.get(name)!);
const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((x, y) => Math.max(x, y), 0);
const open = (run: Run, steps: number, options?: SamplerOptions) =>
  openSampler(parseSchedulerConfig({ ...run.config, _class_name: run.class }), steps, options);

const trajectories = Object.entries(runs).filter(([name]) => !name.startsWith('timesteps.'));

/** The formula that stood for the network, and the whole trajectory. */
function follow(sampler: Sampler): Float32Array {
  const [c0, noise] = [numbers('c0'), numbers('variance_noise')];
  let x: Float32Array = numbers('x_T_unit').map((value) => value * sampler.initNoiseSigma);
  for (const [call, t] of sampler.timesteps.entries()) {
    const prediction = x.map(
      (value, i) =>
        0.3 * value * sampler.inputScale(call) * Math.cos(t / 200) +
        0.5 * c0[i]! +
        0.2 * Math.sin(t / 100),
    );
    x = sampler.step(
      prediction,
      x,
      sampler.drawsNoise(call) ? noise.subarray(call * x.length, (call + 1) * x.length) : null,
    );
  }
  return x;
}

describe.each(trajectories)('%s', (name, run) => {
  const steps = Number(/steps(\d+)$/.exec(name)![1]);
  it('follows the recorded trajectory', () => {
    const sampler = open(run, steps, { eta: run.step_kwargs.eta ?? 0 });
    expect(sampler.timesteps.length).toBe(run.timesteps.length);
    expect(largest(sampler.timesteps, run.timesteps)).toBeLessThan(1e-3);
    expect(Math.abs(sampler.initNoiseSigma - run.init_noise_sigma)).toBeLessThan(
      1e-5 * run.init_noise_sigma,
    );
    if (sampler.sigmas) expect(largest(sampler.sigmas, run.sigmas!)).toBeLessThan(1e-5);
    const made = follow(sampler);
    const recorded = numbers(`${name}.states`);
    const last = recorded.subarray(recorded.length - made.length);
    // Ten float32 steps of the reference: its own rounding is about 1e-6 of the largest number.
    expect(largest(made, last)).toBeLessThan(2e-5 * Math.max(1, ...last.map(Math.abs)));
    expect(() => sampler.step(made, made, made)).toThrow('has ended');
  });
});

describe('timesteps', () => {
  it.each([1, 2, 4, 20, 25, 30, 50])('of %i steps are the recorded ones', (steps) => {
    const lists = Object.entries(runs[`timesteps.${steps}`] as unknown as Record<string, number[]>);
    for (const [key, list] of lists) {
      const run = trajectories.find(([name]) => name.startsWith(`${key}.`))![1];
      expect(largest(open(run, steps).timesteps, list), key).toBeLessThan(1e-3);
    }
    expect(lists.length).toBe(21);
  });
  it('rounds as NumPy does', () => {
    // 13·999/26 is 499.5, but NumPy's 13·38.42… is below it; 1000 − 3·1000/48 is 937.5, but NumPy's
    // is below it.
    expect(
      samplerTimesteps(
        { num_train_timesteps: 1000, timestep_spacing: 'linspace', steps_offset: 0 },
        27,
      )[13],
    ).toBe(499);
    expect(
      samplerTimesteps(
        { num_train_timesteps: 1000, timestep_spacing: 'trailing', steps_offset: 0 },
        48,
      )[3],
    ).toBe(936);
  });
  it('refuses more steps than there are', () => {
    expect(() => openSampler(parseSchedulerConfig({}), 1001)).toThrow('1001 sampler steps');
  });
});

describe('what has no rule is refused', () => {
  const refused = (config: Record<string, unknown>, steps = 10): StudioError => {
    try {
      openSampler(parseSchedulerConfig(config), steps);
    } catch (error) {
      return error as StudioError;
    }
    throw new Error('nothing was refused');
  };
  it.each([
    [{ _class_name: 'PNDMScheduler', prediction_type: 'sample' }, 'predicts the sample'],
    [
      {
        _class_name: 'PNDMScheduler',
        skip_prk_steps: true,
        timestep_spacing: 'trailing',
        rescale_betas_zero_snr: true,
      },
      '0 at timestep 999',
    ],
    [{ _class_name: 'DPMSolverMultistepScheduler', algorithm_type: 'dpmsolver' }, 'σ of zero'],
    [
      {
        _class_name: 'DPMSolverMultistepScheduler',
        algorithm_type: 'sde-dpmsolver++',
        solver_order: 3,
      },
      'order 3',
    ],
    [
      { _class_name: 'DPMSolverMultistepScheduler', use_karras_sigmas: true, use_lu_lambdas: true },
      'more than one',
    ],
    [{ _class_name: 'DPMSolverMultistepScheduler', solver_type: 'bh2' }, '“solver_type”: "bh2"'],
    [
      {
        _class_name: 'EulerDiscreteScheduler',
        use_karras_sigmas: true,
        use_exponential_sigmas: true,
      },
      'at once',
    ],
    [{ _class_name: 'EulerDiscreteScheduler', use_beta_sigmas: true }, '“use_beta_sigmas”: true'],
  ])('%j', (config, words) => {
    const error = refused(config);
    expect(error).toBeInstanceOf(StudioError);
    expect(error.kind).toBe('Unsupported');
    expect(error.message).toContain(words);
  });
  it('says how many steps a Runge-Kutta start wants', () => {
    expect(refused({ _class_name: 'PNDMScheduler' }, 3)).toMatchObject({
      kind: 'BadSettings',
      remedy: 'Take at least 4, or another sampler.',
    });
    expect(
      openSampler(parseSchedulerConfig({ _class_name: 'PNDMScheduler' }), 4).timesteps,
    ).toEqual([750, 625, 625, 500, 500, 375, 375, 250, 250, 125, 125, 0, 0]);
  });
});

describe('exactness', () => {
  // A network that always says the same clean sample: every ODE solver of the ++ kind ends in it,
  // whatever its order.
  it.each([1, 2, 3])('DPM-Solver++ of order %i ends in a constant clean sample', (solver_order) => {
    const sampler = openSampler(
      parseSchedulerConfig({
        _class_name: 'DPMSolverMultistepScheduler',
        prediction_type: 'sample',
        solver_order,
        lower_order_final: false,
      }),
      20,
    );
    let x: Float32Array = Float32Array.of(1.5, -2, 0.25);
    const clean = Float32Array.of(0.3, -0.7, 0.1);
    for (const _ of sampler.timesteps) x = sampler.step(clean, x, null);
    expect(largest(x, clean)).toBeLessThan(1e-6);
  });
  it('two trajectories do not know of each other', () => {
    const run = runs['dpmpp_2m.steps10']!;
    const [first, second] = [open(run, 10), open(run, 10)];
    const alone = follow(open(run, 10));
    const x = numbers('x_T_unit');
    first.step(x, x, null);
    expect(follow(second)).toEqual(alone);
  });
});
