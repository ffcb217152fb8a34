// What a run has learned from by a step: the images of its set, or those it sampled, with τ and how
// they were labelled. Written into the LoRA file and the report.

import type { StepMetrics } from '../domain/metrics';
import { resolveThreshold, thresholdSettings } from '../data/labels/threshold';
import { imagesSampled } from '../settings/onlinePlan';
import type { RunSettings } from '../settings/runSettings';
import type { RunFacts } from './exportLora';
import type { SetSample } from './ports';

export type LearnedFrom = Pick<
  RunFacts,
  'imageCount' | 'tau' | 'positiveCount' | 'negativeCount' | 'captions'
>;

/** Of a fixed set under `settings`; τ is NaN where no image is left. */
export function learnedFromSet(
  settings: RunSettings,
  samples: readonly Pick<SetSample, 'score' | 'group' | 'caption'>[],
): LearnedFrom {
  if (samples.length === 0)
    return { imageCount: 0, tau: Number.NaN, positiveCount: 0, negativeCount: 0, captions: [] };
  const { rawTau, positiveCount, negativeCount } = resolveThreshold(
    samples.map(({ score }) => score),
    thresholdSettings(settings),
    samples.map(({ group }) => group),
  );
  const captions = samples.map(({ caption }) => caption);
  return { imageCount: samples.length, tau: rawTau, positiveCount, negativeCount, captions };
}

/** Of an online run after `step` steps, from its metrics; later ones are left out. */
export function learnedOnline(
  settings: RunSettings,
  metrics: readonly StepMetrics[],
  step: number,
): LearnedFrom {
  const taken = metrics.filter((one) => one.step < step);
  const labelled = (label: number): number =>
    taken.reduce((sum, { labels }) => sum + labels.filter((one) => one === label).length, 0);
  return {
    imageCount: imagesSampled(settings, step),
    tau: taken.at(-1)?.tau ?? Number.NaN,
    positiveCount: labelled(1),
    negativeCount: labelled(0),
    captions: settings.source.onlinePrompts,
  };
}
