// JSON as Python's json module writes it: NaN and ±Infinity stand bare, which JSON does not know. A
// scheduler_config.json of DPM-Solver holds "lambda_min_clipped": -Infinity. Such a number becomes
// null. A number that no float64 holds (1e999) is refused: it would silently become Infinity. So is
// nesting deeper than strictJson allows: JSON.parse takes any, JSON.stringify does not. Linear in
// the text.

import { formatErrors } from '../strings/errors/formats';
import { MAX_DEPTH } from './strictJson';

const BARE = /NaN|-?Infinity/y;

/**
 * The text with bare NaN and ±Infinity replaced by null; strings stay as they are. Errors:
 * SyntaxError where lists and objects lie deeper than MAX_DEPTH.
 */
function withoutBareNumbers(text: string): string {
  const parts: string[] = [];
  let kept = 0;
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const char = text.charCodeAt(at);
    if (char === 0x22) {
      at++;
      for (; at < text.length && text.charCodeAt(at) !== 0x22; at++)
        if (text.charCodeAt(at) === 0x5c) at++;
      at++;
      continue;
    }
    if (char === 0x4e || char === 0x49 || char === 0x2d) {
      BARE.lastIndex = at;
      const found = BARE.exec(text);
      if (found) {
        parts.push(text.slice(kept, at), 'null');
        at += found[0].length;
        kept = at;
        continue;
      }
    }
    if (char === 0x5b || char === 0x7b) {
      depth++;
      if (depth > MAX_DEPTH)
        throw new SyntaxError(formatErrors.json.at(formatErrors.json.tooDeep, at));
    } else if (char === 0x5d || char === 0x7d) depth--;
    at++;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(kept);
}

/** True where a value holds a number beyond float64. Without recursion: depth is the file's. */
function holdsInfinity(value: unknown): boolean {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (next === Number.POSITIVE_INFINITY || next === Number.NEGATIVE_INFINITY) return true;
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next)) for (const item of next) open.push(item);
    else for (const key in next) open.push((next as Record<string, unknown>)[key]);
  }
  return false;
}

/** Numbers beyond float64 stay ±Infinity here. Errors: SyntaxError of JSON.parse, or for depth. */
export function parseLenientJson(text: string): unknown {
  return JSON.parse(withoutBareNumbers(text)) as unknown;
}

/** Errors: SyntaxError of JSON.parse, for depth, or for a number beyond float64. */
export function parsePythonJson(text: string): unknown {
  const value = parseLenientJson(text);
  if (holdsInfinity(value)) throw new SyntaxError(formatErrors.json.numberInIt);
  return value;
}
