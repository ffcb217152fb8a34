// Which language is read. A language is a folder here whose index has the type `Translation`, and a
// line in `LANGUAGES`. English stands beside what reads it; another language is loaded before that
// (main.tsx, the workers), since every module keeps its part as it is loaded.

import type { Strings } from './en';
import type { Errors } from './en/errors';
import { formatIn } from './format';
import type { Translation } from './translation';

interface Language {
  /** In its own words, as everything here. */
  readonly name: string;
  /** Said on a page in English to those whose browser prefers this language. */
  readonly offer: string;
  readonly accept: string;
  readonly decline: string;
  /** Null: the texts that are there without it. */
  readonly load: (() => Promise<Translation>) | null;
}

/** Languages by their BCP 47 tag. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  en: {
    name: 'English',
    offer: 'Plumbline also speaks English.',
    accept: 'Show it in English',
    decline: 'No, thanks',
    load: null,
  },
  de: {
    name: 'Deutsch',
    offer: 'Plumbline gibt es auch auf Deutsch.',
    accept: 'Auf Deutsch zeigen',
    decline: 'Nein, danke',
    load: () => import('./de').then(({ german }) => german),
  },
};

export let language = 'en';
let translation: Translation | null = null;

/**
 * Makes a language the one that is read. To be awaited before any module is loaded that reads texts
 * (`strings`, `errors/`). A tag that is not in the list changes nothing.
 */
export async function useLanguage(tag: string): Promise<void> {
  const chosen = LANGUAGES[tag];
  if (chosen === undefined) return;
  translation = chosen.load === null ? null : await chosen.load();
  language = tag;
  formatIn(tag);
}

/** The page's texts in the language that is read. */
export const stringsInLanguage = (english: Strings): Strings => translation?.strings ?? english;

/** One part of them, for code that is loaded without the page. */
export const partInLanguage = <P extends keyof Strings>(part: P, english: Strings[P]): Strings[P] =>
  translation?.strings[part] ?? english;

/** What a room's errors say in the language that is read. */
export const errorsInLanguage = <R extends keyof Errors>(room: R, english: Errors[R]): Errors[R] =>
  translation?.errors[room] ?? english;

/** What a record says of itself, which it holds in English, in the language that is read. */
export function recordSays(english: string): string {
  const records = translation?.records ?? {};
  return Object.hasOwn(records, english) ? records[english]! : english;
}
