// What is wrong with a value that a schema refuses (valibot), in the language that is read; the
// library's own messages are English.

import type { BaseIssue } from 'valibot';
import { valueWords as said } from './errors/values';
import { show } from './show';

const quoted = (value: unknown): string =>
  value === undefined
    ? said.kinds['undefined']!
    : typeof value === 'string'
      ? said.quoted(show(value))
      : show(value);

/** What was wanted in a schema's notation, e.g. `(string | null)`, in words. */
const inWords = (expected: string): string =>
  expected
    .replace(/^\((.*)\)$/su, '$1')
    .split(' | ')
    .map((kind) => (Object.hasOwn(said.kinds, kind) ? said.kinds[kind]! : show(kind)))
    .join(said.or);

/** What the value should have been, by the kind of check; null where nothing is known of it. */
export function wanted({ type, expected, requirement }: BaseIssue<unknown>): string | null {
  const bound = show(requirement);
  switch (type) {
    case 'finite':
      return said.finite;
    case 'integer':
    case 'safe_integer':
      return said.whole;
    case 'min_value':
      return said.atLeast(bound);
    case 'gt_value':
      return said.above(bound);
    case 'max_value':
      return said.atMost(bound);
    case 'length':
      return said.length(bound);
    case 'min_length':
      return said.shortest(bound);
    case 'max_length':
      return said.longest(bound);
    case 'regex':
      return said.pattern(show(String(requirement)));
    case 'custom':
    case 'uuid':
      return null;
    default:
      return expected === null ? null : inWords(expected);
  }
}

/** Without a point at the end. A `check` has its own message, which is said as it is. */
export function issueSays(issue: BaseIssue<unknown>): string {
  if (issue.type === 'check') return issue.message;
  const isKey = issue.kind === 'schema' && issue.type.endsWith('object');
  if (isKey && issue.expected === 'never') return said.unknown;
  if (isKey && issue.input === undefined && issue.expected?.startsWith('"')) return said.missing;
  const what = wanted(issue);
  return what === null ? said.notUsable(quoted(issue.input)) : said.expected(what, seenOf(issue));
}

/** Of a length that is wrong it is the length that is seen. */
const seenOf = ({ type, input }: BaseIssue<unknown>): string =>
  type.endsWith('length') ? show((input as { length: number }).length) : quoted(input);
