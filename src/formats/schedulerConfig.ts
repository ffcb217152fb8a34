// scheduler_config.json of a diffusion base as a typed record of its class, with diffusers'
// defaults (0.27), which differ from class to class. Every class shares the noise schedule that the
// network was trained on; the rest says how a sampler steps. Not here: the MaskGIT scheduler
// (modelConfig.ts) and the sampling itself (schedules/).

import * as v from 'valibot';
import { StudioError } from '../errors';
import { formatErrors } from '../strings/errors/formats';
import { parse } from './modelConfig';

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));

/** What every class has: the betas, and what the network predicts. */
const shared = {
  num_train_timesteps: v.optional(positive, 1000),
  beta_start: v.optional(v.number(), 0.0001),
  beta_end: v.optional(v.number(), 0.02),
  beta_schedule: v.optional(v.picklist(['linear', 'scaled_linear', 'squaredcos_cap_v2']), 'linear'),
  trained_betas: v.optional(v.nullable(v.array(v.number())), null),
  rescale_betas_zero_snr: v.optional(v.boolean(), false),
  prediction_type: v.optional(v.picklist(['epsilon', 'v_prediction', 'sample']), 'epsilon'),
  steps_offset: v.optional(v.pipe(v.number(), v.integer()), 0),
  thresholding: v.optional(v.literal(false), false),
};
const spacing = (fallback: 'leading' | 'linspace') =>
  v.optional(v.picklist(['leading', 'linspace', 'trailing']), fallback);
const clipping = {
  clip_sample: v.optional(v.boolean(), true),
  clip_sample_range: v.optional(v.number(), 1),
};
/** A learned variance doubles the network's channels; no Stable Diffusion model has one. */
const fixedVariance = v.optional(
  v.picklist(['fixed_small', 'fixed_small_log', 'fixed_large', 'fixed_large_log']),
  'fixed_small',
);
/** Ways to lay the noise levels of the samplers that count in σ. */
const sigmaSpacing = {
  use_karras_sigmas: v.optional(v.boolean(), false),
  use_exponential_sigmas: v.optional(v.boolean(), false),
  use_beta_sigmas: v.optional(v.literal(false), false),
  final_sigmas_type: v.optional(v.picklist(['zero', 'sigma_min']), 'zero'),
};

const SCHEMAS = {
  DDIMScheduler: v.object({
    ...shared,
    ...clipping,
    _class_name: v.literal('DDIMScheduler'),
    timestep_spacing: spacing('leading'),
    set_alpha_to_one: v.optional(v.boolean(), true),
  }),
  DDPMScheduler: v.object({
    ...shared,
    ...clipping,
    _class_name: v.literal('DDPMScheduler'),
    timestep_spacing: spacing('leading'),
    variance_type: fixedVariance,
  }),
  PNDMScheduler: v.object({
    ...shared,
    _class_name: v.literal('PNDMScheduler'),
    timestep_spacing: spacing('leading'),
    set_alpha_to_one: v.optional(v.boolean(), false),
    skip_prk_steps: v.optional(v.boolean(), false),
  }),
  EulerDiscreteScheduler: v.object({
    ...shared,
    ...sigmaSpacing,
    _class_name: v.literal('EulerDiscreteScheduler'),
    timestep_spacing: spacing('linspace'),
    interpolation_type: v.optional(v.picklist(['linear', 'log_linear']), 'linear'),
    timestep_type: v.optional(v.picklist(['discrete', 'continuous']), 'discrete'),
    sigma_min: v.optional(v.number()),
    sigma_max: v.optional(v.number()),
  }),
  EulerAncestralDiscreteScheduler: v.object({
    ...shared,
    _class_name: v.literal('EulerAncestralDiscreteScheduler'),
    timestep_spacing: spacing('linspace'),
  }),
  DPMSolverMultistepScheduler: v.object({
    ...shared,
    ...sigmaSpacing,
    _class_name: v.literal('DPMSolverMultistepScheduler'),
    timestep_spacing: spacing('linspace'),
    variance_type: fixedVariance,
    algorithm_type: v.optional(
      v.picklist(['dpmsolver', 'dpmsolver++', 'sde-dpmsolver', 'sde-dpmsolver++']),
      'dpmsolver++',
    ),
    solver_order: v.optional(v.picklist([1, 2, 3]), 2),
    solver_type: v.optional(v.picklist(['midpoint', 'heun']), 'midpoint'),
    lower_order_final: v.optional(v.boolean(), true),
    euler_at_final: v.optional(v.boolean(), false),
    use_lu_lambdas: v.optional(v.boolean(), false),
    use_flow_sigmas: v.optional(v.literal(false), false),
    lambda_min_clipped: v.optional(v.number(), -Infinity),
  }),
};

