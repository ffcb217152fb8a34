// CLIP's byte-pair tokenizer (Radford et al. 2021), from vocab.json and merges.txt of any size:
// text is brought to NFC, white space collapsed, lower-cased and split as CLIP splits; each word's
// UTF-8 bytes are merged by rank. As transformers' fast tokenizer it neither repairs mojibake nor
// unescapes HTML, and reads special tokens in a text as themselves: <|startoftext|>, <|endoftext|>,
// and the pad token where it is another (SD 2.x pads with "!", so each "!" is a token of its own).

import { StudioError } from '../errors';
import { formatErrors } from '../strings/errors/formats';
import { show } from '../strings/show';

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
export function byteCharacters(): string[] {
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

/** Words up to this length are kept with their ids: longer ones hardly come again. */
const REMEMBERED = 64;

/** What merges.txt says, in numbers: symbols are numbered as they appear, bytes first. */
interface Merges {
  /** The tokens that a number stands for. */
  readonly symbols: readonly string[];
  /** Rank of a pair, by `pairKey`. */
  readonly ranks: ReadonlyMap<number, number>;
  /** The symbol that the pair of each rank becomes. */
  readonly merged: readonly number[];
}

/** More symbols than any vocabulary has; two numbers below it make one exact key. */
const SYMBOLS = 2 ** 24;
const pairKey = (left: number, right: number): number => left * SYMBOLS + right;

const said = () => formatErrors.tokenizer;

/** Errors: BadModel naming the line that is not a pair. */
function readMerges(text: string): Merges {
  const symbols: string[] = [];
  const numbers = new Map<string, number>();
  const ranks = new Map<number, number>();
  const merged: number[] = [];
  const numberOf = (symbol: string): number => {
    const known = numbers.get(symbol);
    if (known !== undefined) return known;
    symbols.push(symbol);
    numbers.set(symbol, symbols.length - 1);
    return symbols.length - 1;
  };
  for (const byte of BYTES) {
    numberOf(byte);
    numberOf(`${byte}</w>`);
  }
  text.split(/\r?\n/u).forEach((line, at) => {
    if (line === '' || (at === 0 && line.startsWith('#version'))) return;
    const pair = line.split(' ');
    if (pair.length !== 2) throw new StudioError('BadModel', ...said().noPair(at + 1, show(line)));
    const key = pairKey(numberOf(pair[0]!), numberOf(pair[1]!));
    if (ranks.has(key)) return;
    ranks.set(key, merged.length);
    merged.push(numberOf(line.replace(' ', '')));
  });
  return { symbols, ranks, merged };
}

/**
 * Merges the best-ranked pair wherever it stands, left to right, until none is left: as CLIP does,
 * in time that grows with the word's bytes alone, since the places of each rank are kept in lists.
 * `word` and what is returned are numbers of symbols.
 */
function mergeWord(word: Int32Array, { ranks, merged }: Merges): number[] {
  const symbols = word.slice();
  const next = symbols.map((_, at) => at + 1);
  const before = symbols.map((_, at) => at - 1);
  const places = new Map<number, number[]>();
  const waiting = new LeastFirst();
  const rankAt = (at: number): number | undefined =>
    at >= 0 && next[at]! < symbols.length
      ? ranks.get(pairKey(symbols[at]!, symbols[next[at]!]!))
      : undefined;
  const note = (at: number): void => {
    const rank = rankAt(at);
    if (rank === undefined) return;
    const list = places.get(rank);
    if (list) list.push(at);
    else {
      places.set(rank, [at]);
      waiting.push(rank);
    }
  };
  for (let at = 0; at + 1 < symbols.length; at++) note(at);
  for (let rank = waiting.pop(); rank !== undefined; rank = waiting.pop()) {
    const found = Int32Array.from(places.get(rank)!).sort();
    places.delete(rank);
    for (const at of found) {
      // A pair that another merge has taken apart since.
      if (symbols[at] === GONE || rankAt(at) !== rank) continue;
      const right = next[at]!;
      symbols[at] = merged[rank]!;
      symbols[right] = GONE;
      next[at] = next[right]!;
      if (next[at]! < symbols.length) before[next[at]!] = at;
      note(before[at]!);
      note(at);
    }
  }
  return Array.from(symbols.filter((symbol) => symbol !== GONE));
}
const GONE = -1;

/** Numbers, of which the least comes out first (a binary heap). */
class LeastFirst {
  private readonly heap: number[] = [];

  push(value: number): void {
    const { heap } = this;
    heap.push(value);
    for (let child = heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (heap[parent]! <= heap[child]!) break;
      [heap[parent], heap[child]] = [heap[child]!, heap[parent]!];
      child = parent;
    }
  }

  pop(): number | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    heap[0] = last;
    for (let parent = 0; ;) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2])
        if (child < heap.length && heap[child]! < heap[least]!) least = child;
      if (least === parent) return top;
      [heap[parent], heap[least]] = [heap[least]!, heap[parent]!];
      parent = least;
    }
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
  const pairs = readMerges(merges);
  const cache = new Map<string, readonly number[]>();
  if (!Number.isInteger(maxLength) || maxLength < 2)
    throw new StudioError('BadModel', ...said().noRoom(maxLength));

  const tokenOf = (setting: TokenSetting | undefined, otherwise: string) =>
    setting === undefined ? otherwise : typeof setting === 'string' ? setting : setting.content;
  const idOf = (token: string): number => {
    const id = ids.get(token);
    if (id === undefined)
      throw new StudioError('BadModel', ...said().noSpecialToken(ids.size, token));
    return id;
  };
  const start = tokenOf(special.bos_token, '<|startoftext|>');
  const end = tokenOf(special.eos_token, '<|endoftext|>');
  const startId = idOf(start);
  const endId = idOf(end);
  const pad = tokenOf(special.pad_token, end);
  const padId = idOf(pad);
  /** Tokens a text may hold as themselves, each once. */
  const specials = [
    ...new Map([
      [start, startId],
      [end, endId],
      [pad, padId],
    ]),
  ];
  const unknownId = idOf(tokenOf(special.unk_token, end));

  const encodeWord = (word: string): readonly number[] => {
    const known = cache.get(word);
    if (known) return known;
    // Bytes are numbered first, each followed by itself at the end of a word.
    const symbols = Int32Array.from(new TextEncoder().encode(word), (byte) => 2 * byte);
    symbols[symbols.length - 1]! += 1;
    const found = mergeWord(symbols, pairs).map(
      (symbol) => ids.get(pairs.symbols[symbol]!) ?? unknownId,
    );
    if (word.length <= REMEMBERED) cache.set(word, found);
    return found;
  };
  /** Appends a text's ids; a prompt may have any length, so none is spread. */
  const addPlain = (out: number[], text: string, most: number): void => {
    for (const [word] of text.matchAll(WORD)) {
      if (out.length > most) return;
      for (const id of encodeWord(word)) out.push(id);
    }
  };

  /** Ids with start and end; no further word once there are more than `most`. */
  const encode = (text: string, most = Infinity): number[] => {
    const clean = text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
    const out = [startId];
    let from = 0;
    const next = specials.map(([token]) => clean.indexOf(token));
    for (;;) {
      const at = next.reduce(
        (least, place) => (place >= 0 && place < least ? place : least),
        Infinity,
      );
      if (at === Infinity) break;
      const [token, id] = specials[next.indexOf(at)]!;
      addPlain(out, clean.slice(from, at), most);
      if (out.length > most) break;
      out.push(id);
      from = at + token.length;
      // Each is looked for again only once it is behind: linear in the prompt.
      specials.forEach(([special], i) => {
        if (next[i]! >= 0 && next[i]! < from) next[i] = clean.indexOf(special, from);
      });
    }
    addPlain(out, clean.slice(from), most);
    out.push(endId);
    return out;
  };

  return {
    maxLength,
    startId,
    endId,
    padId,
    encode: (text) => encode(text),
    encodePadded(text) {
      const found = encode(text, maxLength);
      const out = new Int32Array(maxLength).fill(padId);
      out.set(found.slice(0, maxLength));
      if (found.length > maxLength) out[maxLength - 1] = endId;
      return out;
    },
  };
}
