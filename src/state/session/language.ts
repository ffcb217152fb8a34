// The language of the page: chosen in the header and kept in localStorage, or asked for by
// `?lang=`.

import { OTHERS } from '../../strings';

const KEY = 'plumbline.language';

/** The language of `?lang=`, else the one chosen here before, else English. */
export function languageOfPage(): string {
  const asked = new URLSearchParams(location.search).get('lang') ?? kept();
  return asked !== null && asked in OTHERS ? asked : 'en';
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
