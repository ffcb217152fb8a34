// Noise schedules and samplers. ᾱ, betas and SNR, DDIM and DDPM are the host's; noising and velocity run on the executors through
// the graph's mixPerSample. The aMUSEd scheduler's steps are amused.ts's. Other samplers have no code yet.

import { existsSync } from 'node:fs';
import { GraphBuilder } from '../../src/graph/graph';
import { parseSchedulerConfig } from '../../src/formats/modelConfig';
import { DdimScheduler } from '../../src/schedules/ddim';
import { DdpmScheduler } from '../../src/schedules/ddpm';
import { NoiseSchedule } from '../../src/schedules/noiseSchedule';
import { samplerTimesteps } from '../../src/schedules/timesteps';
import { amusedCases } from './amused';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { allowed, compare, largestError, numberOf, numbersOf, Recording } from './recorded';
import type { Comparison } from './report';
import { runOnce, type Suite } from './suite';

const KNOWN = ['linear', 'scaled_linear', 'squaredcos_cap_v2'];

/** Names of schedules a recording holds: "linear", "linear.zero_snr" … */
function scheduleNames(io: Recording): string[] {
  return io.names.flatMap((name) => /^(.*)\.alphas_cumprod$/.exec(name)?.[1] ?? []);
}

/** Our schedule of a recorded one: its kind is its name, its ends are those of the recorded betas. */
function scheduleOf(io: Recording, name: string): NoiseSchedule | null {
  const [kind, option] = name.split('.');
  if (!KNOWN.includes(kind!) || (option !== undefined && option !== 'zero_snr')) return null;
  const betas = io.floats(`${kind}.betas`);
  return new NoiseSchedule(parseSchedulerConfig({ beta_schedule: kind, beta_start: betas[0], beta_end: betas.at(-1), num_train_timesteps: betas.length, rescale_betas_zero_snr: option === 'zero_snr' }));
}

function alphaCases(suite: Suite, folder: CaseFolder, io: Recording): void {
  for (const name of scheduleNames(io)) {
    const schedule = scheduleOf(io, name);
    if (!schedule) {
      suite.report.unknown(`${folder.name} ${name}`);
      continue;
    }
    suite.host(`${folder.name} ${name}`, () => {
      const out: Comparison[] = [compare('alphas_cumprod', schedule.alphasCumprod, io.floats(`${name}.alphas_cumprod`), 0)];
      if (io.has(`${name}.betas`)) out.push(compare('betas', schedule.betas, io.floats(`${name}.betas`), 0));
      // SNR = ᾱ/(1 − ᾱ) spans seven decades: held by the error of ᾱ that it implies, dᾱ = ᾱ(1 − ᾱ)·dSNR/SNR.
      if (io.has(`${name}.snr`)) {
        const snr = io.floats(`${name}.snr`);
        const implied = snr.map((value, t) => Math.abs(schedule.snr(t) / value - 1) * schedule.alphasCumprod[t]! * (1 - schedule.alphasCumprod[t]!));
        out.push({ what: 'snr', error: implied.reduce((most, error) => Math.max(most, error), 0), tolerance: allowed(schedule.alphasCumprod, 0) });
      }
      return out;
    });
  }
}

/** Noising and velocity; the schedule is the recorded one whose ᾱ explains the recorded noisy samples. */
async function addNoiseCase(suite: Suite, folder: CaseFolder, io: Recording, schedules: Recording | null): Promise<void> {
  const x0 = io.channelsLast('x0');
  const noise = io.channelsLast('noise');
  const timesteps = io.integers('timesteps');
  const size = x0.length / timesteps.length;
  const known = schedules ? scheduleNames(schedules).flatMap((name) => scheduleOf(schedules, name) ?? []) : [];
  const explains = (schedule: NoiseSchedule): number => {
    const noisy = io.channelsLast('noisy');
    return largestError(x0.map((value, i) => { const [a, b] = schedule.addNoiseCoefficients(timesteps[Math.floor(i / size)]!); return a * value + b * noise[i]!; }), noisy);
  };
  const schedule = known.toSorted((a, b) => explains(a) - explains(b))[0];
  if (!schedule) {
    suite.report.unknown(`${folder.name} add_noise`, 'no recorded schedule beside it');
    return;
  }
  const builder = new GraphBuilder();
  const shape = [timesteps.length, size];
  const [a, b] = [builder.input('x0', shape), builder.input('noise', shape)];
  const recorded = (['noisy', 'velocity'] as const).filter((name) => io.has(name));
  for (const name of recorded) builder.output(name, builder.mixPerSample(a, b, builder.input(`${name}Coefficients`, [timesteps.length, 2])));
  const graph = builder.build();
  const coefficients = { noisy: (t: number) => schedule.addNoiseCoefficients(t), velocity: (t: number) => schedule.velocityCoefficients(t) };
  const inputs = { x0, noise, ...Object.fromEntries(recorded.map((name) => [`${name}Coefficients`, Float32Array.from([...timesteps].flatMap(coefficients[name]))])) };
  await suite.run(`${folder.name} add_noise`, false, async (target) => {
    const results = await runOnce(target, graph, {}, inputs);
    return recorded.map((name) => compare(name, results[name]!, io.channelsLast(name), 0));
  });
}

