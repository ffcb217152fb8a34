// A recorded training run as trainSteps.ts replays it, whatever its paradigm.

import type { Json } from './caseFolder';
import { numberOf } from './recorded';
import type { InputData } from '../../src/executors/executor';
import type { WeightSources } from '../../src/executors/weights/weightSource';
import type { LoraComponent } from '../../src/formats/loraKeys';
import type { Graph } from '../../src/graph/graph';
import type { Objective } from '../../src/objectives';
import type { AdapterPlan, LinearModule } from '../../src/models/lora';

/** A recorded run of one paradigm. */
export interface RecordedSteps {
  readonly component: LoraComponent;
  readonly modules: readonly LinearModule[];
  readonly weights: WeightSources;
  readonly objective: Objective;
  /** The method's numbers. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly steps: number;
  readonly batch: number;
  /** T of the log-probabilities −m/T. */
  readonly temperature: number;
  readonly graph: (plan: AdapterPlan, scale: number) => Graph;
  readonly inputsOf: (step: number) => InputData;
}

/** The part of a recorded [steps,…] tensor that belongs to a step. */
export function stepOf<A extends Float32Array | Int32Array>(
  data: A,
  step: number,
  steps: number,
): A {
  return data.slice((step * data.length) / steps, ((step + 1) * data.length) / steps) as A;
}

/** Numbers of TGO as a log has them. */
export const tgoNumbers = (log: Json): Readonly<Record<string, number>> => ({
  beta: numberOf(log['beta']),
  c: numberOf(log['c']),
});
