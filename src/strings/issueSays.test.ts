// What schemas say of wrong values, in both languages; none of it is the library's English.

import * as v from 'valibot';
import { beforeEach, describe, expect, it, vi } from 'vitest';

const schema = v.looseObject({
  text: v.optional(v.string()),
  number: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(2))),
  above: v.optional(v.pipe(v.number(), v.gtValue(0))),
  whole: v.optional(v.pipe(v.number(), v.integer())),
  choice: v.optional(v.picklist(['on', 'off'])),
  either: v.optional(v.union([v.number(), v.null()])),
  list: v.optional(v.pipe(v.array(v.number()), v.minLength(1), v.maxLength(2))),
  inner: v.optional(v.strictObject({ name: v.string() })),
  pattern: v.optional(v.pipe(v.string(), v.regex(/^a$/u))),
  id: v.optional(v.pipe(v.string(), v.uuid())),
  bytes: v.optional(v.custom((value) => value instanceof Date)),
  own: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => text === '', 'own words'),
    ),
  ),
});

/** The message of a record's first issue in a language, of which nothing else is loaded. */
async function messageIn(tag: string, record: unknown): Promise<string> {
  vi.resetModules();
  await (await import('./language')).useLanguage(tag);
  const { issueSays } = await import('./issueSays');
  const { issues } = v.safeParse(schema, record);
  return issueSays(issues![0]);
}

describe('what a schema says of a wrong value', () => {
  beforeEach(() => vi.resetModules());

  it.each([
    [null, 'an object is expected, not null', 'erwartet wird ein Objekt, nicht null'],
    [{ text: 5 }, 'text is expected, not 5', 'erwartet wird Text, nicht 5'],
    [{ number: 'x' }, 'a number is expected, not “x”', 'erwartet wird eine Zahl, nicht „x“'],
    [
      { number: Infinity },
      'a finite number is expected, not Infinity',
      'erwartet wird eine endliche Zahl, nicht Infinity',
    ],
    [{ number: -1 }, 'at least 0 is expected, not -1', 'erwartet wird mindestens 0, nicht -1'],
    [{ number: 3 }, 'at most 2 is expected, not 3', 'erwartet wird höchstens 2, nicht 3'],
    [{ above: 0 }, 'more than 0 is expected, not 0', 'erwartet wird mehr als 0, nicht 0'],
    [
      { whole: 0.5 },
      'a whole number is expected, not 0.5',
      'erwartet wird eine ganze Zahl, nicht 0.5',
    ],
    [
      { choice: null },
      '"on" or "off" is expected, not null',
      'erwartet wird "on" oder "off", nicht null',
    ],
    [
      { either: {} },
      'a number or null is expected, not an object',
      'erwartet wird eine Zahl oder null, nicht ein Objekt',
    ],
    [
      { list: [] },
      'a length of at least 1 is expected, not 0',
      'erwartet wird eine Länge von mindestens 1, nicht 0',
    ],
    [
      { list: [1, 2, 3] },
      'a length of at most 2 is expected, not 3',
      'erwartet wird eine Länge von höchstens 2, nicht 3',
    ],
    [{ inner: {} }, 'it is missing', 'es fehlt'],
    [{ inner: { name: '', more: 1 } }, 'it is not known here', 'es ist hier unbekannt'],
    [
      { pattern: 'b' },
      'text of the form /^a$/u is expected, not “b”',
      'erwartet wird Text der Form /^a$/u, nicht „b“',
    ],
    [{ id: 'b' }, '“b” cannot be used', '„b“ ist nicht zu gebrauchen'],
    [{ bytes: 'b' }, '“b” cannot be used', '„b“ ist nicht zu gebrauchen'],
    [{ own: 'b' }, 'own words', 'own words'],
  ])('of %j', async (record, english, german) => {
    expect(await messageIn('en', record)).toBe(english);
    expect(await messageIn('de', record)).toBe(german);
  });

  it('bounds what it shows of the value', async () => {
    expect((await messageIn('de', { number: 'x'.repeat(1e6) })).length).toBeLessThan(200);
  });
});

describe('a value in a message', () => {
  it('is shown in the language', async () => {
    vi.resetModules();
    await (await import('./language')).useLanguage('de');
    const { show, showList } = await import('./show');
    expect(show([1, 2])).toBe('eine Liste von 2');
    expect(show({})).toBe('ein Objekt');
    expect(show('x'.repeat(200))).toMatch(/… \(200 Zeichen\)$/u);
    expect(showList(['a', 'b', 'c'], 2)).toBe('„a“, „b“ und 1 weitere');
  });
});
