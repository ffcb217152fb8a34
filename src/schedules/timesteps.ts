// Which of the training timesteps a sampler visits, as diffusers' set_timesteps (table 2 of Lin et al. 2023: leading,
// linspace, trailing). Descending whole numbers.

import type { SchedulerConfig } from '../formats/modelConfig';

/** Python's round: half to even. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** The timesteps of `steps` sampler steps. Errors: throws when more steps than training timesteps are asked for. */
export function samplerTimesteps(config: Pick<SchedulerConfig, 'num_train_timesteps' | 'timestep_spacing' | 'steps_offset'>, steps: number): number[] {
  const total = config.num_train_timesteps;
  if (!Number.isInteger(steps) || steps < 1 || steps > total) throw new Error(`${steps} sampler steps of a schedule with ${total} timesteps`);
  if (config.timestep_spacing === 'linspace') return Array.from({ length: steps }, (_, i) => (steps === 1 ? 0 : roundHalfEven(((total - 1) * (steps - 1 - i)) / (steps - 1))));
  if (config.timestep_spacing === 'leading') {
    const ratio = Math.floor(total / steps);
    return Array.from({ length: steps }, (_, i) => (steps - 1 - i) * ratio + config.steps_offset);
  }
  const ratio = total / steps;
  return Array.from({ length: steps }, (_, i) => roundHalfEven(total - i * ratio) - 1);
}
