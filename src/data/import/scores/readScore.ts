// One cell as a score in float64: plain numbers, and the spellings people have (0,5 − 60 % 1,005.5
// 4/5 true ★★★). What is ambiguous alone (1,005) is settled by the whole column (columnStyle).

import { strings } from '../../../strings';
import { dataErrors } from '../../../strings/errors/data';

const said = () => dataErrors.scores;

/** How a column writes numbers where a comma or a point may mean two things. */
export type NumberStyle = 'point' | 'comma' | 'unknown';

export type ReadScore =
  | { readonly kind: 'number'; readonly value: number; readonly spelling: Spelling | null }
  /** Beyond what float32 holds. */
  | { readonly kind: 'huge' }
  /** Nothing, or a word for nothing. */
  | { readonly kind: 'missing' }
  /** `why` ends the sentence “score “…” …”. */
  | { readonly kind: 'bad'; readonly why: string };

/** A usual spelling that was read, to be said once. */
export type Spelling = keyof (typeof dataErrors)['scores']['spellings'];

/** The largest float32 that means a number everywhere. */
export const MAX_SCORE = 3.4e38;

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu;
const COMMA_DECIMAL = /^[+-]?\d*,\d+(e[+-]?\d+)?$/iu;
const POINT_THOUSANDS = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/u;
const COMMA_THOUSANDS = /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/u;
/** Thousands set apart by blanks, or by apostrophes as in Switzerland. */
const SPACED = /^[+-]?\d{1,3}(?:( \d{3})+|(['’]\d{3})+)([.,]\d+)?$/u;
/** A date, which spreadsheets make of numbers like 1.5 and 3/5. */
const DATE = new RegExp(
  String.raw`^(?:\d{1,2}[./-] ?\p{L}{3,9}\.?(?:[ ./-]\d{2,4})?|\p{L}{3,9}[ .-]\d{1,4}|` +
    String.raw`\d{1,4}([./-])\d{1,2}\1\d{1,4})$`,
  'u',
);
const FRACTION = /^([+-]?\d+(?:[.,]\d+)?)(?: ?\/ ?| (?:out )?of )(\d+(?:[.,]\d+)?)$/iu;
const MISSING = /^(nan|null|none|nil|n\/?a|na|-|–|—|\?|undefined|#n\/a|missing)$/iu;
/** Words of approval and of its opposite, in lower case, with blanks between words. */
const GOOD =
  'true|t|yes|y|like|liked|good|up|thumbs up|thumbsup|upvote|positive|pass|accept|accepted|👍';
const BAD =
  'false|f|no|n|dislike|disliked|bad|down|thumbs down|thumbsdown|downvote|negative|fail|reject|' +
  'rejected|👎';
const WORDS: ReadonlyMap<string, number> = new Map([
  ...GOOD.split('|').map((word) => [word, 1] as const),
  ...BAD.split('|').map((word) => [word, 0] as const),
]);

const finite = (value: number, spelling: Spelling | null): ReadScore =>
  Math.abs(value) > MAX_SCORE ? { kind: 'huge' } : { kind: 'number', value, spelling };

/** Longest text that may be a number. */
const MOST_CHARACTERS = 64;

/** Reads one cell. A fraction counts as its numerator (readFraction tells the rest). */
export function readScore(value: unknown, style: NumberStyle = 'unknown'): ReadScore {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return { kind: 'missing' };
    return finite(value, null);
  }
  if (typeof value === 'bigint') return finite(Number(value), null);
  if (typeof value === 'boolean') return finite(value ? 1 : 0, 'boolean');
  if (value === undefined || value === null) return { kind: 'missing' };
  if (Array.isArray(value)) return readList(value, style);
  if (typeof value !== 'string') return { kind: 'bad', why: said().record };
  return readText(value, style);
}

/** One person's rating among those of an image. */
export interface ListedRating {
  readonly rater: string;
  readonly value: number;
}

/** The first of some keys that a record has. */
const keyOf = (record: Readonly<Record<string, unknown>>, keys: readonly string[]): unknown =>
  record[keys.find((key) => Object.hasOwn(record, key)) ?? ''];

/**
 * The ratings in a list: numbers, or records of a rater and a score; what is missing in it is left
 * out. Null where it holds something else.
 */
export function listedRatings(
  values: readonly unknown[],
  style: NumberStyle = 'unknown',
): ListedRating[] | null {
  const found: ListedRating[] = [];
  for (const [i, value] of values.entries()) {
    const record =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Readonly<Record<string, unknown>>)
        : null;
    const written = record === null ? value : keyOf(record, ['score', 'rating', 'value', 'stars']);
    const rater = record && keyOf(record, ['rater', 'annotator', 'user', 'worker', 'name', 'id']);
    const read = Array.isArray(written) ? null : readScore(written, style);
    if (read?.kind === 'missing') continue;
    if (read?.kind !== 'number') return null;
    const isNamed = typeof rater === 'string' || typeof rater === 'number';
    found.push({ rater: isNamed ? String(rater) : `rater ${i + 1}`, value: read.value });
  }
  return found;
}

function readList(values: readonly unknown[], style: NumberStyle): ReadScore {
  const ratings = listedRatings(values, style);
  if (ratings === null) return { kind: 'bad', why: said().listWithoutNumbers };
  if (ratings.length === 0) return { kind: 'missing' };
  const sum = ratings.reduce((total, { value }) => total + value, 0);
  return finite(sum / ratings.length, ratings.length > 1 ? 'list' : null);
}

function readText(written: string, style: NumberStyle): ReadScore {
  if (written.length > MOST_CHARACTERS) return { kind: 'bad', why: said().noNumber };
  const text = written
    .normalize('NFKC')
    .replace(/[\u00a0\u2009\u202f\u2007]/gu, ' ')
    .trim();
  if (text === '' || MISSING.test(text)) return { kind: 'missing' };
  const word = WORDS.get(text.toLowerCase().replace(/[_\-\s]+/gu, ' '));
  if (word !== undefined) return finite(word, 'boolean');
  const drawn = text.replace(/\ufe0f/gu, '').replace(/[⭐🌟]/gu, '★');
  if (/^★+☆*$/u.test(drawn)) return finite(drawn.replace(/☆/gu, '').length, 'stars');
  const stars = /^([\d.,]+) ?(stars?|★)$/iu.exec(text);
  if (stars) return withSpelling(readNumber(stars[1]!, style), 'stars');
  if (text.endsWith('%'))
    return withSpelling(readNumber(text.slice(0, -1).trim(), style), 'percent');
  const fraction = FRACTION.exec(text);
  if (fraction) {
    const top = readNumber(fraction[1]!, style);
    return withSpelling(top, 'fraction');
  }
  return readNumber(text, style);
}

function withSpelling(read: ReadScore, spelling: Spelling): ReadScore {
  return read.kind === 'number' ? { ...read, spelling } : read;
}

function readNumber(written: string, style: NumberStyle): ReadScore {
  const text = written.replace(/^[−–—﹣－]/u, '-').replace(/^- /u, '-');
  const minus = text === written ? null : 'minus sign';
  if (style === 'comma') {
    if (COMMA_THOUSANDS.test(text) && text.includes(','))
      return finite(Number(text.replaceAll('.', '').replace(',', '.')), 'decimal comma');
    if (COMMA_DECIMAL.test(text)) return finite(Number(text.replace(',', '.')), 'decimal comma');
    if (COMMA_THOUSANDS.test(text)) return finite(Number(text.replaceAll('.', '')), 'thousands');
  }
  if (PLAIN.test(text)) return finite(Number(text), minus);
  if (POINT_THOUSANDS.test(text)) {
    if (style === 'unknown' && !text.includes('.') && text.indexOf(',') === text.lastIndexOf(','))
      return {
        kind: 'bad',
        why: said().ambiguous,
      };
    return finite(Number(text.replaceAll(',', '')), 'thousands');
  }
  if (COMMA_THOUSANDS.test(text) && text.includes(','))
    return finite(Number(text.replaceAll('.', '').replace(',', '.')), 'decimal comma');
  if (COMMA_DECIMAL.test(text) && style !== 'point')
    return finite(Number(text.replace(',', '.')), 'decimal comma');
  if (SPACED.test(text))
    return finite(
      Number(text.replace(/[ '’]/gu, '').replace(',', '.')),
      text.includes(',') ? 'decimal comma' : 'thousands',
    );
  return { kind: 'bad', why: DATE.test(text) ? strings.importing.date : said().notFinite };
}

/** Numerator and denominator of “4/5”, or null. */
export function readFraction(value: unknown): { top: number; bottom: number } | null {
  if (typeof value !== 'string' || value.length > MOST_CHARACTERS) return null;
  const found = FRACTION.exec(value.normalize('NFKC').trim());
  if (!found) return null;
  const [top, bottom] = [found[1]!, found[2]!].map((part) => Number(part.replace(',', '.')));
  return bottom! > 0 ? { top: top!, bottom: bottom! } : null;
}

/**
 * What the commas of a column mean: the cells that can be read in one way only decide for the
 * others. Cost: linear.
 */
export function columnStyle(values: Iterable<unknown>): NumberStyle {
  let [comma, point] = [0, 0];
  for (const value of values) {
    if (typeof value !== 'string' || value.length > MOST_CHARACTERS || !/[.,]/u.test(value))
      continue;
    const text = value
      .trim()
      .replace(/ ?%$/u, '')
      .replace(/^[−–—]/u, '-');
    if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/u.test(text) || /^[+-]?\d{1,3}(,\d{3}){2,}$/u.test(text))
      point++;
    else if (POINT_THOUSANDS.test(text)) continue;
    else if (COMMA_DECIMAL.test(text) || (COMMA_THOUSANDS.test(text) && text.includes(',')))
      comma++;
    else if (PLAIN.test(text) && text.includes('.') && !/^[+-]?\d{1,3}\.\d{3}$/u.test(text))
      point++;
  }
  return comma > 0 && point === 0 ? 'comma' : point > 0 && comma === 0 ? 'point' : 'unknown';
}
