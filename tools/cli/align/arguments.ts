// The command line of `npm run align`: parsed strictly (an unknown option is refused), settings
// checked by the studio's own schema.

import { parseArgs } from 'node:util';
import { StudioError } from '../../../src/errors';
import {
  DEFAULT_OBJECTIVE,
  OBJECTIVES,
  refuseUntrainable,
  trainableObjectives,
} from '../../../src/objectives';
import { NUMBER_SETTINGS } from '../../../src/settings/numberSettings';

const METHODS = trainableObjectives()
  .map(({ id }) => id)
  .join('|');

export const USAGE = `npm run align -- --data DIR|demo --method NAME --steps N --seed S --out DIR

  --data DIR|demo        a folder (or .zip) with images and metadata.csv, or the bundled demo set
  --start DIR|FILE       the --out folder of a run whose last checkpoint this one begins with, and
                         has as its reference (two stages: SFT, then another method); or a LoRA
                         from elsewhere, one .safetensors file in diffusers', kohya's or PEFT's
                         names
  --lora FILE            trains nothing: the report is of this LoRA file (npm run compare reads it)
  --online               sample and score images of the set's prompts while training instead of
                         reading its images and scores (UPO Alg. 2; --set bankSize=1024
                         --set stepsPerRound=1; the reference is updated each epoch unless
                         --set referenceUpdate=never; --data is demo unless given)
  --method ${METHODS}
${trainableObjectives()
  .map(({ id, title }) => `                         ${id}: ${title}`)
  .join('\n')}
  --steps N --seed S     optimizer steps; every random draw follows from the seed
  --out DIR              adapters, metrics, settings, checkpoints and the report go here; run again
                         to resume
  --base ID|PATH         a bundled model (emoji-64), diffusion | maskgit for the bundled one of that
                         paradigm, a model folder, or a single .safetensors checkpoint with its
                         configs in a folder beside it
  --executor NAME        wgsl | tfjs-wasm | tfjs-cpu (default: a real GPU if there is one, else
                         tfjs-wasm)
  --settings FILE        settings JSON to start from (default: those measured for model and method)
  --set KEY=VALUE        one setting, may be given several times (e.g. --set temperature=0.01
                         --set thresholdScope=prompt --set thresholdShrinkage=4)
  --proxy DIR            τ is the percentile of this scored set's scores (folder or .zip with its
                         table), sampled by the base; only the table is read
  --reward ID|FILE       scorer of the report, and of the images that an online run samples: a
                         reward's id, or a head as .safetensors (default: the demo's; a folder of
                         your own has none)
  --scorer PATH          a CLIP model's folder (CLIP, OpenCLIP, PickScore; transformers' format),
                         or one .safetensors file of open_clip (HPSv2), that --reward
                         prompt_alignment or a head of --reward reads
  --prompts validation|test|FILE
                         prompts of the report: the demo's lists (default validation; open the test
                         prompts once, at the end), or a JSON list (for a folder a tenth of its
                         prompts is held out)
  --noises N             images per prompt in the report (1)
  --merged               also merged.safetensors: the base with the LoRA folded into its weights (of
                         a single-file checkpoint the whole of it, else its UNet or transformer)
  --no-report            train only`;

export interface AlignArguments {
  readonly data: string;
  readonly online: boolean;
  /** Folder of the run, or LoRA file, to start from. */
  readonly start: string | null;
  /** A LoRA file to report on instead of training one. */
  readonly lora: string | null;
  /** Id of a training method. */
  readonly method: string;
  readonly steps: number | null;
  readonly seed: number;
  readonly out: string;
  /** A model's id or the name of a paradigm (resolveBase). */
  readonly base: string;
  readonly executor: string | null;
  readonly settings: string | null;
  readonly set: Readonly<Record<string, string | number>>;
  /** A proxy set for τ; its table is read, not its images. */
  readonly proxy: string | null;
  readonly reward: string | null;
  /** Folder of a CLIP model that the reward reads instead of the bundled one. */
  readonly scorer: string | null;
  readonly prompts: string | null;
  readonly noises: number;
  readonly merged: boolean;
  readonly report: boolean;
}

function refuse(what: string): never {
  throw new StudioError('BadSettings', what, `Usage:\n${USAGE}`);
}

/** The settings of --set KEY=VALUE, numbers as numbers. */
export function parseSet(
  pairs: readonly string[],
  refused: (what: string) => never,
): Record<string, string | number> {
  const numeric = new Set<string>([
    ...NUMBER_SETTINGS.map((setting) => setting.key),
    ...OBJECTIVES.flatMap((objective) => objective.settings.map((setting) => setting.key)),
    'fixedThreshold',
  ]);
  return Object.fromEntries(
    pairs.map((pair): [string, string | number] => {
      const at = pair.indexOf('=');
      if (at < 1) refused(`--set wants KEY=VALUE, got “${pair}”.`);
      const key = pair.slice(0, at);
      const value = pair.slice(at + 1);
      return [key, numeric.has(key) ? Number(value) : value];
    }),
  );
}

/** Parses the arguments. Errors: BadSettings with the usage. */
export function parseAlignArguments(argv: readonly string[]): AlignArguments {
  let values: Record<string, string | boolean | string[] | undefined>;
  try {
    values = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        data: { type: 'string' },
        online: { type: 'boolean', default: false },
        method: { type: 'string', default: DEFAULT_OBJECTIVE.id },
        steps: { type: 'string' },
        seed: { type: 'string', default: '0' },
        out: { type: 'string' },
        start: { type: 'string' },
        lora: { type: 'string' },
        base: { type: 'string', default: 'emoji-64' },
        executor: { type: 'string' },
        settings: { type: 'string' },
        set: { type: 'string', multiple: true },
        proxy: { type: 'string' },
        reward: { type: 'string' },
        scorer: { type: 'string' },
        prompts: { type: 'string' },
        noises: { type: 'string', default: '1' },
        merged: { type: 'boolean', default: false },
        'no-report': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
  const text = (name: string): string | null =>
    typeof values[name] === 'string' ? values[name] : null;
  const whole = (name: string): number | null => {
    const given = text(name);
    if (given === null) return null;
    if (!/^\d+$/.test(given)) refuse(`--${name} wants a whole number, got “${given}”.`);
    return Number(given);
  };
  const method = text('method');
  if (method === null) refuse('--method is missing.');
  refuseUntrainable(method);
  if (text('lora') !== null && (text('start') !== null || values['no-report'] === true))
    refuse('--lora trains nothing: leave --start and --no-report out.');
  const set = parseSet((values['set'] as string[] | undefined) ?? [], refuse);
  return {
    data: text('data') ?? (values['online'] === true ? 'demo' : refuse('--data is missing.')),
    online: values['online'] === true,
    start: text('start'),
    lora: text('lora'),
    method,
    steps: whole('steps'),
    seed: whole('seed')!,
    out: text('out') ?? refuse('--out is missing.'),
    base: text('base')!,
    executor: text('executor'),
    settings: text('settings'),
    set,
    proxy: text('proxy'),
    reward: text('reward'),
    scorer: text('scorer'),
    prompts: text('prompts'),
    noises: whole('noises')!,
    merged: values['merged'] === true,
    report: values['no-report'] !== true,
  };
}
