// The command line of `npm run taste`, parsed strictly.

import { parseArgs } from 'node:util';
import { StudioError } from '../../../src/errors';
import { parseSet } from '../align/arguments';
import { HIDDEN_RULES, type HiddenRule } from './hiddenRule';

export const USAGE = `npm run taste -- --base emoji-64 --out DIR

  Samples images from the base, has some rated by a hidden rule, fits a taste to the ratings, scores
  all by it, trains TGO on them, and measures on the demo's validation prompts what became of the
  rule, which nothing that learned was told. Run it again to resume.

  --base ID         base model with a demo (emoji-64), or diffusion | maskgit
  --out DIR         images, ratings, tastes, runs and report.md
  --rule ID         ${HIDDEN_RULES.map(({ id }) => id).join(' | ')}; may be given several times
                    (default: all)
  --pictures N      drawn of the demo's prompts (400)
  --ratings N       how many of them are rated (60)
  --seed S          seed of the images and of the ratings (0)
  --runs N          training runs a rule, of seeds 0 … N − 1 (1)
  --steps N         steps of a run (default: those measured for the model)
  --set KEY=VALUE   one setting of the runs, may be given several times
                    (e.g. --set thresholdScope=prompt)
  --prompts LIST    validation | test: the demo's prompts of the report (validation; open the test
                    prompts once, at the end)
  --noises N        images per prompt in the report (1)
  --executor NAME   wgsl | tfjs-wasm | tfjs-cpu (default: a real GPU if there is one, else
                    tfjs-wasm)`;

export interface TasteArguments {
  readonly base: string;
  readonly out: string;
  readonly rules: readonly HiddenRule[];
  readonly pictures: number;
  readonly ratings: number;
  readonly seed: number;
  readonly runs: number;
  readonly steps: number | null;
  readonly set: Readonly<Record<string, string | number>>;
  readonly noises: number;
  /** The demo's list that is measured on. */
  readonly prompts: 'validation' | 'test';
  readonly executor: string | null;
}

function refuse(what: string): never {
  throw new StudioError('BadSettings', what, `Usage:\n${USAGE}`);
}

/** Errors: BadSettings with the usage. */
export function parseTasteArguments(argv: readonly string[]): TasteArguments {
  let values: Record<string, string | string[] | boolean | undefined>;
  try {
    values = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        base: { type: 'string', default: 'emoji-64' },
        out: { type: 'string' },
        rule: { type: 'string', multiple: true },
        pictures: { type: 'string', default: '400' },
        ratings: { type: 'string', default: '60' },
        seed: { type: 'string', default: '0' },
        runs: { type: 'string', default: '1' },
        steps: { type: 'string' },
        set: { type: 'string', multiple: true },
        noises: { type: 'string', default: '1' },
        prompts: { type: 'string', default: 'validation' },
        executor: { type: 'string' },
      },
    }).values;
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
  const text = (name: string): string | null =>
    typeof values[name] === 'string' ? values[name] : null;
  const whole = (name: string, least: number): number => {
    const given = text(name)!;
    if (!/^\d+$/.test(given) || Number(given) < least)
      refuse(`--${name} wants a whole number of at least ${least}, got “${given}”.`);
    return Number(given);
  };
  const rules =
    values['rule'] === undefined
      ? HIDDEN_RULES
      : [...new Set(values['rule'] as string[])].map(
          (id) =>
            HIDDEN_RULES.find((rule) => rule.id === id) ?? refuse(`There is no rule “${id}”.`),
        );
  const list = text('prompts');
  if (list !== 'validation' && list !== 'test')
    refuse(`--prompts is validation or test, got “${list}”.`);
  const [pictures, ratings] = [whole('pictures', 1), whole('ratings', 1)];
  // A correlation on images that nobody rated wants some.
  if (pictures < ratings + 2)
    refuse(`--ratings ${ratings} of --pictures ${pictures} leaves too few that nobody rated.`);
  return {
    base: text('base')!,
    out: text('out') ?? refuse('--out is missing.'),
    rules,
    pictures,
    ratings,
    seed: whole('seed', 0),
    runs: whole('runs', 1),
    steps: text('steps') === null ? null : whole('steps', 1),
    set: parseSet((values['set'] as string[] | undefined) ?? [], refuse),
    noises: whole('noises', 1),
    prompts: list,
    executor: text('executor'),
  };
}
