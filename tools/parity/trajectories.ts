// Recorded trajectories of samplers: a formula stands for the network, and the noise is given in
// the order it was drawn. Timesteps, the levels of noise, the start and every recorded state are
// compared. A config or an option of a step that the studio refuses is unknown.

import { parseSchedulerConfig } from '../../src/formats/schedulerConfig';
import { openSampler, type SamplerOptions } from '../../src/schedules/sampler';
import type { Sampler } from '../../src/schedules/trajectory';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { compare, largestError, numberOf, numbersOf, Recording } from './recorded';
import type { Comparison } from './report';
import type { Suite } from './suite';

/** ax·cos(t/tx) + ac·c0 + at·sin(t/tt), as the fixtures write it. */
const FORMULA = new RegExp(
  String.raw`=\s*([\d.]+)\*x\*cos\(t/([\d.]+)\)\s*\+\s*([\d.]+)\*c0` +
    String.raw`\s*\+\s*([\d.]+)\*sin\(t/([\d.]+)\)`,
);

type FormulaModel = (x: number, t: number, c0: number) => number;

/**
 * The formula model that drives the trajectories, read from its description; null when it is
 * another formula.
 */
function formulaModel(text: unknown): FormulaModel | null {
  const found = FORMULA.exec(String(text));
  if (!found) return null;
  const [ax, tx, ac, at, tt] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const { fround, cos, sin } = Math;
  // In float32 as it was recorded: where σ is in the thousands, one rounding of the answer shows in
  // the next state.
  return (x, t, c0) =>
    fround(
      fround(fround(fround(ax * x) * fround(cos(fround(t / tx)))) + fround(ac * c0)) +
        fround(at * fround(sin(fround(t / tt)))),
    );
}

/**
 * Whole timesteps must be the recorded ones; those between whole ones are float32 numbers like
 * others.
 */
function timestepComparison(
  what: string,
  made: readonly number[],
  recorded: readonly number[],
): Comparison {
  return recorded.every(Number.isInteger)
    ? { what, error: largestError(made, recorded), tolerance: 0 }
    : compare(what, made, recorded, 0);
}

function openRecorded(
  run: Json,
  name: string,
  steps: number,
  options: SamplerOptions = {},
): Sampler {
  return openSampler(
    parseSchedulerConfig({ ...objectOf(run['config'], name), _class_name: run['class'] }),
    steps,
    options,
  );
}

/** What was given to each step; null where it is something the samplers do not take. */
function stepOptions(run: Json, name: string): SamplerOptions | null {
  const {
    eta = 0,
    s_churn: churn = 0,
    s_tmin: tMin = 0,
    s_tmax: tMax = Infinity,
    s_noise: noise = 1,
    ...others
  } = objectOf(run['step_kwargs'] ?? {}, name);
  if (Object.keys(others).length > 0) return null;
  return {
    eta: numberOf(eta),
    churn: {
      churn: numberOf(churn),
      tMin: numberOf(tMin),
      tMax: tMax === null ? Infinity : numberOf(tMax),
      noise: numberOf(noise),
    },
  };
}

/**
 * Steps that were asked for: the run is called by them, or they are those that make its timesteps.
 */
function stepsOf(run: Json, name: string): number {
  const count = numbersOf(run['timesteps']).length;
  const named = Number(/steps(\d+)$/.exec(name)?.[1]);
  const candidates = [
    ...(named > 0 ? [named] : []),
    ...Array.from({ length: count }, (_, i) => count - i),
  ];
  return (
    candidates.find((steps) => {
      try {
        return openRecorded(run, name, steps).timesteps.length === count;
      } catch {
        return false;
      }
    }) ?? count
  );
}

/**
 * Recorded timesteps of several schedulers for one number of steps (`timesteps.N`); each names a
 * run whose config it shares.
 */
function timestepCase(suite: Suite, name: string, steps: number, lists: Json, runs: Json): void {
  const known = Object.entries(lists).flatMap(([key, list]) => {
    const run = Object.entries(runs).find(([other]) => other.startsWith(`${key}.`));
    if (!run) return [];
    const sampler = suite.prepare(`${name} ${key}`, () => openRecorded(run[1] as Json, key, steps));
    return sampler ? [{ key, sampler, list: numbersOf(list) }] : [];
  });
  if (known.length > 0)
    suite.host(`${name} (${known.length} samplers)`, () =>
      known.map(({ key, sampler, list }) => timestepComparison(key, sampler.timesteps, list)),
    );
}

/** Follows one trajectory with the formula model. */
function follow(
  sampler: Sampler,
  model: FormulaModel,
  states: Recording,
  name: string,
  run: Json,
): Comparison[] {
  const out: Comparison[] = [
    timestepComparison('timesteps', sampler.timesteps, numbersOf(run['timesteps'])),
  ];
  if (sampler.sigmas && Array.isArray(run['sigmas']))
    out.push(compare('sigmas', sampler.sigmas, numbersOf(run['sigmas']), 0));
  out.push(
    compare('init_noise_sigma', [sampler.initNoiseSigma], [numberOf(run['init_noise_sigma'])], 0),
  );
  const c0 = states.floats('c0');
  const noise = states.floats('variance_noise');
  const recorded = states.floats(`${name}.states`);
  let x: Float32Array = states.floats('x_T_unit').map((value) => value * sampler.initNoiseSigma);
  const size = x.length;
  const visited = [x];
  // Some schedulers draw at every step, whether they use it or not.
  const everyCall = numberOf(run['noise_draws'] ?? 0) >= sampler.timesteps.length;
  let draws = 0;
  for (const [call, t] of sampler.timesteps.entries()) {
    const prediction = x.map((value, i) =>
      model(Math.fround(value * sampler.inputScale(call)), t, c0[i]!),
    );
    const needed = sampler.drawsNoise(call);
    const at = everyCall ? call : draws;
    x = sampler.step(prediction, x, needed ? noise.subarray(at * size, (at + 1) * size) : null);
    if (needed) draws++;
    visited.push(x);
  }
  const kept = recorded.length / size;
  visited
    .slice(visited.length - kept)
    .forEach((state, i) =>
      out.push(
        compare(
          `state ${visited.length - kept + i}`,
          state,
          recorded.subarray(i * size, (i + 1) * size),
          0,
        ),
      ),
    );
  return out;
}

export function trajectoryCases(suite: Suite, folder: CaseFolder, file: string): void {
  const json = folder.json(file) as Json;
  const states = new Recording(folder.at(file.replace(/\.json$/, '.safetensors')));
  const model = formulaModel(json['fake_model']);
  const runs = objectOf(json['runs'], file);
  for (const [name, value] of Object.entries(runs)) {
    const label = `${folder.name} ${name}`;
    const run = objectOf(value, name);
    const listed = /^timesteps\.(\d+)$/.exec(name);
    if (listed) {
      timestepCase(suite, label, Number(listed[1]), run, runs);
      continue;
    }
    const options = stepOptions(run, name);
    if (!model || !options) {
      suite.report.unknown(
        label,
        model ? `step options ${JSON.stringify(run['step_kwargs'])}` : String(json['fake_model']),
      );
      continue;
    }
    const sampler = suite.prepare(label, () =>
      openRecorded(run, name, stepsOf(run, name), options),
    );
    if (sampler !== null) suite.host(label, () => follow(sampler, model, states, name, run));
  }
}
