// Which of the training timesteps a sampler visits, as diffusers' set_timesteps (table 2 of Lin et
// al. 2023: leading, linspace, trailing). Descending; numbers are made in NumPy's order of
// operations, because a half may round either way.

import type { SchedulerConfig } from '../formats/schedulerConfig';

type SpacingConfig = Pick<
  SchedulerConfig,
  'num_train_timesteps' | 'timestep_spacing' | 'steps_offset'
>;

/** Python's round: half to even. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `count` numbers from `start` to `end`; one alone is `start`. */
export function linspace(start: number, end: number, count: number): number[] {
  const step = (end - start) / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, i) =>
    i > 0 && i === count - 1 ? end : start + i * step,
  );
}

/** Errors: throws when more steps than training timesteps are asked for. */
export function checkSteps(total: number, steps: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > total)
    throw new Error(`${steps} sampler steps of a schedule with ${total} timesteps`);
}

/** `steps` numbers falling from `from` by total/steps each, rounded, less one. */
export function trailing(from: number, total: number, steps: number): number[] {
  const delta = from - total / steps - from;
  return Array.from({ length: steps }, (_, i) => roundHalfEven(from + i * delta) - 1);
}

/**
 * The timesteps of `steps` sampler steps; of linspace they are whole numbers only when `rounded`.
 * Errors: as checkSteps.
 */
export function samplerTimesteps(config: SpacingConfig, steps: number, rounded = true): number[] {
  const { num_train_timesteps: total, timestep_spacing: spacing } = config;
  checkSteps(total, steps);
  if (spacing === 'linspace')
    return linspace(0, total - 1, steps)
      .reverse()
      .map(rounded ? roundHalfEven : Math.fround);
  if (spacing === 'trailing') return trailing(total, total, steps);
  const ratio = Math.floor(total / steps);
  const first = (steps - 1) * ratio + config.steps_offset;
  if (rounded && first >= total)
    throw new Error(
      `${steps} sampler steps begin at timestep ${first} of a schedule with ${total} timesteps`,
    );
  return Array.from({ length: steps }, (_, i) => first - i * ratio);
}
