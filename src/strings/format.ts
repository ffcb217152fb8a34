// Numbers, sizes and times as people read them, by Intl in the catalogue's language. Every number
// on the page goes through here, so that digits, separators and units agree.

const LOCALE = 'en';

const plain = new Intl.NumberFormat(LOCALE, {
  maximumFractionDigits: 20,
  maximumSignificantDigits: 6,
  useGrouping: false,
});
const grouped = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const percentFormat = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
const dateFormat = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });

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
  Number.isFinite(value) ? grouped.format(value) : NO_NUMBER;
/** A large count in millions: "859.5 M". */
export const millions = (value: number): string =>
  `${new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 }).format(value / 1e6)} M`;
export const percent = (value: number): string =>
  Number.isFinite(value) ? percentFormat.format(value) : NO_NUMBER;
export const date = (milliseconds: number): string => dateFormat.format(milliseconds);

/** A value as it may be typed back: no grouping, e-notation where it is tiny. */
export function exact(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential().replace('e+', 'e');
  return plain.format(value);
}

/** About `digits` significant digits; powers of ten where the number is very small or large. */
export function short(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return NO_NUMBER;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 2)).split('e');
    const power = [...String(Number(exponent))].map((char) => SUPERSCRIPT[char] ?? char).join('');
    const bare = String(Number(mantissa));
    return (bare === '1' ? `10${power}` : `${bare}·10${power}`).replace(/^-/, '−');
  }
  return new Intl.NumberFormat(LOCALE, {
    maximumSignificantDigits: digits,
    useGrouping: false,
    signDisplay: 'negative',
  })
    .format(value)
    .replace(/^-/, '−');
}

/**
 * A score: whole numbers as they are, others with three (or `digits`) significant digits, so that
 * columns of them line up.
 */
export function score(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return NO_NUMBER;
  const size = Math.abs(value);
  if (Number.isInteger(value) || size < 1e-3 || size >= 1e5) return short(value);
  return new Intl.NumberFormat(LOCALE, {
    minimumSignificantDigits: digits,
    maximumSignificantDigits: digits,
    useGrouping: false,
  })
    .format(value)
    .replace(/^-/, '−');
}

/** A p value: three decimals, and “< 0.001” below. */
export const pValue = (p: number): string =>
  !Number.isFinite(p) ? NO_NUMBER : p < 0.001 ? '< 0.001' : fixed(p, 3);

/** A fixed number of decimals. */
export function fixed(value: number, decimals: number): string {
  return Number.isFinite(value)
    ? value
        .toFixed(decimals)
        .replace(/^-(?=[0.]*$)/, '')
        .replace(/^-/, '−')
    : NO_NUMBER;
}

/** A difference with a fixed number of decimals, its sign always there. */
export const signedFixed = (value: number, decimals: number): string =>
  Number.isFinite(value) ? `${value > 0 ? '+' : ''}${fixed(value, decimals)}` : NO_NUMBER;

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
  return (
    `${new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 }).format(size)} ` +
    `${units[unit]}`
  );
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
