// The one place from which everything takes its words. A language is a folder here whose index has
// the type `Strings`, and a line in `OTHERS`. English is always there; another one is loaded
// before what reads it (main.tsx, the workers), since many modules keep their part of it.

import { english, type Strings } from './en';
import { formatIn } from './format';

export type { Strings };

/** Other languages by their BCP 47 tag: own name, and how their texts are loaded. */
export const OTHERS: Readonly<Record<string, () => Promise<Strings>>> = {};

export let strings: Strings = english;
export let language = 'en';

/**
 * Makes a language the one that is read. To be awaited before any module that reads `strings` as it
 * is loaded. A tag that is not in the list leaves English.
 */
export async function useLanguage(tag: string): Promise<void> {
  const load = OTHERS[tag];
  if (load === undefined) return;
  strings = await load();
  language = tag;
  formatIn(tag);
}