/** The formula model that drives the trajectories, read from its description; null when it is another formula. */
function formulaModel(text: unknown): ((x: number, t: number, c0: number) => number) | null {
  const found = /=\s*([\d.]+)\*x\*cos\(t\/([\d.]+)\)\s*\+\s*([\d.]+)\*c0\s*\+\s*([\d.]+)\*sin\(t\/([\d.]+)\)/.exec(String(text));
  if (!found) return null;
  const [ax, tx, ac, at, tt] = found.slice(1).map(Number) as [number, number, number, number, number];
  return (x, t, c0) => ax * x * Math.cos(t / tx) + ac * c0 + at * Math.sin(t / tt);
}

/** Recorded timesteps of several schedulers for one number of steps (`timesteps.N`); each names a run whose config it shares. */
function timestepCase(suite: Suite, name: string, steps: number, lists: Json, runs: Json): void {
  const known = Object.entries(lists).flatMap(([key, list]) => {
    const run = Object.entries(runs).find(([other, value]) => other.startsWith(`${key}.`) && /^(DDIM|DDPM)Scheduler$/.test(String((value as Json)['class'])));
    return run ? [{ key, list: numbersOf(list), config: parseSchedulerConfig(withoutNulls(objectOf((run[1] as Json)['config'], key))) }] : [];
  });
  suite.host(`${name} (${known.map(({ key }) => key).length} of DDIM and DDPM)`, () => known.map(({ key, list, config }) => ({ what: key, error: largestError(samplerTimesteps(config, steps), list), tolerance: 0 })));
}

/** Keys recorded as null are absent: the defaults apply. */
function withoutNulls(config: Json): Json {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
}

function trajectoryCases(suite: Suite, folder: CaseFolder, file: string): void {
  const json = folder.json(file) as Json;
  const states = new Recording(folder.at(file.replace(/\.json$/, '.safetensors')));
  const model = formulaModel(json['fake_model']);
  for (const [name, value] of Object.entries(objectOf(json['runs'], file))) {
    const run = objectOf(value, name);
    const listed = /^timesteps\.(\d+)$/.exec(name);
    if (listed) {
      timestepCase(suite, `${folder.name} ${name}`, Number(listed[1]), run, objectOf(json['runs'], file));
      continue;
    }
    const kind = String(run['class']);
    if (!model || !/^(DDIM|DDPM)Scheduler$/.test(kind)) {
      suite.report.unknown(`${folder.name} ${name}`, kind);
      continue;
    }
    const config = suite.prepare(`${folder.name} ${name}`, () => parseSchedulerConfig(withoutNulls(objectOf(run['config'], name))));
    if (config === null) continue;
    suite.host(`${folder.name} ${name}`, () => {
      const timesteps = numbersOf(run['timesteps']);
      const [ddim, ddpm] = kind === 'DDIMScheduler' ? [new DdimScheduler(config, timesteps.length), null] : [null, new DdpmScheduler(config, timesteps.length)];
      const out: Comparison[] = [{ what: 'timesteps', error: largestError((ddim ?? ddpm)!.timesteps, timesteps), tolerance: 0 }];
      const c0 = states.floats('c0');
      const noise = states.floats('variance_noise');
      const recorded = states.floats(`${name}.states`);
      let x = states.floats('x_T_unit').map((value) => value * numberOf(run['init_noise_sigma']));
      const size = x.length;
      const visited = [x];
      let draws = 0;
      const eta = numberOf(objectOf(run['step_kwargs'] ?? {}, name)['eta'] ?? 0);
      for (const t of timesteps) {
        const prediction = x.map((value, i) => model(value, t, c0[i]!));
        const draw = (): Float32Array => noise.subarray(draws * size, ++draws * size);
        x = ddim ? ddim.step(prediction, t, x, eta > 0 ? { eta, noise: draw() } : {}) : ddpm!.step(prediction, t, x, ddpm!.drawsNoise(t) ? draw() : null);
        visited.push(x);
      }
      const kept = recorded.length / size;
      visited.slice(visited.length - kept).forEach((state, i) => out.push(compare(`state ${visited.length - kept + i}`, state, recorded.subarray(i * size, (i + 1) * size), 0)));
      return out;
    });
  }
}

export async function schedulerCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const schedules = folder.recordings((io) => scheduleNames(io).length > 0);
  for (const io of schedules) alphaCases(suite, folder, io);
  for (const io of folder.recordings((one) => one.has('x0') && one.has('noisy'))) await addNoiseCase(suite, folder, io, schedules[0] ?? null);
  for (const file of folder.files('.json')) {
    const json = folder.json(file) as Json;
    const hasRuns = typeof json === 'object' && json !== null && 'runs' in json && existsSync(folder.at(file.replace(/\.json$/, '.safetensors')));
    if (hasRuns && 'fake_model' in json) trajectoryCases(suite, folder, file);
    else if (hasRuns && 'mask_token_id' in json) amusedCases(suite, folder, file);
    else suite.report.unknown(`${folder.name}/${file.replace(/\.json$/, '')}`);
  }
}
