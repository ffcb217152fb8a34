// Finds the number by which a method's σ saturates (docs/losses.md 1.3 j): some steps of SFT from
// where the run begins, then how far the log-ratios of a fixed probe have spread. The adapters of
// those steps are thrown away; what is found becomes a change of the settings at step 0.

import { StudioError } from '../errors';
import type { Executor } from '../executors/executor';
import { numberValues } from '../graph/objectiveTerms';
import { initialAdapters } from '../models/lora';
import { objectiveOf } from '../objectives';
import type { Calibration } from '../objectives';
import { sft } from '../objectives/sft/sft';
import { ownNumbers, stepNumbers } from '../objectives/stepNumbers';
import { paradigmOf } from '../paradigms/list';
import type { BaseModel, TextConditioning } from '../paradigms/paradigm';
import { objectiveSettingsFor } from '../settings/numberSettings';
import { partsOf } from '../settings/parts';
import { withChange, type RunSettings, type SettingsChange } from '../settings/runSettings';
import { percentile } from '../statistics/percentile';
import { runErrors } from '../strings/errors/runs';
import { adapterPlanOf } from './adapterPlan';
import { OfflineSamples } from './offlineSamples';
import { stepUniforms } from './stepUniforms';
import { buildTrainGraph, trainStep } from './trainStep';
import { OBJECTIVE_NUMBERS } from './trainStepEnd';
import { PROBE_SEED, probePlaces } from './updateProbe';

export const CALIBRATION_STEPS = 30;
const PROBE_PAIRS = 32;
const PROBE_NOISES = 2;

export interface CalibrationParts {
  readonly executor: Executor;
  readonly model: BaseModel;
  readonly settings: RunSettings;
  readonly empty: TextConditioning;
  /** Adapters the run begins with, and has as its reference; null: the base. */
  readonly start: Float32Array | null;
  readonly set: OfflineSamples;
}

/** The rule of a run that is to be calibrated and was not yet; else null. */
export function calibrationOf(
  settings: RunSettings,
  changes: readonly SettingsChange[],
): Calibration | null {
  if (settings.training.calibration === 'off' || settings.source.mode === 'online') return null;
  const rule = objectiveOf(settings.method).calibration?.(settings.paradigm) ?? null;
  const set = changes.some(
    ({ step, values }) => step === 0 && rule && values.objective?.[rule.key],
  );
  return set ? null : rule;
}

/** Interquartile range. */
const spreadOf = (values: readonly number[]): number =>
  percentile(values, 0.75) - percentile(values, 0.25);

/**
 * The change, before the first step, that sets the number of `rule`: to three digits, within its
 * bounds. Cost: 30 steps of SFT with a reference pass and 128 rows of the probe. Errors: abort;
 * NotFinite where the log-ratios have no spread; of the executor.
 */
export async function calibrate(
  signal: AbortSignal,
  rule: Calibration,
  { executor, model, settings, empty, start, set }: CalibrationParts,
  progress: (done: number, total: number) => void,
): Promise<SettingsChange> {
  const paradigm = paradigmOf(model);
  const plan = adapterPlanOf(model, settings.adapter);
  const batch = settings.training.batchSize / partsOf(settings.training);
  const own: RunSettings = {
    ...withChange(settings, {
      training: { batchSize: batch, microBatch: 0 },
      schedule: { learningRateSchedule: 'constant' },
    }),
    method: sft.id,
    objective: {},
  };
  const { set: places } = set;
  const source = set.sharing();
  const probed = probePlaces(places.scores, 2 * PROBE_PAIRS);
  const half = Math.floor(probed.length / 2);
  // Scores rise: the i-th of the better half beside the i-th of the worse.
  const sides = [probed.slice(-half), probed.slice(0, half)];
  const chunks = Math.ceil(half / batch);
  const total = CALIBRATION_STEPS + 2 * chunks * PROBE_NOISES;
  const workspace = executor.openWorkspace('step');
  try {
    workspace.writeState('policy', plan.length, start ?? initialAdapters(plan, own.training.seed));
    if (start) workspace.writeState('reference', plan.length, start);
    for (const state of ['gradients', 'adam.m', 'adam.v']) workspace.writeState(state, plan.length);
    const graph = buildTrainGraph(
      (b) =>
        paradigm.errors(b, model, {
          batch,
          plan,
          scale: plan.scale,
          reference: start ? 'reference' : null,
        }),
      { objective: sft, optimizer: own.optimizer.name, plan },
    );
    const { weightStorage } = own.training;
    const program = await workspace.compile(graph, { weights: model.weights, weightStorage });
    const step = trainStep(model, own, empty);
    for (let at = 0; at < CALIBRATION_STEPS; at++) {
      progress(at, total);
      signal.throwIfAborted();
      const drawn = await source.batch(signal, own, at);
      const numbers = numberValues(sft.terms, stepNumbers(sft, own, drawn.threshold));
      await program.run(
        { ...step.inputs(drawn, {}, at)[0]!, [OBJECTIVE_NUMBERS]: numbers },
        stepUniforms(sft, own, at),
        ['errors'],
      );
    }
    const inputs = { ...own.training, seed: PROBE_SEED, captionDropout: 0 };
    const still = { temperature: 1, learningRate: 0, weightDecay: 0, maxGradNorm: 0 };
    /** r − m of places under noise `noise`, which the other side sees too. */
    const ratiosOf = async (side: readonly number[], noise: number): Promise<number[]> => {
      const ratios: number[] = [];
      for (let chunk = 0; chunk < chunks; chunk++) {
        signal.throwIfAborted();
        const part = side.slice(chunk * batch, (chunk + 1) * batch);
        const samples = await places.at(signal, part);
        const rows = Array.from({ length: batch }, (_, i) => samples[i] ?? samples[0]!);
        const { errors } = await program.run(
          {
            ...paradigm.trainingInputs(model, inputs, empty, rows, noise * chunks + chunk),
            scores: new Float32Array(batch).fill(1),
            [OBJECTIVE_NUMBERS]: numberValues(sft.terms, {}),
          },
          still,
          ['errors'],
        );
        ratios.push(...part.map((_, i) => errors![i * 3 + 2]!));
      }
      return ratios;
    };
    const found: [number[], number[]] = [[], []];
    for (let noise = 0; noise < PROBE_NOISES; noise++)
      for (const [i, side] of sides.entries()) {
        progress(CALIBRATION_STEPS + (2 * noise + i) * chunks, total);
        found[i]!.push(...(await ratiosOf(side, noise)));
      }
    const [better, worse] = found;
    const spread = spreadOf(
      rule.over === 'samples' ? [...better, ...worse] : better.map((value, i) => value - worse[i]!),
    );
    if (!(spread > 0) || !Number.isFinite(spread))
      throw new StudioError('NotFinite', ...runErrors.noSpread(spread));
    return { step: 0, values: { objective: { [rule.key]: boundedValue(settings, rule, spread) } } };
  } finally {
    workspace.dispose();
  }
}

function boundedValue(settings: RunSettings, rule: Calibration, spread: number): number {
  const { min, max } = objectiveSettingsFor(settings).find(({ key }) => key === rule.key)!;
  const value = rule.value(spread, ownNumbers(objectiveOf(settings.method), settings));
  return Math.min(max, Math.max(min, Number(value.toPrecision(3))));
}
