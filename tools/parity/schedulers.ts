// Noise schedules. ᾱ, betas and SNR are the host's; noising and velocity run on the executors
// through the graph's mixPerSample. The samplers' trajectories are trajectories.ts's, the aMUSEd
// scheduler's steps amused.ts's.

import { existsSync } from 'node:fs';
import { GraphBuilder } from '../../src/graph/graph';
import { parseSchedulerConfig } from '../../src/formats/schedulerConfig';
import { NoiseSchedule } from '../../src/schedules/noiseSchedule';
import { amusedCases } from './amused';
import type { CaseFolder, Json } from './caseFolder';
import { allowed, compare, largestError, type Recording } from './recorded';
import type { Comparison } from './report';
import { runOnce, type Suite } from './suite';
import { trajectoryCases } from './trajectories';

const KNOWN = ['linear', 'scaled_linear', 'squaredcos_cap_v2'];

/** Names of schedules a recording holds: "linear", "linear.zero_snr" … */
function scheduleNames(io: Recording): string[] {
  return io.names.flatMap((name) => /^(.*)\.alphas_cumprod$/.exec(name)?.[1] ?? []);
}

/**
 * Our schedule of a recorded one: its kind is its name, its ends are those of the recorded betas.
 */
function scheduleOf(io: Recording, name: string): NoiseSchedule | null {
  const [kind, option] = name.split('.');
  if (!KNOWN.includes(kind!) || (option !== undefined && option !== 'zero_snr')) return null;
  const betas = io.floats(`${kind}.betas`);
  return new NoiseSchedule(
    parseSchedulerConfig({
      beta_schedule: kind,
      beta_start: betas[0],
      beta_end: betas.at(-1),
      num_train_timesteps: betas.length,
      rescale_betas_zero_snr: option === 'zero_snr',
    }),
  );
}

function alphaCases(suite: Suite, folder: CaseFolder, io: Recording): void {
  for (const name of scheduleNames(io)) {
    const schedule = scheduleOf(io, name);
    if (!schedule) {
      suite.report.unknown(`${folder.name} ${name}`);
      continue;
    }
    suite.host(`${folder.name} ${name}`, () => {
      const out: Comparison[] = [
        compare('alphas_cumprod', schedule.alphasCumprod, io.floats(`${name}.alphas_cumprod`), 0),
      ];
      if (io.has(`${name}.betas`))
        out.push(compare('betas', schedule.betas, io.floats(`${name}.betas`), 0));
      // SNR = ᾱ/(1 − ᾱ) spans seven decades: held by the error of ᾱ that it implies, dᾱ = ᾱ(1 −
      // ᾱ)·dSNR/SNR.
      if (io.has(`${name}.snr`)) {
        const snr = io.floats(`${name}.snr`);
        const implied = snr.map(
          (value, t) =>
            Math.abs(schedule.snr(t) / value - 1) *
            schedule.alphasCumprod[t]! *
            (1 - schedule.alphasCumprod[t]!),
        );
        out.push({
          what: 'snr',
          error: implied.reduce((most, error) => Math.max(most, error), 0),
          tolerance: allowed(schedule.alphasCumprod, 0),
        });
      }
      return out;
    });
  }
}

/**
 * Noising and velocity; the schedule is the recorded one whose ᾱ explains the recorded noisy
 * samples.
 */
async function addNoiseCase(
  suite: Suite,
  folder: CaseFolder,
  io: Recording,
  schedules: Recording | null,
): Promise<void> {
  const x0 = io.channelsLast('x0');
  const noise = io.channelsLast('noise');
  const timesteps = io.integers('timesteps');
  const size = x0.length / timesteps.length;
  const known = schedules
    ? scheduleNames(schedules).flatMap((name) => scheduleOf(schedules, name) ?? [])
    : [];
  const explains = (schedule: NoiseSchedule): number => {
    const noisy = io.channelsLast('noisy');
    return largestError(
      x0.map((value, i) => {
        const [a, b] = schedule.addNoiseCoefficients(timesteps[Math.floor(i / size)]!);
        return a * value + b * noise[i]!;
      }),
      noisy,
    );
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
  for (const name of recorded)
    builder.output(
      name,
      builder.mixPerSample(a, b, builder.input(`${name}Coefficients`, [timesteps.length, 2])),
    );
  const graph = builder.build();
  const coefficients = {
    noisy: (t: number) => schedule.addNoiseCoefficients(t),
    velocity: (t: number) => schedule.velocityCoefficients(t),
  };
  const inputs = {
    x0,
    noise,
    ...Object.fromEntries(
      recorded.map((name) => [
        `${name}Coefficients`,
        Float32Array.from([...timesteps].flatMap(coefficients[name])),
      ]),
    ),
  };
  await suite.run(`${folder.name} add_noise`, false, async (target) => {
    const results = await runOnce(target, graph, {}, inputs);
    return recorded.map((name) => compare(name, results[name]!, io.channelsLast(name), 0));
  });
}

export async function schedulerCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const schedules = folder.recordings((io) => scheduleNames(io).length > 0);
  for (const io of schedules) alphaCases(suite, folder, io);
  for (const io of folder.recordings((one) => one.has('x0') && one.has('noisy')))
    await addNoiseCase(suite, folder, io, schedules[0] ?? null);
  for (const file of folder.files('.json')) {
    const json = folder.json(file) as Json;
    const hasRuns =
      typeof json === 'object' &&
      json !== null &&
      'runs' in json &&
      existsSync(folder.at(file.replace(/\.json$/, '.safetensors')));
    if (hasRuns && 'fake_model' in json) trajectoryCases(suite, folder, file);
    else if (hasRuns && 'mask_token_id' in json) amusedCases(suite, folder, file);
    else suite.report.unknown(`${folder.name}/${file.replace(/\.json$/, '')}`);
  }
}
