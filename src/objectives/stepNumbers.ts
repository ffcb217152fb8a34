// The numbers the objective op is fed at a step, by name: the method's own, what follows from them,
// and what the step's threshold says.

import { unusedNumbers } from './settingsFor';
import type { Objective } from './objective';
import type { ParadigmId } from '../paradigms/facts';

/** What a step must know of its settings here. */
interface StepSettings {
  readonly paradigm: ParadigmId;
  readonly objective: Readonly<Record<string, number>>;
  readonly threshold: { readonly ties: 'positive' | 'negative' | 'drop' };
  /** Absent: no cap. */
  readonly training?: { readonly errorCap: number };
  /** Absent: no safeguard. */
  readonly pairing?: { readonly winnerPreserving: number };
}

/** What it must know of its threshold (runs/sampleSource.ts). */
interface StepScale {
  readonly inverseScale: number;
  readonly clip: number;
  readonly meanWeight: number;
  readonly positiveShare: number;
}

/** The method's own numbers; one that has no meaning in this paradigm is 1. */
export function ownNumbers(
  objective: Objective,
  settings: StepSettings,
): Readonly<Record<string, number>> {
  const values: Record<string, number> = { ...settings.objective };
  for (const key of unusedNumbers(objective, settings.paradigm)) values[key] = 1;
  return values;
}

/** All of them. Scores are fed as signed distances, so τ is 0. */
export function stepNumbers(
  objective: Objective,
  settings: StepSettings,
  threshold: StepScale,
): Readonly<Record<string, number>> {
  const values = ownNumbers(objective, settings);
  return {
    ...values,
    ...objective.numbers?.(values),
    tau: 0,
    scoreInverseScale: threshold.inverseScale,
    scoreClip: threshold.clip,
    tieMode: ['positive', 'negative', 'drop'].indexOf(settings.threshold.ties),
    gradientScale: objective.gradientScale(values, threshold),
    // Without a reference there is no error to hold a sample's against.
    errorCap: objective.reference === 'none' ? 0 : (settings.training?.errorCap ?? 0),
    winnerPreserving: settings.pairing?.winnerPreserving ?? 0,
  };
}
