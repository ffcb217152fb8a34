import { describe, expect, it } from 'vitest';
import { parsePythonJson } from './pythonJson';
import { parseSchedulerConfig, samplerConfig, samplerOf } from './schedulerConfig';

/** Stable Diffusion 1.5's scheduler_config.json. */
const STABLE_DIFFUSION = {
  _class_name: 'PNDMScheduler',
  _diffusers_version: '0.6.0',
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  num_train_timesteps: 1000,
  set_alpha_to_one: false,
  skip_prk_steps: true,
  steps_offset: 1,
  trained_betas: null,
  clip_sample: false,
};

describe('scheduler configs', () => {
  it('take the defaults of their class', () => {
    expect(parseSchedulerConfig({})).toMatchObject({
      _class_name: 'DDIMScheduler',
      beta_schedule: 'linear',
      beta_start: 1e-4,
      beta_end: 0.02,
      clip_sample: true,
      timestep_spacing: 'leading',
      prediction_type: 'epsilon',
    });
    expect(parseSchedulerConfig({ _class_name: 'PNDMScheduler' })).toMatchObject({
      set_alpha_to_one: false,
      skip_prk_steps: false,
      timestep_spacing: 'leading',
    });
    expect(
      parseSchedulerConfig({ _class_name: 'EulerDiscreteScheduler', sigma_min: null }),
    ).toMatchObject({
      timestep_spacing: 'linspace',
      final_sigmas_type: 'zero',
      use_karras_sigmas: false,
    });
    expect(
      parseSchedulerConfig({ _class_name: 'DPMSolverMultistepScheduler', variance_type: null }),
    ).toMatchObject({
      timestep_spacing: 'linspace',
      solver_order: 2,
      lambda_min_clipped: -Infinity,
    });
  });
  it('refuse by name and value what there is no code for', () => {
    expect(() => parseSchedulerConfig({ thresholding: true })).toThrow('“thresholding”: true');
    expect(() => parseSchedulerConfig({ _class_name: 'FlowMatchEulerDiscreteScheduler' })).toThrow(
      '“_class_name”: "FlowMatchEulerDiscreteScheduler"',
    );
    expect(() =>
      parseSchedulerConfig({
        _class_name: 'DPMSolverMultistepScheduler',
        variance_type: 'learned_range',
      }),
    ).toThrow('“variance_type”: "learned_range"');
    expect(() => parseSchedulerConfig([])).toThrow('scheduler config');
  });
  it('of kindred classes are sampled by DDIM, without clipping latents', () => {
    const config = parseSchedulerConfig({
      ...STABLE_DIFFUSION,
      _class_name: 'UniPCMultistepScheduler',
      clip_sample: null,
      solver_type: 'bh2',
    });
    expect(config).toMatchObject({
      _class_name: 'DDIMScheduler',
      beta_schedule: 'scaled_linear',
      clip_sample: false,
      steps_offset: 1,
    });
  });
  it('read what Python writes', () => {
    expect(
      parseSchedulerConfig(
        parsePythonJson(
          '{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity}',
        ),
      ),
    ).toMatchObject({ lambda_min_clipped: -Infinity });
    expect(parsePythonJson('{"a": "-Infinity and \\"NaN\\"", "b": NaN}')).toEqual({
      a: '-Infinity and "NaN"',
      b: null,
    });
    // Brackets in a text are no levels.
    expect(parsePythonJson(`["${'['.repeat(500)}"]`)).toEqual(['['.repeat(500)]);
    const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(() => parsePythonJson(deep(127))).not.toThrow();
    expect(() => parsePythonJson(deep(128))).toThrow('too many levels at character 127');
  });
});

describe('another sampler of a model', () => {
  it('keeps what the file states and takes the other class’s defaults', () => {
    expect(samplerConfig(STABLE_DIFFUSION, null)).toMatchObject({
      _class_name: 'PNDMScheduler',
      steps_offset: 1,
    });
    expect(samplerConfig(STABLE_DIFFUSION, 'ddim')).toMatchObject({
      _class_name: 'DDIMScheduler',
      steps_offset: 1,
      set_alpha_to_one: false,
      clip_sample: false,
    });
    expect(samplerConfig(STABLE_DIFFUSION, 'euler')).toMatchObject({
      _class_name: 'EulerDiscreteScheduler',
      timestep_spacing: 'linspace',
      steps_offset: 1,
      beta_end: 0.012,
    });
    expect(
      samplerConfig(
        { ...STABLE_DIFFUSION, _class_name: 'DPMSolverMultistepScheduler', solver_order: 3 },
        'dpmpp_2m',
      ),
    ).toMatchObject({ solver_order: 2, algorithm_type: 'dpmsolver++' });
  });
  it('clips no latent and starts without Runge-Kutta unless the file says so', () => {
    expect(samplerConfig({ _class_name: 'EulerDiscreteScheduler' }, 'ddim')).toMatchObject({
      clip_sample: false,
    });
    expect(samplerConfig({ _class_name: 'DDIMScheduler' }, 'ddim')).toMatchObject({
      clip_sample: true,
    });
    expect(samplerConfig({ _class_name: 'DDIMScheduler' }, 'pndm')).toMatchObject({
      skip_prk_steps: true,
    });
  });
  it('is named by its class', () => {
    expect(
      samplerOf(parseSchedulerConfig({ _class_name: 'EulerAncestralDiscreteScheduler' })),
    ).toBe('euler_a');
  });
});
