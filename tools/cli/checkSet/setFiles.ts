// Small sets made in memory, for tests of what people bring.

import { strToU8 } from 'fflate';
import { encodePng } from '../../../src/formats/png';

export interface Sibling {
  readonly name: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** In the order of the table; null for an image that came in unscored. */
  readonly scores: readonly (number | null)[];
  readonly prompts?: readonly string[];
  /** Rows left out. */
  readonly rejected?: number;
  /** What is told, in notes, reasons or the error. */
  readonly says?: readonly RegExp[];
}

export const PROMPTS = ['a red heart', 'a green leaf', 'a blue ball'];

/** A PNG of 8 × 8 px; each number another one. */
export const png = (value: number, text?: Record<string, string>): Uint8Array =>
  encodePng(new Uint8Array(192).fill(value), 8, 8, text);
/** Three images: 0.png, 1.png, 2.png, or as named. */
export const images = (...names: readonly string[]): Record<string, Uint8Array> =>
  Object.fromEntries(
    (names.length > 0 ? names : ['0.png', '1.png', '2.png']).map((name, i) => [name, png(i + 1)]),
  );
export const lines = (...rows: readonly string[]): Uint8Array => strToU8(`${rows.join('\n')}\n`);
export const json = (value: unknown): Uint8Array => strToU8(JSON.stringify(value));
export const jsonl = (...records: readonly object[]): Uint8Array =>
  lines(...records.map((record) => JSON.stringify(record)));
export function utf16(text: string, big: boolean, mark: boolean): Uint8Array {
  const out = new Uint8Array(2 * (text.length + (mark ? 1 : 0)));
  const view = new DataView(out.buffer);
  const units = (mark ? '\ufeff' : '') + text;
  for (let i = 0; i < units.length; i++) view.setUint16(2 * i, units.charCodeAt(i), !big);
  return out;
}

/** Something made of each of the three prompts. */
export const each = <T>(of: (text: string, i: number) => T): T[] => PROMPTS.map(of);
/** A text file for each of the three prompts. */
export const texts = (
  name: (i: number) => string,
  of: (text: string, i: number) => string,
): Record<string, Uint8Array> =>
  Object.fromEntries(each((text, i) => [name(i), strToU8(of(text, i))]));

/** A CSV of the three images with their prompts. */
export const csv = (scores: readonly string[], header = 'file_name,text,score'): Uint8Array =>
  lines(header, ...scores.map((score, i) => `${i}.png,${PROMPTS[i % 3]},${score}`));
/** A set of three images with one table. */
export const set = (
  name: string,
  table: Record<string, Uint8Array>,
  scores: Sibling['scores'],
  rest: Omit<Partial<Sibling>, 'files' | 'name' | 'scores'> = {},
): Sibling => ({ name, files: { ...images(), ...table }, scores, ...rest });

/** Latin-1 text as bytes. */
export const bytes = (text: string): Uint8Array =>
  Uint8Array.from(text, (char) => char.charCodeAt(0));
export const ONE_TWO_THREE = [1, 2, 3];
/** The three images as records with the scores 1, 2, 3, and as a CSV. */
export const RECORDS = PROMPTS.map((text, i) => ({ file_name: `${i}.png`, text, score: i + 1 }));
export const PLAIN = csv(['1', '2', '3']);
