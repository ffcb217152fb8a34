// The aMUSEd scheduler with recorded draws: each run's timesteps and temperatures, and for every
// step and sample the tokens after it. What torch drew (tokens and Gumbel noise) is recorded and
// put in. The schedule's name is the first word of the run's.

import { parseAmusedSchedulerConfig } from '../../src/formats/modelConfig';
import { AmusedScheduler } from '../../src/schedules/amused';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { compare, largestError, numberOf, numbersOf, Recording } from './recorded';
import type { Comparison } from './report';
import type { Suite } from './suite';

/** Logits [V,H,W] of one sample as rows [H·W, V]. */
function asRows(planes: Float32Array, codes: number): Float32Array {
  const length = planes.length / codes;
  return Float32Array.from(
    { length: planes.length },
    (_, i) => planes[(i % codes) * length + Math.floor(i / codes)]!,
  );
}

export function amusedCases(suite: Suite, folder: CaseFolder, file: string): void {
  const json = folder.json(file) as Json;
  const io = new Recording(folder.at(file.replace(/\.json$/, '.safetensors')));
  for (const [name, value] of Object.entries(objectOf(json['runs'], file))) {
    const label = `${folder.name} ${file.replace(/\.json$/, '')} ${name}`;
    const run = objectOf(value, name);
    const config = suite.prepare(label, () =>
      parseAmusedSchedulerConfig({
        mask_token_id: numberOf(json['mask_token_id']),
        masking_schedule: run['masking_schedule'] ?? /^[a-z]+/.exec(name)?.[0],
      }),
    );
    if (config === null) continue;
    suite.host(label, () => {
      const timesteps = numbersOf(run['timesteps']);
      const temperatures = numbersOf(run['temperatures']);
      const scheduler = new AmusedScheduler(config, timesteps.length, [
        temperatures[0]!,
        temperatures.at(-1)!,
      ]);
      const [steps, batch, codes, height, width] = io.shape(`${name}.logits`) as [
        number,
        number,
        number,
        number,
        number,
      ];
      const length = height * width;
      const logits = io.floats(`${name}.logits`);
      // A run of one step draws none.
      const gumbel = io.has(`${name}.gumbel`) ? io.floats(`${name}.gumbel`) : new Float32Array();
      const tokens = Object.fromEntries(
        (['sample_in', 'sampled_tokens', 'prev_sample', 'pred_original_sample'] as const).map(
          (tensor) => [tensor, io.integers(`${name}.${tensor}`)],
        ),
      ) as Record<string, Int32Array>;
      const out: Comparison[] = [
        { what: 'timesteps', error: largestError(scheduler.timesteps, timesteps), tolerance: 0 },
        compare('temperatures', scheduler.temperatures, temperatures, 0),
      ];
      for (let at = 0; at < steps * batch; at++) {
        const timestep = timesteps[Math.floor(at / batch)]!;
        const part = <A extends Float32Array | Int32Array>(data: A, size: number): A =>
          data.slice(at * size, (at + 1) * size) as A;
        const made = scheduler.step({
          logits: asRows(part(logits, codes * length), codes),
          drawn: part(tokens['sampled_tokens']!, length),
          timestep,
          gumbel: timestep === 0 ? null : part(gumbel, length),
          sample: part(tokens['sample_in']!, length),
        });
        const wrong = (values: Int32Array, tensor: string): Comparison => {
          const recorded = part(tokens[tensor]!, length);
          return {
            what: `${tensor} of step ${Math.floor(at / batch) + 1}`,
            error: values.filter((token, i) => token !== recorded[i]).length,
            tolerance: 0,
          };
        };
        out.push(wrong(made.original, 'pred_original_sample'), wrong(made.sample, 'prev_sample'));
      }
      return out;
    });
  }
}
