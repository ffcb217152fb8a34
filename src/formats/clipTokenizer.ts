// CLIP's byte-pair tokenizer (Radford et al. 2021), from vocab.json and merges.txt of any size:
// text is brought to NFC, white space collapsed, lower-cased and split as CLIP splits; each word's
// UTF-8 bytes are merged by rank. As transformers' fast tokenizer it neither repairs mojibake nor
// unescapes HTML, and reads <|startoftext|> and <|endoftext|> in a text as themselves.

import { StudioError } from '../errors';

export interface ClipTokenizerFiles {
  /** Token -> id, the content of vocab.json. */
  readonly vocab: Readonly<Record<string, number>>;
  /** The text of merges.txt: a version line, then one pair a line, best first. */
  readonly merges: string;
  /**
   * Tokens a padded prompt has, start and end included (tokenizer_config's model_max_length, 77 in
   * CLIP).
   */
  readonly maxLength: number;
  /** tokenizer_config's special tokens; absent ones are CLIP's. */
  readonly special?: SpecialTokens;
}

/**
 * Special tokens by the names tokenizer_config.json has; a value may be the token or transformers'
 * AddedToken record.
 */
export interface SpecialTokens {
  readonly bos_token?: TokenSetting;
  readonly eos_token?: TokenSetting;
  readonly pad_token?: TokenSetting;
  readonly unk_token?: TokenSetting;
}
type TokenSetting = string | { readonly content: string };

export interface ClipTokenizer {
  /** Tokens of a padded prompt. */
  readonly maxLength: number;
  readonly startId: number;
  readonly endId: number;
  readonly padId: number;
  /** Ids with start and end, of any length. */
  encode(text: string): number[];
  /** Ids of exactly maxLength: cut with the end kept, or filled with the pad token. */
  encodePadded(text: string): Int32Array<ArrayBuffer>;
}

const WORD = /'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+/gu;

/** GPT-2's table: each byte as a printable character. */
function byteCharacters(): string[] {
  const table: string[] = [];
  let moved = 0;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
    table.push(String.fromCodePoint(printable ? byte : 256 + moved));
    if (!printable) moved++;
  }
  return table;
}

const BYTES = byteCharacters();

/** Rank of each pair in merges.txt. Errors: BadModel naming the line that is not a pair. */
function readMerges(text: string): Map<string, number> {
  const ranks = new Map<string, number>();
  text.split(/\r?\n/u).forEach((line, at) => {
    if (line === '' || (at === 0 && line.startsWith('#version'))) return;
    if (line.split(' ').length !== 2)
      throw new StudioError(
        'BadModel',
        `Line ${at + 1} of merges.txt is “${line}”, not a pair of tokens.`,
        'Take tokenizer/merges.txt from the model’s own folder.',
      );
    if (!ranks.has(line)) ranks.set(line, ranks.size);
  });
  return ranks;
}

/**
 * Merges the best-ranked pair everywhere until none is left. `word` in byte characters, its last
 * symbol ends in </w>.
 */
function mergeWord(word: readonly string[], ranks: ReadonlyMap<string, number>): string[] {
  let symbols = [...word];
  for (;;) {
    let best = '';
    let bestRank = Infinity;
    for (let i = 0; i + 1 < symbols.length; i++) {
      const rank = ranks.get(`${symbols[i]} ${symbols[i + 1]}`) ?? Infinity;
      if (rank < bestRank) [best, bestRank] = [`${symbols[i]} ${symbols[i + 1]}`, rank];
    }
    if (bestRank === Infinity) return symbols;
    const merged: string[] = [];
    for (let i = 0; i < symbols.length; i++) {
      const pair = i + 1 < symbols.length && `${symbols[i]} ${symbols[i + 1]}` === best;
      merged.push(pair ? symbols[i]! + symbols[i + 1]! : symbols[i]!);
      if (pair) i++;
    }
    symbols = merged;
  }
}

/**
 * Makes a tokenizer. Errors: BadModel when a special token is missing from the vocabulary, a merge
 * is malformed or
 *  maxLength leaves no room for start and end.
 */
export function createClipTokenizer({
  vocab,
  merges,
  maxLength,
  special = {},
}: ClipTokenizerFiles): ClipTokenizer {
  const ids = new Map(Object.entries(vocab));
  const ranks = readMerges(merges);
  const cache = new Map<string, readonly number[]>();
  if (!Number.isInteger(maxLength) || maxLength < 2)
    throw new StudioError(
      'BadModel',
      `The tokenizer’s longest prompt is ${maxLength} tokens.`,
      'Correct model_max_length in tokenizer_config.json: at least 2.',
    );

  const tokenOf = (setting: TokenSetting | undefined, otherwise: string) =>
    setting === undefined ? otherwise : typeof setting === 'string' ? setting : setting.content;
  const idOf = (token: string): number => {
    const id = ids.get(token);
    if (id === undefined)
      throw new StudioError(
        'BadModel',
        `The vocabulary of ${ids.size} tokens lacks the special token “${token}”.`,
        'Take vocab.json and tokenizer_config.json from the same model.',
      );
    return id;
  };
  const start = tokenOf(special.bos_token, '<|startoftext|>');
  const end = tokenOf(special.eos_token, '<|endoftext|>');
  const startId = idOf(start);
  const endId = idOf(end);
  const padId = idOf(tokenOf(special.pad_token, end));
  const unknownId = idOf(tokenOf(special.unk_token, end));

  const encodeWord = (word: string): readonly number[] => {
    const known = cache.get(word);
    if (known) return known;
    const symbols = Array.from(new TextEncoder().encode(word), (byte) => BYTES[byte]!);
    symbols[symbols.length - 1] += '</w>';
    const found = mergeWord(symbols, ranks).map((token) => ids.get(token) ?? unknownId);
    cache.set(word, found);
    return found;
  };
  const encodePlain = (text: string): number[] => (text.match(WORD) ?? []).flatMap(encodeWord);

  const encode = (text: string): number[] => {
    const clean = text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
    const out = [startId];
    let rest = clean;
    while (rest !== '') {
      const places = [start, end]
        .map((token) => ({ token, at: rest.indexOf(token) }))
        .filter(({ at }) => at >= 0)
        .sort((a, b) => a.at - b.at);
      const next = places[0];
      out.push(...encodePlain(next ? rest.slice(0, next.at) : rest));
      if (!next) break;
      out.push(next.token === start ? startId : endId);
      rest = rest.slice(next.at + next.token.length);
    }
    out.push(endId);
    return out;
  };

  return {
    maxLength,
    startId,
    endId,
    padId,
    encode,
    encodePadded(text) {
      const found = encode(text);
      const out = new Int32Array(maxLength).fill(padId);
      out.set(found.slice(0, maxLength));
      if (found.length > maxLength) out[maxLength - 1] = endId;
      return out;
    },
  };
}
