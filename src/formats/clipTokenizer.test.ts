import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createClipTokenizer } from './clipTokenizer';

interface Case { text: string; ids_unpadded: number[]; ids_77: number[]; open_clip_ids_unpadded: number[] }
const folder = 'fixtures/clip_tokenizer';
const text = (name: string) => readFileSync(`${folder}/${name}`, 'utf8');
const files = { vocab: JSON.parse(text('vocab.json')) as Record<string, number>, merges: text('merges.txt'), maxLength: 77 };
const tokenizer = createClipTokenizer(files);
const cases = JSON.parse(text('cases.json')) as Case[];
const agreed = cases.filter((one) => JSON.stringify(one.ids_unpadded) === JSON.stringify(one.open_clip_ids_unpadded));

describe('CLIP tokenizer', () => {
  it.each(agreed.map((one) => [one.text.slice(0, 40), one] as const))('%j', (_, one) => {
    expect(tokenizer.encode(one.text)).toEqual(one.ids_unpadded);
    expect([...tokenizer.encodePadded(one.text)]).toEqual(one.ids_77);
  });
  it('works with the bundled small vocabulary and its own length', () => {
    const small = createClipTokenizer({
      vocab: JSON.parse(readFileSync('public/models/nano/tokenizer/vocab.json', 'utf8')) as Record<string, number>,
      merges: readFileSync('public/models/nano/tokenizer/merges.txt', 'utf8'), maxLength: 20,
    });
    const ids = small.encodePadded('noto emoji of grinning face, happy, smile');
    expect(ids).toHaveLength(20);
    expect(ids[0]).toBe(small.bosTokenId);
    expect(ids[19]).toBe(small.eosTokenId);
  });
  it('refuses a vocabulary without the end token, and malformed merges', () => {
    expect(() => createClipTokenizer({ ...files, vocab: { a: 1 } })).toThrow('no “<|startoftext|>”');
    expect(() => createClipTokenizer({ ...files, merges: 'a b c' })).toThrow('two symbols were expected');
  });
});
