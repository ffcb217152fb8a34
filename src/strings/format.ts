// Numbers, sizes and times as people read them, by Intl in the catalogue's language. Every number
// on the page goes through here, so that digits, separators and units agree.

/** The formatters of a language; made once, since making them costs more than using them. */
const formattersOf = (locale: string) => ({
  grouped: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
  oneDecimal: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
  size: new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }),
  percent: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
  plain: new Intl.NumberFormat(locale, {
    maximumFractionDigits: 20,
    maximumSignificantDigits: 6,
    useGrouping: false,
  }),
  date: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
  /** Between a number's whole part and its decimals. */
  point: new Intl.NumberFormat(locale).format(0.5).charAt(1),
});

let locale = 'en';
let formatters = formattersOf(locale);

/** Numbers and dates are those of this language from now on; called with the language's texts. */
export function formatIn(language: string): void {
  locale = language;
  formatters = formattersOf(language);
}

const SUPERSCRIPT: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** What stands where there is no number. */
export const NO_NUMBER = '–';

export const whole = (value: number): string =>
  Number.isFinite(value) ? formatters.grouped.format(value) : NO_NUMBER;
/** A large count in millions: "859.5 M". */
export const millions = (value: number): string => `${formatters.oneDecimal.format(value / 1e6)} M`;
export const percent = (value: number): string =>
  Number.isFinite(value) ? formatters.percent.format(value) : NO_NUMBER;
export const date = (milliseconds: number): string => formatters.date.format(milliseconds);

/**
 * A value of at most 6 digits as it may be typed back (`typedNumber`): no grouping, e-notation
 * where it is tiny.
 */
export function exact(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3)
    return decimals(value.toExponential().replace('e+', 'e'));
  return formatters.plain.format(value);
}

/** A value with all of its digits. */
export const full = (value: number): string => decimals(String(value));

/**
 * A number as it is typed in this language; NaN where it is none. Where decimals follow a comma, a
 * point is taken for it too, but not where it may stand between thousands (“1.500”).
 */
export function typedNumber(typed: string): number {
  const text = typed.trim().replace('−', '-');
  if (text === '') return Number.NaN;
  if (formatters.point === '.') return Number(text);
  const unclear = /^-?[1-9]\d{0,2}(\.\d{3})+$/.test(text) || /,.*\.|\..*,/.test(text);
  return unclear ? Number.NaN : Number(text.replace(',', '.'));
}

/** Numbers typed in a row, between spaces, semicolons or, where they are not decimal, commas. */
export const typedWords = (typed: string): string[] =>
  (formatters.point === ',' ? typed.replace(/,(?=\s|$)/gu, ' ') : typed.replaceAll(',', ' '))
    .split(/[\s;]+/u)
    .filter(Boolean);

/** About `digits` significant digits; powers of ten where the number is very small or large. */
export function short(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return NO_NUMBER;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 2)).split('e');
    const power = [...String(Number(exponent))].map((char) => SUPERSCRIPT[char] ?? char).join('');
    const bare = decimals(String(Number(mantissa)));
    return (bare === '1' ? `10${power}` : `${bare}·10${power}`).replace(/^-/, '−');
  }
  return new Intl.NumberFormat(locale, {
    maximumSignificantDigits: digits,
    useGrouping: false,
    signDisplay: 'negative',
  })
    .format(value)
    .replace(/^-/, '−');
}

/** Marks of an axis (null: none there), with as many digits as tell each from the others. */
export function marks(values: readonly (number | null)[]): string[] {
  for (let digits = 3; ; digits++) {
    const said = values.map((value) => (value === null ? '' : short(value, digits)));
    const told = said.filter((one) => one !== '');
    if (digits > 9 || new Set(told).size === told.length) return said;
  }
}

/**
 * A score: whole numbers as they are, others with three (or `digits`) significant digits, so that
 * columns of them line up.
 */
export function score(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return NO_NUMBER;
  const size = Math.abs(value);
  if (Number.isInteger(value) || size < 1e-3 || size >= 1e5) return short(value);
  return new Intl.NumberFormat(locale, {
    minimumSignificantDigits: digits,
    maximumSignificantDigits: digits,
    useGrouping: false,
  })
    .format(value)
    .replace(/^-/, '−');
}

/** A p value: three decimals, and “< 0.001” below. */
export const pValue = (p: number): string =>
  !Number.isFinite(p) ? NO_NUMBER : p < 0.001 ? `< ${decimals('0.001')}` : fixed(p, 3);

const decimals = (text: string): string => text.replace('.', formatters.point);

/** A fixed number of decimals. */
export function fixed(value: number, places: number): string {
  return Number.isFinite(value)
    ? decimals(value.toFixed(places))
        .replace(/^-(?=[0.,]*$)/, '')
        .replace(/^-/, '−')
    : NO_NUMBER;
}

/** A difference with a fixed number of decimals, its sign always there. */
export const signedFixed = (value: number, places: number): string =>
  Number.isFinite(value) ? `${value > 0 ? '+' : ''}${fixed(value, places)}` : NO_NUMBER;

export const signed = (value: number, digits = 3): string =>
  Number.isFinite(value) ? `${value > 0 ? '+' : ''}${short(value, digits)}` : NO_NUMBER;

export function bytes(value: number): string {
  if (!Number.isFinite(value)) return NO_NUMBER;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${formatters.size.format(size)} ${units[unit]}`;
}

/** A stretch of time, its two largest units. */
export function duration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return NO_NUMBER;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One step's time: milliseconds below a second. */
export function stepTime(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return NO_NUMBER;
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${fixed(milliseconds / 1000, 2)} s`;
}
