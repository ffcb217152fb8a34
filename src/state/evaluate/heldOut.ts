// The prompts that a model's demo leaves out, by model, and what may be said of an evaluation's
// prompts: how many of them are test prompts, and how many the model was trained on.

import { createStore } from 'zustand/vanilla';
import { spread } from '../../settings/wallPrompts';
import { client } from '../session/client';

export interface HeldOut {
  readonly validation: readonly string[];
  readonly test: readonly string[];
}

/** By model id; absent until asked for. A model without a demo has two empty lists. */
export const heldOutStore = createStore<Readonly<Record<string, HeldOut>>>(() => ({}));

/** Asks for a model's lists once. */
export function needHeldOut(modelId: string): void {
  if (heldOutStore.getState()[modelId] !== undefined) return;
  client.request('heldOutPrompts', { modelId }).then(
    (lists) => heldOutStore.setState({ [modelId]: lists }),
    // A model whose lists cannot be read has none to offer.
    () => heldOutStore.setState({ [modelId]: { validation: [], test: [] } }),
  );
}

/** How many of `prompts` are in `list`. */
export function countIn(prompts: readonly string[], list: Iterable<string>): number {
  const known = new Set(list);
  return prompts.filter((prompt) => known.has(prompt)).length;
}

/** Prompts of a comparison, and of each point of a frontier, which has many points. */
export const DEFAULT_PROMPTS = { comparison: 128, frontier: 32 } as const;

/** Prompts taken from a set: a whole set would be sampled for hours. */
export const FROM_SET = 32;

/**
 * Prompts of a set that has none of the base's own (`ofBase`), evenly by their place: those of
 * images without a score, on which nothing trains, where there are any. Empty for every other set.
 */
export function promptsOfOwnSet(
  scored: readonly string[],
  unscored: readonly string[],
  ofBase: readonly string[],
): string[] {
  if (countIn([...scored, ...unscored], ofBase) > 0) return [];
  const trained = new Set(scored);
  const aside = [...new Set(unscored)].filter((prompt) => !trained.has(prompt));
  return spread(aside.length > 0 ? aside : [...trained], FROM_SET);
}

/**
 * Prompts that an evaluation begins with: the model's validation prompts, else the first list of
 * `others` that is not empty; without those of the training set, never the test prompts.
 */
export function defaultPrompts(
  { validation, test }: HeldOut,
  others: readonly (readonly string[])[],
  trained: Iterable<string>,
): string[] {
  const excluded = new Set([...trained, ...test]);
  const usable = (list: readonly string[]): string[] =>
    [...new Set(list)].filter((prompt) => !excluded.has(prompt));
  return [validation, ...others].map(usable).find((list) => list.length > 0) ?? [];
}
