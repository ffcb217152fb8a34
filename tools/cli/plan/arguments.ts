// The arguments of `npm run plan`.

import { DEFAULT_OBJECTIVE, refuseUntrainable, trainableObjectives } from '../../../src/objectives';
import { parseArgs } from 'node:util';
import { StudioError } from '../../../src/errors';
import { DEFAULT_TARGETS } from '../../../src/settings/runSettings';

const METHODS = trainableObjectives()
  .map(({ id }) => id)
  .join(' | ');

export const PLAN_USAGE = `npm run plan -- MODEL_FOLDER [options]
  MODEL_FOLDER           a model in diffusers format; its config.json files are enough
  --size N|WxH           image size in pixels (default: the model's own)
  --batch N              samples per step (1)
  --rank N               rank of the adapters (16)
  --targets A,B          layers that carry adapters (to_q,to_k,to_v,to_out.0)
  --method NAME          ${METHODS} (${DEFAULT_OBJECTIVE.id})
  --weights f16|int8     how the base's weights are kept (f16)
  --budget BYTES         activations above which norms are computed again (1 GiB)
  --json                 one JSON object on the last line`;

export interface PlanArguments {
  readonly model: string;
  /** [height, width]; null = the model's own. */
  readonly size: readonly [number, number] | null;
  readonly batch: number;
  readonly rank: number;
  readonly targets: readonly string[];
  /** Id of a training method. */
  readonly method: string;
  readonly weights: 'f16' | 'int8';
  /** Bytes; null = as in a run. */
  readonly budget: number | null;
  readonly json: boolean;
}

function refuse(what: string): never {
  throw new StudioError('BadSettings', what, `Usage:\n${PLAN_USAGE}`);
}

/** A whole number in a range that a plan can be made for. */
function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most)
    refuse(`--${name} wants a whole number from 1 to ${most}, got “${text}”.`);
  return value;
}

function sizeOf(text: string): [number, number] {
  const found = /^(\d+)(?:[x×](\d+))?$/.exec(text);
  if (!found) refuse(`--size wants pixels such as 512 or 768x512, got “${text}”.`);
  const width = whole('size', found[1]!, 8192);
  return [whole('size', found[2] ?? found[1]!, 8192), width];
}

/** Parses the arguments. Errors: BadSettings with the usage. */
export function parsePlanArguments(argv: readonly string[]): PlanArguments {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: true,
      options: {
        size: { type: 'string' },
        batch: { type: 'string', default: '1' },
        rank: { type: 'string', default: '16' },
        targets: { type: 'string', default: DEFAULT_TARGETS.join(',') },
        method: { type: 'string', default: DEFAULT_OBJECTIVE.id },
        weights: { type: 'string', default: 'f16' },
        budget: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [model, ...others] = positionals;
  if (!model) refuse('Which model folder?');
  if (others.length > 0) refuse(`One model folder at a time, got “${positionals.join('”, “')}”.`);
  const { method, weights } = values;
  try {
    refuseUntrainable(method);
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
  if (weights !== 'f16' && weights !== 'int8')
    refuse(`--weights is f16 or int8, got “${weights}”.`);
  return {
    model,
    size: values.size === undefined ? null : sizeOf(values.size),
    batch: whole('batch', values.batch, 1024),
    rank: whole('rank', values.rank, 4096),
    targets: values.targets.split(',').map((target) => target.trim()),
    method,
    weights,
    budget: values.budget === undefined ? null : whole('budget', values.budget, 2 ** 40),
    json: values.json,
  };
}
