// The one place from which everything takes its words. A language is a folder here whose index has
// the type `Strings`, and a line in `LANGUAGES`. English is always there; another one is loaded
// before what reads it (main.tsx, the workers), since many modules keep their part of it.

import { english, type Strings } from './en';
import { formatIn } from './format';

export type { Strings };

interface Language {
  /** In its own words, as everything here. */
  readonly name: string;
  /** Said on a page in English to those whose browser prefers this language. */
  readonly offer: string;
  readonly accept: string;
  readonly decline: string;
  readonly load: () => Promise<Strings>;
}

/** Languages by their BCP 47 tag. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  en: {
    name: 'English',
    offer: 'Plumbline also speaks English.',
    accept: 'Show it in English',
    decline: 'No, thanks',
    load: () => Promise.resolve(english),
  },
  de: {
    name: 'Deutsch',
    offer: 'Plumbline gibt es auch auf Deutsch.',
    accept: 'Auf Deutsch zeigen',
    decline: 'Nein, danke',
    load: () => import('./de').then(({ german }) => german),
  },
};

export let strings: Strings = english;
export let language = 'en';

/**
 * Makes a language the one that is read. To be awaited before any module that reads `strings` as it
 * is loaded. A tag that is not in the list changes nothing.
 */
export async function useLanguage(tag: string): Promise<void> {
  const chosen = LANGUAGES[tag];
  if (chosen === undefined) return;
  strings = await chosen.load();
  language = tag;
  formatIn(tag);
}

/** What a record says of itself, which it holds in English, in the language that is read. */
export const recordSays = (english: string): string =>
  Object.hasOwn(strings.records, english) ? strings.records[english]! : english;
