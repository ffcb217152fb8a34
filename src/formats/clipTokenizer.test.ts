// The 27 strings on which two reference tokenizers agree are exact tests; the other strings are a
// choice (see the header).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createClipTokenizer, type SpecialTokens } from './clipTokenizer';

const folder = 'fixtures/clip_tokenizer';
const vocab = JSON.parse(readFileSync(`${folder}/vocab.json`, 'utf8')) as Record<string, number>;
const merges = readFileSync(`${folder}/merges.txt`, 'utf8');
const config = JSON.parse(readFileSync(`${folder}/tokenizer_config.json`, 'utf8')) as {
  model_max_length: number;
} & SpecialTokens;
const cases = JSON.parse(readFileSync(`${folder}/cases.json`, 'utf8')) as {
  text: string;
  ids_unpadded: number[];
  open_clip_ids_unpadded: number[];
  ids_77: number[];
}[];
const tokenizer = createClipTokenizer({
  vocab,
  merges,
  maxLength: config.model_max_length,
  special: config,
});
const agreed = cases.filter(
  (entry) => String(entry.ids_unpadded) === String(entry.open_clip_ids_unpadded),
);

describe('createClipTokenizer', () => {
  it('has agreed cases to compare with', () => expect(agreed.length).toBeGreaterThan(20));
  it.each(agreed)('encodes $text', ({ text, ids_unpadded, ids_77 }) => {
    expect(tokenizer.encode(text)).toEqual(ids_unpadded);
    expect([...tokenizer.encodePadded(text)]).toEqual(ids_77);
  });
  it('composes marks (NFC) and reads special tokens in a text as themselves', () => {
    expect(tokenizer.encode('e\u0301')).toEqual(tokenizer.encode('é'));
    expect(tokenizer.encode('a <|endoftext|> b')).toEqual([
      tokenizer.startId,
      ...tokenizer.encode('a').slice(1, -1),
      tokenizer.endId,
      ...tokenizer.encode('b').slice(1, -1),
      tokenizer.endId,
    ]);
  });
  it('works with a tiny vocabulary, unknown pieces becoming the unknown token', () => {
    const small = createClipTokenizer({
      vocab: { a: 0, 'b</w>': 1, 'ab</w>': 2, '<|startoftext|>': 3, '<|endoftext|>': 4 },
      merges: '#version: 0.2\na b</w>\n',
      maxLength: 4,
    });
    expect(small.encode('AB')).toEqual([3, 2, 4]);
    expect(small.encode('zb')).toEqual([3, 4, 1, 4]);
    expect([...small.encodePadded('ab ab ab')]).toEqual([3, 2, 2, 4]);
    expect([...small.encodePadded('')]).toEqual([3, 4, 4, 4]);
  });
  it('takes time that grows with a prompt’s length alone', () => {
    const timeOf = (text: string) => {
      const begin = performance.now();
      expect(tokenizer.encodePadded(text)).toHaveLength(config.model_max_length);
      return performance.now() - begin;
    };
    for (const piece of ['a', '😀', '<|endoftext|>', 'é']) {
      const text = piece.repeat(300_000 / piece.length);
      timeOf(text.slice(0, 30_000));
      const [short, long] = [timeOf(text.slice(0, 30_000)), timeOf(text)];
      // Ten times the text: a quadratic reader takes a hundred times as long.
      expect(long).toBeLessThan(40 * short + 200);
    }
  });
  it('merges as a plain reading of the rules does', () => {
    const ranks = new Map(
      merges
        .split('\n')
        .slice(1)
        .filter(Boolean)
        .map((line, rank) => [line, rank]),
    );
    const plain = (word: string): number[] => {
      const symbols = [...word.slice(0, -1), `${word.at(-1)}</w>`];
      for (;;) {
        let best = -1;
        let least = Infinity;
        for (let at = 0; at + 1 < symbols.length; at++) {
          const rank = ranks.get(`${symbols[at]} ${symbols[at + 1]}`) ?? Infinity;
          if (rank < least) [best, least] = [at, rank];
        }
        if (best < 0) return symbols.map((symbol) => vocab[symbol]!);
        symbols.splice(best, 2, `${symbols[best]}${symbols[best + 1]}`);
      }
    };
    const pieces = ['the', 'a', 't', 'he', 'ing', 'an', 'e', 's', 'o', 'r', 'lo', 'n', 'i', 'ss'];
    for (let i = 0; i < 3000; i++) {
      let word = '';
      for (let at = 0, state = i * 7919; at < 2 + (i % 12); at++) {
        state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
        word += pieces[(state >> 8) % pieces.length]!;
      }
      expect(tokenizer.encode(word).slice(1, -1), word).toEqual(plain(word));
    }
  });
  it('refuses a vocabulary without its special tokens and a merge that is no pair', () => {
    expect(() => createClipTokenizer({ vocab: { a: 0 }, merges: '', maxLength: 8 })).toThrow(
      'lacks the special token “<|startoftext|>”',
    );
    expect(() =>
      createClipTokenizer({ vocab, merges: '#version: 0.2\nabc\n', maxLength: 8 }),
    ).toThrow('Line 2 of merges.txt');
  });
});
