// What should be known of a set before it is trained on: scores that tell nothing apart, ties at τ,
// prompts longer than the model reads. Said by the import's draft and the command line alike.

import type { ClipTokenizer } from '../../formats/clipTokenizer';
import { percentile } from '../../statistics/percentile';
import { dataErrors } from '../../strings/errors/data';
import { show } from '../../strings/show';

/** The default percentile that τ is taken at. */
const DEFAULT_PERCENTILE = 0.5;
/** A share of good images beyond which ties at τ are worth a word. */
const NEARLY_ALL = 0.9;
/**
 * A score farther from the middle half of the set than this many times its width is far out: a slip
 * of the hand, or −1 for “none”. Scores of a normal distribution lie within 3 to 4 widths.
 */
const FAR_OUT = 20;

/** A word about scores far from all others; none where the middle half is one value. */
function farNotes(scores: readonly number[]): string[] {
  const [low, high] = [percentile(scores, 0.25), percentile(scores, 0.75)];
  const reach = FAR_OUT * (high - low);
  const far = scores.filter((score) => score < low - reach || score > high + reach);
  return reach === 0 || far.length === 0
    ? []
    : [dataErrors.scores.farOut(far.length, far[0]!, rounded(low), rounded(high))];
}

/** Without the last digits of a quartile's arithmetic. */
const rounded = (value: number): number => Number(value.toPrecision(6));

/** What the scores of a set mean for training on them. Linear but for one sort. */
export function scoreNotes(scores: readonly number[]): string[] {
  if (scores.length < 2) return [];
  const said = dataErrors.scores;
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const distinct = new Set<number>();
  for (const score of scores) {
    lowest = Math.min(lowest, score);
    highest = Math.max(highest, score);
    distinct.add(score);
  }
  if (distinct.size === 1) return [said.allEqual(scores.length, lowest)];
  const tau = percentile(scores, DEFAULT_PERCENTILE);
  if (distinct.size === 2) {
    const good = scores.filter((score) => score === highest).length;
    return [
      said.twoScores(lowest, highest, good, scores.length - good) +
        (tau === lowest ? said.twoScoresTied(tau, scores.length) : ''),
    ];
  }
  const ties = scores.filter((score) => score === tau).length;
  const good = scores.filter((score) => score >= tau).length;
  if (ties > 1 && good >= scores.length * NEARLY_ALL)
    return [said.ties(tau, good, scores.length - good, ties), ...farNotes(scores)];
  return farNotes(scores);
}

/** A base model as a reader of prompts. */
export interface PromptReader {
  readonly name: string;
  readonly tokenizer: ClipTokenizer;
}

/** Prompts that a model does not read whole, and those that become the same by it. */
export function promptNotes(
  prompts: readonly string[],
  { name, tokenizer }: PromptReader,
): string[] {
  const limit = tokenizer.maxLength;
  const cut = new Map<string, { readonly texts: Set<string>; count: number }>();
  let [long, longest] = [0, 0];
  for (const prompt of prompts) {
    // A token covers at least one character: short prompts need no counting.
    if (prompt.length + 2 <= limit) continue;
    const count = tokenizer.encode(prompt.slice(0, MOST_CHARACTERS)).length;
    if (count <= limit) continue;
    long++;
    longest = Math.max(longest, count);
    const key = tokenizer.encodePadded(prompt.slice(0, MOST_CHARACTERS)).join(' ');
    const same = cut.get(key) ?? { texts: new Set<string>(), count: 0 };
    same.texts.add(prompt);
    same.count++;
    cut.set(key, same);
  }
  if (long === 0) return [];
  const merged = [...cut.values()].filter(({ texts }) => texts.size > 1);
  const different = merged.reduce((sum, { count }) => sum + count, 0);
  const { longPrompts, samePrompts } = dataErrors.plan;
  return [
    longPrompts(long, show(name), longest, limit) +
      (different > 0 ? samePrompts(different, merged.length) : ''),
  ];
}

/** What A1111 puts into a prompt for itself, not for the model: “<lora:name:0.8>”. */
const TAG = /<(?:lora|lyco|hypernet):[^<>]*>/iu;

/** A word about prompts that hold tags of A1111: the model reads them as words. */
export function tagNotes(prompts: readonly string[]): string[] {
  const tagged = prompts.filter((prompt) => TAG.test(prompt));
  if (tagged.length === 0) return [];
  return [dataErrors.plan.tags(tagged.length, show(TAG.exec(tagged[0]!)![0]))];
}

/** Characters of a prompt that are tokenized to count them; limits are some dozen tokens. */
const MOST_CHARACTERS = 4000;