export type SchedulerClass = keyof typeof SCHEMAS;
export type SchedulerConfigOf<C extends SchedulerClass> = v.InferOutput<(typeof SCHEMAS)[C]>;
export type SchedulerConfig = { [C in SchedulerClass]: SchedulerConfigOf<C> }[SchedulerClass];

/**
 * Classes over the same noise schedules (diffusers' KarrasDiffusionSchedulers) without code here:
 * such models are sampled by DDIM.
 */
const SAMPLED_BY_DDIM: readonly string[] = [
  'LMSDiscreteScheduler',
  'HeunDiscreteScheduler',
  'KDPM2DiscreteScheduler',
  'KDPM2AncestralDiscreteScheduler',
  'DEISMultistepScheduler',
  'UniPCMultistepScheduler',
  'DPMSolverSinglestepScheduler',
  'DPMSolverSDEScheduler',
];

/** The samplers a person can choose from. */
export const SAMPLER_NAMES = ['ddim', 'ddpm', 'pndm', 'euler', 'euler_a', 'dpmpp_2m'] as const;
export type SamplerName = (typeof SAMPLER_NAMES)[number];

/**
 * Their classes; `values` are what makes the sampler of that name, `fallbacks` hold where the
 * model's file says nothing.
 */
const SAMPLERS: Readonly<
  Record<
    SamplerName,
    { class: SchedulerClass; values?: Record<string, unknown>; fallbacks?: Record<string, unknown> }
  >
> = {
  ddim: { class: 'DDIMScheduler' },
  ddpm: { class: 'DDPMScheduler' },
  // As Stable Diffusion's own files have it: without the twelve calls of a Runge-Kutta start.
  pndm: { class: 'PNDMScheduler', fallbacks: { skip_prk_steps: true } },
  euler: { class: 'EulerDiscreteScheduler' },
  euler_a: { class: 'EulerAncestralDiscreteScheduler' },
  dpmpp_2m: {
    class: 'DPMSolverMultistepScheduler',
    values: { algorithm_type: 'dpmsolver++', solver_order: 2 },
  },
};

/** Keys given as null are absent: the class's defaults apply. */
function stated(json: unknown): Record<string, unknown> {
  const config = parse(v.record(v.string(), v.unknown()), json, 'scheduler');
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
}

/**
 * scheduler_config.json by its own class (DDIM where it names none). Errors: Unsupported naming the
 * key and value.
 */
export function parseSchedulerConfig(json: unknown): SchedulerConfig {
  const { _class_name: name = 'DDIMScheduler', ...config } = stated(json);
  if (typeof name === 'string' && Object.hasOwn(SCHEMAS, name))
    return parse(
      SCHEMAS[name as SchedulerClass],
      { ...config, _class_name: name },
      'scheduler',
    ) as SchedulerConfig;
  if (typeof name === 'string' && SAMPLED_BY_DDIM.includes(name))
    return parseSchedulerConfig({ clip_sample: false, ...config, _class_name: 'DDIMScheduler' });
  throw new StudioError(
    'Unsupported',
    ...formatErrors.config.noScheduler(JSON.stringify(name), Object.keys(SCHEMAS).join(', ')),
  );
}

/**
 * The config with which `sampler` draws from a model with this scheduler_config.json, as diffusers'
 * from_config: what the file states
 *  carries over, the rest is the other class's default; but no latent is clipped unless the file
 *  says so. Null = the model's own. Errors as above.
 */
export function samplerConfig(json: unknown, sampler: SamplerName | null): SchedulerConfig {
  if (sampler === null) return parseSchedulerConfig(json);
  const config = stated(json);
  const { class: name, values, fallbacks } = SAMPLERS[sampler];
  const other = config['_class_name'] === name ? {} : { clip_sample: false, ...fallbacks };
  return parseSchedulerConfig({ ...other, ...config, ...values, _class_name: name });
}

/** The sampler that a config's class stands for. */
export function samplerOf(config: SchedulerConfig): SamplerName {
  return SAMPLER_NAMES.find((name) => SAMPLERS[name].class === config._class_name)!;
}
