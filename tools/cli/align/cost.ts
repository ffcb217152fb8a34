// What a run cost, so that online and offline can be put side by side: images drawn, and seconds
// of drawing and of training.

import type { StepMetrics } from '../../../src/domain/metrics';
import type { RunSettings } from '../../../src/settings/runSettings';

export interface RunCost {
  /** Sampled while the run went on, or the images of its set. */
  readonly pictures: number;
  /**
   * Timed while the run went on (with scoring); for a set what sampling it here would have taken.
   */
  readonly drawSeconds: number;
  readonly drawTimed: boolean;
  readonly trainSeconds: number;
}

/**
 * `imageSeconds`: what an image took in the report. An online run that was resumed while its
 * bank filled has lost the time before that.
 */
export function costOf(
  source: Pick<RunSettings['source'], 'mode'>,
  metrics: readonly StepMetrics[],
  pictures: number,
  imageSeconds: number,
): RunCost {
  const seconds = (read: (one: StepMetrics) => number): number =>
    metrics.reduce((sum, one) => sum + read(one), 0) / 1000;
  const online = source.mode === 'online';
  return {
    pictures,
    drawSeconds: online ? seconds((one) => one.values['drawMs'] ?? 0) : pictures * imageSeconds,
    drawTimed: online,
    trainSeconds: seconds((one) => one.stepMs),
  };
}

export function describeCost({ pictures, drawSeconds, drawTimed, trainSeconds }: RunCost): string {
  const seconds = `${drawSeconds.toFixed(0)} s`;
  const source = drawTimed
    ? `sampled and scored in ${seconds}`
    : `in the set (sampling them here would take about ${seconds})`;
  return `${pictures} images ${source}, ${trainSeconds.toFixed(0)} s of training`;
}
