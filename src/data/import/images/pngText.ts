// Text in a PNG's chunks tEXt, zTXt and iTXt (PNG specification, third edition, 11.3.3), by
// keyword.

import { Inflate } from 'fflate';
import { pngChunks } from './imageHeader';

/** Text of one chunk, inflated; generation data have some kB, workflows some 100 kB. */
const MAX_TEXT_BYTES = 4 * 2 ** 20;

/** Inflates a zlib stream of at most MAX_TEXT_BYTES; null where it is damaged or longer. */
function inflateText(bytes: Uint8Array): Uint8Array | null {
  const pieces: Uint8Array[] = [];
  let size = 0;
  // The two bytes of zlib's header go; its checksum at the end is not read.
  const inflater = new Inflate((piece) => {
    size += piece.length;
    if (size <= MAX_TEXT_BYTES) pieces.push(piece);
  });
  try {
    for (let at = 2; at < bytes.length; at += 16_384) {
      inflater.push(bytes.subarray(at, at + 16_384));
      if (size > MAX_TEXT_BYTES) return null;
    }
  } catch {
    return null;
  }
  if (size > MAX_TEXT_BYTES) return null;
  const out = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** tEXt is Latin-1 by the specification; many tools write UTF-8. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return latin1(bytes);
  }
}

/** The text of an iTXt after its keyword: flag, method, language, translated keyword, text. */
function unicodeText(rest: Uint8Array): Uint8Array | null {
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) return null;
  const text = rest.subarray(translated + 1);
  return rest[0] === 1 ? inflateText(text) : text;
}

/** Texts by keyword, the first of each; damaged ones are left out. Never throws. */
export function pngTexts(bytes: Uint8Array): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { type, begin, end } of pngChunks(bytes)) {
    if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') continue;
    if (end - begin > MAX_TEXT_BYTES) continue;
    const chunk = bytes.subarray(begin, end);
    const zero = chunk.indexOf(0);
    if (zero < 1) continue;
    const keyword = latin1(chunk.subarray(0, zero));
    const rest = chunk.subarray(zero + 1);
    const body =
      type === 'tEXt' ? rest : type === 'zTXt' ? inflateText(rest.subarray(1)) : unicodeText(rest);
    if (body !== null && !texts.has(keyword)) texts.set(keyword, textOf(body));
  }
  return texts;
}
