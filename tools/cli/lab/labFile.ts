// lab.json: what is tried, declared before anything is measured. Every method gets the same number
// of trials of its own knob, the same training seeds and the same budget; a trial is chosen on
// validation prompts by rules that stand here too.

import * as v from 'valibot';
import { readFile } from 'node:fs/promises';
import { StudioError } from '../../../src/errors';

const word = v.pipe(v.string(), v.regex(/^[\w][\w .-]*$/, 'letters, digits, “.”, “-”, “_”'));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const settings = v.record(v.string(), v.union([v.number(), v.string()]));

/** How many prompts of a list are sampled, and with how many noises each. */
const asked = v.strictObject({ prompts: count, noises: count });

const labFile = v.strictObject({
  /** Names the folder of its state and its images. */
  name: word,
  /** File of its report in docs/. */
  report: v.pipe(word, v.regex(/\.md$/, 'a name that ends in .md')),
  base: v.string(),
  /** Training seeds; the first one is that of the trials. */
  seeds: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.minLength(1)),
  /** Settings that all runs share: the budget. */
  settings,
  /** A trial may be chosen while its reward `reward` is at least `least` base sd − base. */
  guard: v.strictObject({ reward: v.string(), least: v.number() }),
  rewards: v.pipe(
    v.array(
      v.strictObject({
        name: word,
        id: v.string(),
        /** Words that are taken out of captions and prompts (a style that is to be learned). */
        remove: v.array(v.string()),
        validation: asked,
        test: asked,
        /** Prompts of the rows for a blind judge, chosen on the validation prompts' images. */
        shown: v.optional(v.array(v.string())),
      }),
    ),
    v.minLength(1),
  ),
  methods: v.pipe(
    v.array(
      v.strictObject({
        name: word,
        method: v.string(),
        /** What the trials differ in, as people call it. */
        knob: v.string(),
        /**
         * The method of this file whose first trial, with the same seed, it begins with and has as
         * its reference (two stages); absent: the base.
         */
        after: v.optional(word),
        /** What a paper prints of it, to stand beside. */
        published: v.optional(v.string()),
        trials: v.pipe(v.array(settings), v.minLength(1)),
      }),
    ),
    v.minLength(1),
  ),
});

export type LabFile = v.InferOutput<typeof labFile>;
export type LabReward = LabFile['rewards'][number];
export type LabMethod = LabFile['methods'][number];
export type PromptList = 'validation' | 'test';

const refuse = (path: string, what: string): never => {
  throw new StudioError('BadSettings', `${path}: ${what}`, 'Correct it; see tools/lab/paper.json.');
};

/** Reads a lab file. Errors: BadSettings naming the key, or who has more trials than another. */
export async function readLabFile(path: string): Promise<LabFile> {
  const text = await readFile(path, 'utf8').catch(() => refuse(path, 'there is no such file.'));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refuse(path, String(error));
  }
  const read = v.safeParse(labFile, json);
  if (!read.success) {
    const issue = read.issues[0];
    const at = v.getDotPath(issue) ?? 'the file';
    if (issue.type === 'strict_object' && issue.received === 'undefined')
      return refuse(path, `“${at}” is missing.`);
    if (issue.type === 'strict_object' && issue.expected === 'never')
      return refuse(path, `“${at}” is no key of a lab file.`);
    return refuse(path, `${at}: ${issue.message}`);
  }
  const lab = read.output;
  const trials = lab.methods[0]!.trials.length;
  for (const method of lab.methods)
    if (method.trials.length !== trials)
      refuse(
        path,
        `${method.name} has ${method.trials.length} trials, ${lab.methods[0]!.name} ${trials}: ` +
          'every method gets as many.',
      );
  for (const names of [lab.methods, lab.rewards].map((list) => list.map(({ name }) => name)))
    if (new Set(names).size < names.length) refuse(path, `a name is given twice: ${names.join()}.`);
  for (const { name, after } of lab.methods) {
    const first = lab.methods.find((one) => one.name === after);
    if (after !== undefined && (first === undefined || first.after !== undefined))
      refuse(path, `${name} begins with ${after}, which is no method of one stage here.`);
  }
  if (new Set(lab.seeds).size < lab.seeds.length) refuse(path, 'a seed is given twice.');
  return lab;
}

/** A caption or prompt without the words that a reward takes out. */
export const without = (prompt: string, remove: readonly string[]): string =>
  remove.reduce((text, one) => text.replaceAll(one, ''), prompt);
