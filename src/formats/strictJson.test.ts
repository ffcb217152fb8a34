// What serde_json refuses in a safetensors header and JSON.parse lets pass, and what both read.

import { describe, expect, it } from 'vitest';
import { parseSafetensors } from './safetensors';
import { parseStrictJson } from './strictJson';

const bytes = (text: string) => new TextEncoder().encode(text);

function fileOf(header: string, dataBytes: number): Uint8Array {
  const head = bytes(header);
  const out = new Uint8Array(8 + head.length + dataBytes);
  new DataView(out.buffer).setBigUint64(0, BigInt(head.length), true);
  out.set(head, 8);
  return out;
}

describe('parseStrictJson', () => {
  it('reads what JSON.parse reads', () => {
    expect(
      parseStrictJson(bytes(' {"a\\u0041\\ud83d\\ude00\x7f": [1.5e3, -0, true, null]} ')),
    ).toEqual(new Map([['aA😀\x7f', [{ text: '1.5e3' }, { text: '-0' }, true, null]]]));
  });
  it.each([
    '{"a":1,"a":2}',
    '\ufeff{}',
    '{"a":"\\ud800"}',
    '{"a":"\\ud800\\u0041"}',
    '{"a":1e999}',
    '{"a":01}',
    '{"a":1,}',
    '{"a":"\n"}',
    '[NaN]',
    `${'['.repeat(200)}${']'.repeat(200)}`,
    '{} x',
    '',
  ])('refuses %j', (text) => {
    expect(() => parseStrictJson(bytes(text))).toThrow(SyntaxError);
  });
  it('reads 200,000 escapes in linear time', () => {
    const started = performance.now();
    parseStrictJson(bytes(`"${'\\"'.repeat(200_000)}"`));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('safetensors headers', () => {
  const tensor = '{"dtype":"U8","shape":[1],"data_offsets":[0,1]}';
  it('reads a plain one', () => {
    expect(parseSafetensors(fileOf(`{"t":${tensor}}  `, 1)).tensors.size).toBe(1);
  });
  it.each([
    [`{"t":${tensor},"t":${tensor}}`, 'twice'],
    [` {"t":${tensor}}`, 'begin'],
    [`{"t":${tensor.replace('[1]', '[1.0]')}}`, 'shape'],
    [`{"t":${tensor.replace('[0,1]', '[0,1e0]')}}`, 'offsets'],
    [`{"__metadata__":{"a":1e999},"t":${tensor}}`, 'out of range'],
  ])('refuses %s', (header, words) => {
    expect(() => parseSafetensors(fileOf(header, 1))).toThrow(words);
  });
});
