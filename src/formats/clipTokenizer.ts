// CLIP's tokenizer (Radford et al. 2021; byte-level BPE with end-of-word marks) from vocab.json and merges.txt, of any
// vocabulary size. Text is NFC-normalised, white space folded, lower-cased, split by CLIP's pattern, and each word's bytes
// are merged by rank. Where the two reference tokenizers disagree (broken emoji sequences, HTML entities) this is a choice.

import { StudioError } from '../errors';

export interface ClipTokenizerFiles {
  readonly vocab: Readonly<Record<string, number>>;
  /** Text of merges.txt: a version line, then one "left right" a line, best first. */
  readonly merges: string;
  /** Tokens a prompt is cut and padded to. */
  readonly maxLength: number;
}

export interface ClipTokenizer {
  readonly maxLength: number;
  readonly bosTokenId: number;
  readonly eosTokenId: number;
  readonly padTokenId: number;
  /** Ids with start and end, neither cut nor padded. */
  encode(text: string): number[];
  /** Ids cut to maxLength (the end token kept) and padded. */
  encodePadded(text: string): Int32Array;
}

const START = '<|startoftext|>';
const END = '<|endoftext|>';
const PATTERN = /<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+/giu;

/** GPT-2's table of printable stand-ins for the 256 byte values. */
const BYTE_SYMBOLS: readonly string[] = (() => {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let extra = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : 256 + extra++));
})();

/** Builds a tokenizer. `padToken` defaults to the end token. Errors: BadModel when the start or end token is missing or merges.txt is malformed. */
export function createClipTokenizer(files: ClipTokenizerFiles, options: { padToken?: string } = {}): ClipTokenizer {
  const { vocab, maxLength } = files;
  const idOf = (token: string): number => {
    const id = Object.hasOwn(vocab, token) ? vocab[token] : undefined;
    if (id === undefined) throw new StudioError('BadModel', `The tokenizer’s vocab.json has no “${token}”.`, 'Check that vocab.json and merges.txt belong together.');
    return id;
  };
  const bosTokenId = idOf(START);
  const eosTokenId = idOf(END);
  const padTokenId = idOf(options.padToken ?? END);
  const ranks = new Map<string, number>();
  for (const line of files.merges.split('\n')) {
    if (line.startsWith('#version') || line.trim() === '') continue;
    if (line.trim().split(' ').length !== 2) throw new StudioError('BadModel', `merges.txt has the line “${line.slice(0, 40)}”; two symbols were expected.`, 'Download the tokenizer again.');
    ranks.set(line.trim(), ranks.size);
  }
  const cache = new Map<string, number[]>();

  function wordIds(word: string): number[] {
    const known = cache.get(word);
    if (known) return known;
    const symbols = Array.from(new TextEncoder().encode(word), (byte) => BYTE_SYMBOLS[byte]!);
    symbols[symbols.length - 1] += '</w>';
    while (symbols.length > 1) {
      let best = -1;
      let bestRank = Number.POSITIVE_INFINITY;
      for (let i = 0; i + 1 < symbols.length; i++) {
        const rank = ranks.get(`${symbols[i]} ${symbols[i + 1]}`);
        if (rank !== undefined && rank < bestRank) [best, bestRank] = [i, rank];
      }
      if (best < 0) break;
      const left = symbols[best]!;
      const right = symbols[best + 1]!;
      // All places of the best pair are merged in one pass, left to right, as the reference does.
      for (let i = 0; i + 1 < symbols.length; i++) if (symbols[i] === left && symbols[i + 1] === right) symbols.splice(i, 2, left + right);
    }
    const ids = symbols.map((symbol) => (Object.hasOwn(vocab, symbol) ? vocab[symbol]! : eosTokenId)); // unk_token is the end token
    if (cache.size < 10_000) cache.set(word, ids);
    return ids;
  }

  const encode = (text: string): number[] => {
    const clean = text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
    const words = clean.match(PATTERN) ?? [];
    return [bosTokenId, ...words.flatMap((word) => (word === START ? [bosTokenId] : word === END ? [eosTokenId] : wordIds(word))), eosTokenId];
  };
  return {
    maxLength, bosTokenId, eosTokenId, padTokenId, encode,
    encodePadded(text) {
      const ids = encode(text);
      const kept = ids.length > maxLength ? [...ids.slice(0, maxLength - 1), eosTokenId] : ids;
      return Int32Array.from({ length: maxLength }, (_, i) => kept[i] ?? padTokenId);
    },
  };
}
