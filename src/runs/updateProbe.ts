// Measures the probe of domain/updateProbe.ts: one pass forth and back per row, with a loss that is
// the row's error itself, so that the flat gradients are ∂m/∂(adapters). A run of its own on the
// device, in the class of walls: training goes on beside it. Cost: images × noises steps of one
// sample, and as many squared inner products of adapter length.

import type { UpdateProbe, ProbeRow } from '../domain/updateProbe';
import type { Executor } from '../executors/executor';
import { numberValues } from '../graph/objectiveTerms';
import type { AdapterPlan } from '../models/lora';
import { objectiveOf } from '../objectives';
import { sftTerms } from '../objectives/sft/terms';
import { sft } from '../objectives/sft/sft';
import { paradigmOf } from '../paradigms/list';
import type { BaseModel, TextConditioning } from '../paradigms/paradigm';
import type { RunSettings } from '../settings/runSettings';
import type { TrainingSample } from './sampleSource';
import { buildTrainGraph } from './trainStep';
import { OBJECTIVE_NUMBERS } from './trainStepEnd';

export const PROBE_IMAGES = 64;
export const PROBE_NOISES = 4;
/** Its noises are those of no run. */
export const PROBE_SEED = 0x70_72_6f_62;
/** Derivatives kept at a time; a larger adapter is probed with fewer images. */
const MOST_BYTES = 256 * 2 ** 20;

export interface ProbeParts {
  readonly executor: Executor;
  readonly model: BaseModel;
  readonly settings: RunSettings;
  readonly plan: AdapterPlan;
  readonly empty: TextConditioning;
  /** Of the policy and, where it is updated, of the reference. */
  readonly adapters: Float32Array;
  readonly reference: Float32Array | null;
  readonly step: number;
  /** The whole set, in the run's order. */
  readonly scores: readonly number[];
  readonly groups: readonly string[];
  readonly captions: readonly string[];
  at(signal: AbortSignal, places: readonly number[]): Promise<readonly TrainingSample[]>;
}

/** `count` places spread evenly over the order of the scores, so that both sides of τ are there. */
export function probePlaces(scores: readonly number[], count: number): number[] {
  const order = scores.map((_, i) => i).sort((a, b) => scores[a]! - scores[b]! || a - b);
  const wanted = Math.min(count, order.length);
  return Array.from({ length: wanted }, (_, i) => {
    const place = wanted === 1 ? 0 : Math.round((i * (order.length - 1)) / (wanted - 1));
    return order[place]!;
  });
}

/** Errors: abort; StudioError from the executor. */
export async function measureUpdateProbe(
  signal: AbortSignal,
  parts: ProbeParts,
  progress: (done: number, total: number) => void,
): Promise<UpdateProbe> {
  const { executor, model, settings, plan, empty, scores, groups, captions, step } = parts;
  const affordable = Math.floor(MOST_BYTES / (plan.length * 4 * PROBE_NOISES));
  const places = probePlaces(scores, Math.max(4, Math.min(PROBE_IMAGES, affordable)));
  const samples = await parts.at(signal, places);
  const paradigm = paradigmOf(model);
  const reference =
    objectiveOf(settings.method).reference === 'none'
      ? 'none'
      : parts.reference === null
        ? null
        : 'reference';
  const workspace = executor.openWorkspace('wall');
  try {
    workspace.writeState('policy', plan.length, parts.adapters);
    workspace.writeState('reference', plan.length, parts.reference ?? undefined);
    for (const state of ['gradients', 'adam.m', 'adam.v']) workspace.writeState(state, plan.length);
    const graph = buildTrainGraph((b) => paradigm.errors(b, model, { batch: 1, plan, reference }), {
      objective: sft,
      optimizer: 'sgd',
      plan,
    });
    const program = await workspace.compile(graph, { weights: model.weights });
    const { mseSpace, maskedReduction } = settings.training;
    const inputs = {
      seed: PROBE_SEED,
      captionDropout: 0,
      mseSpace,
      maskedReduction: maskedReduction === 'sum' ? 'sum' : 'mean',
    } as const;
    // A score above τ = 0: label and weight 1, so that the loss is the error.
    const numbers = numberValues(sftTerms, {});
    const derivatives: Float32Array[] = [];
    const rows: ProbeRow[] = [];
    const total = places.length * PROBE_NOISES;
    const gram = new Float32Array(total * total);
    for (const [image, sample] of samples.entries()) {
      for (let noise = 0; noise < PROBE_NOISES; noise++) {
        signal.throwIfAborted();
        const row = rows.length;
        const out = await program.run(
          {
            ...paradigm.trainingInputs(model, inputs, empty, [sample], row),
            scores: Float32Array.of(1),
            [OBJECTIVE_NUMBERS]: numbers,
          },
          { learningRate: 0, weightDecay: 0, maxGradNorm: 0, temperature: 1 },
          ['errors'],
        );
        const derivative = await workspace.readState('gradients');
        rows.push({
          image,
          policyError: out['errors']![0]!,
          referenceError: reference === 'none' ? 0 : out['errors']![1]!,
        });
        derivatives.push(derivative);
        derivatives.forEach((other, i) => {
          gram[row * total + i] = gram[i * total + row] = inner(derivative, other);
        });
        progress(rows.length, total);
      }
    }
    return {
      step,
      scores,
      groups,
      places,
      captions: places.map((place) => captions[place]!),
      rows,
      gram,
    };
  } finally {
    workspace.dispose();
  }
}

function inner(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
