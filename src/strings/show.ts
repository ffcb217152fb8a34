// The one way raw input gets into a message: bounded in length, without control characters, never
// throwing, whatever the value is.

import { valueWords as said } from './errors/values';

const MOST_CHARACTERS = 120;
const HIDDEN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/** A value from a file in words of at most 120 characters. */
export function show(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return cut(value);
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'undefined':
      return cut(String(value));
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? said.list(value.length) : said.object;
    default:
      return said.other(typeof value);
  }
}

function cut(text: string): string {
  // The slice comes first: a name may have megabytes.
  const plain = text.slice(0, MOST_CHARACTERS + 1).replace(HIDDEN, '·');
  return text.length > MOST_CHARACTERS
    ? `${plain.slice(0, MOST_CHARACTERS)}… ${said.characters(text.length)}`
    : plain;
}

/** Names of a list, the first few, then how many more. */
export function showList(values: readonly unknown[], most = 5): string {
  const shown = values.slice(0, most).map((value) => said.quoted(show(value)));
  return values.length > most
    ? `${shown.join(', ')} ${said.more(values.length - most)}`
    : shown.join(', ');
}

/** What an error from a library says, bounded. */
export function showError(error: unknown): string {
  return show(error instanceof Error ? error.message : String(error));
}
