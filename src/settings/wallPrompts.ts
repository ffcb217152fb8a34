// Which prompts a new run's wall is sampled from. A base's own preview prompts say nothing about a
// set that has none of them: some of the set's own stand in for them then.

import type { RunSettings } from './runSettings';

/** Prompts of a set where the base names none. */
const SET_PROMPTS = 4;

export interface WallPrompts {
  readonly prompts: readonly string[];
  /** They are the set's, because none of the base's occurs in it. */
  readonly ofSet: boolean;
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((prompt, i) => prompt === b[i]);

/** So many of `prompts`, evenly by their place. */
export function spread(prompts: readonly string[], count: number): string[] {
  if (prompts.length <= count) return [...prompts];
  return Array.from(
    { length: count },
    (_, i) => prompts[Math.floor(((i + 0.5) * prompts.length) / count)]!,
  );
}

/** Prompts of a run's wall; `captions`: what an offline run would train on. A choice wins. */
export function wallPrompts(
  { sampling, source }: Pick<RunSettings, 'sampling' | 'source'>,
  basePrompts: readonly string[],
  captions: readonly string[],
): WallPrompts {
  const chosen = sampling.previewPrompts;
  const trained = source.mode === 'online' ? source.onlinePrompts : captions;
  const distinct = [...new Set(trained)].filter((prompt) => prompt.trim() !== '');
  const fromSet = distinct.length > 0 && !basePrompts.some((prompt) => distinct.includes(prompt));
  const automatic = fromSet ? spread(distinct, basePrompts.length || SET_PROMPTS) : basePrompts;
  const prompts = chosen.length > 0 && !same(chosen, basePrompts) ? chosen : automatic;
  return { prompts, ofSet: fromSet && same(prompts, automatic) };
}
