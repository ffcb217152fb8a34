// Which language the page is read in: that of `?lang=`, else the one chosen in the header, which
// localStorage keeps, else English. Loaded before any text is (main.tsx).

import { LANGUAGES } from '../../strings/language';

const KEY = 'plumbline.language';

/** The tag of the language to load. */
export function languageOfPage(): string {
  const asked = new URLSearchParams(location.search).get('lang') ?? keptLanguage();
  return asked !== null && asked in LANGUAGES ? asked : 'en';
}

/** The language that was chosen here; null where none was, or the browser keeps nothing. */
export function keptLanguage(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Keeps a choice; false where the browser keeps nothing. */
export function keepLanguage(tag: string): boolean {
  try {
    localStorage.setItem(KEY, tag);
    return true;
  } catch {
    return false;
  }
}
