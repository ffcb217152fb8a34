// The fields of an XMP packet an import needs: xmp:Rating (−1 rejected, 0 none, 1…5 stars) and
// dc:description. XMP is XML with two spellings of each field (attribute and element); these few
// are found by search, so that a packet with errors still gives what it has. Linear.

export interface XmpFacts {
  /** −1 = rejected, 1…5; null where there is none or it is 0 (“not rated”). */
  readonly rating: number | null;
  readonly description: string | null;
}

/** A packet may have so many characters. */
export const MAX_XMP_BYTES = 4 * 2 ** 20;

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

function unescapeXml(text: string): string {
  return text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,4});/giu, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
    const hex = name[1] === 'x' || name[1] === 'X';
    const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** What stands between two marks, after `from`. */
function between(text: string, open: string, close: string, from = 0): string | null {
  const begin = text.indexOf(open, from);
  if (begin < 0) return null;
  const end = text.indexOf(close, begin + open.length);
  return end < 0 ? null : text.slice(begin + open.length, end);
}

/** Windows' stars as per cent: 1, 25, 50, 75, 99. */
function percentOf(text: string): number | null {
  const written =
    between(text, 'MicrosoftPhoto:Rating="', '"') ??
    between(text, '<MicrosoftPhoto:Rating>', '</MicrosoftPhoto:Rating>');
  const value = written === null || written.length > 10 ? 0 : Number(written.trim());
  return value >= 1 && value <= 100
    ? Math.min(5, Math.floor(value / 25) + 1 + Number(value >= 99))
    : null;
}

function ratingOf(text: string): number | null {
  const written =
    between(text, 'xmp:Rating="', '"') ??
    between(text, "xmp:Rating='", "'") ??
    between(text, '<xmp:Rating>', '</xmp:Rating>') ??
    between(text, 'xap:Rating="', '"');
  if (written === null) return percentOf(text);
  if (written.length > 10) return null;
  const value = Number(written.trim());
  return Number.isFinite(value) && value >= -1 && value <= 5 && value !== 0 ? value : null;
}

function descriptionOf(text: string): string | null {
  const element = between(text, '<dc:description', '</dc:description>');
  const attribute = between(text, 'dc:description="', '"');
  let written = attribute;
  if (element !== null) {
    const item = between(element, '<rdf:li', '</rdf:li>');
    const from = item ?? element;
    written = from.slice(from.indexOf('>') + 1);
  }
  const plain = written === null ? '' : unescapeXml(written).trim();
  return plain === '' ? null : plain;
}

/** Reads a packet. Never throws. */
export function readXmp(text: string): XmpFacts {
  const packet = text.slice(0, MAX_XMP_BYTES);
  return { rating: ratingOf(packet), description: descriptionOf(packet) };
}
