// Zips as tools make them and as they are damaged: no bit of one changes a row without a word.

import { deflateSync, zipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../../formats/png';
import { StudioError } from '../../../errors';
import { importSet } from '../importSet';
import { planImport } from '../planImport';
import { openZip } from './openZip';
import { memoryFile } from './sourceFile';

const png = (value: number) => encodePng(new Uint8Array(192).fill(value), 8, 8);
const open = (bytes: Uint8Array) =>
  openZip('set.zip', memoryFile('set.zip', new Uint8Array(bytes)));

/** Offset of an entry's record in the directory. */
function recordOf(zip: Uint8Array, name: string): number {
  const text = new TextDecoder('latin1').decode(zip);
  return text.indexOf(name, text.indexOf('PK\x01\x02')) - 46;
}

describe('openZip', () => {
  it('reads entries one by one, stored and deflated', async () => {
    const files = await open(
      zipSync({ 'a/b.txt': strToU8('x'.repeat(5000)), 'c.txt': [strToU8('hello'), { level: 0 }] }),
    );
    expect(files.map(({ path, size }) => [path, size])).toEqual([
      ['a/b.txt', 5000],
      ['c.txt', 5],
    ]);
    expect((await files[0]!.bytes()).length).toBe(5000);
    expect(new TextDecoder().decode(await files[1]!.range(1, 3))).toBe('el');
  });

  it('refuses in words what it cannot read', async () => {
    const whole = zipSync({ 'a.txt': strToU8('a text that is long enough to be deflated') });
    const changed = (offset: number, value: number) => {
      const out = whole.slice();
      out[recordOf(whole, 'a.txt') + offset] = value;
      return out;
    };
    await expect(open(changed(8, 1))).rejects.toThrow('encrypted');
    await expect(open(changed(10, 9))).rejects.toThrow('Deflate64');
    await expect(open(changed(10, 14))).rejects.toThrow('LZMA');
    await expect(open(whole.slice(0, -30))).rejects.toThrow('cut off');
    await expect(open(strToU8('Rar!\x1a\x07\x00 and more than that'))).rejects.toThrow('RAR');
    await expect(open(new Uint8Array())).rejects.toThrow('is empty');
    await expect(open(zipSync({ '../../etc/passwd': strToU8('x') }))).rejects.toThrow('leaves');
  });

  it('stops a size that lies, whichever way', async () => {
    const packed = deflateSync(new Uint8Array(1_000_000));
    expect(packed.length).toBeLessThan(2000);
    for (const claimed of [10, 0x7fffffff]) {
      const zip = zipSync({ 'a.png': new Uint8Array(1_000_000) });
      new DataView(zip.buffer).setUint32(recordOf(zip, 'a.png') + 24, claimed, true);
      const [file] = await open(zip);
      await expect(file!.bytes()).rejects.toThrow(/more than|claims/u);
    }
  });

  it('refuses entries that share their bytes', async () => {
    const zip = zipSync({ 'a.png': png(1), 'b.png': png(2) });
    new DataView(zip.buffer).setUint32(recordOf(zip, 'b.png') + 42, 0, true);
    await expect(open(zip)).rejects.toThrow('overlaps');
  });

  it('opens 8,000 entries in linear time', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 8000 }, (_, i) => [`${i}.txt`, [strToU8(String(i)), { level: 0 }]]),
    ) as Record<string, [Uint8Array, { level: 0 }]>;
    const zip = zipSync(many);
    const started = performance.now();
    const files = await open(zip);
    for (const [i, file] of files.entries())
      expect(new TextDecoder().decode(await file.bytes())).toBe(String(i));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

it('no flipped bit of a zip changes a row without a word', async () => {
  const rows = ['a.png,"a cat, sitting",0.5', 'b.png,a dog,-2000', 'c.png,a fish,3'];
  const zip = zipSync({
    'a.png': png(1),
    'b.png': png(2),
    'c.png': png(3),
    'metadata.csv': strToU8(`file_name,text,score\n${rows.join('\n')}\n`),
  });
  const read = async (bytes: Uint8Array<ArrayBuffer>): Promise<string[]> => {
    const found: string[] = [];
    const plan = await planImport([memoryFile('set.zip', bytes)]);
    const { rejected } = await importSet(new AbortController().signal, plan, {
      decode: () => Promise.resolve({ width: 8, height: 8 }),
      hash: (content) => Promise.resolve(content.join(',')),
      accept: ({ fileName, caption, score, sha256 }) => {
        found.push(JSON.stringify([fileName, caption, score, sha256]));
        return Promise.resolve();
      },
    });
    // Every row that is not there is named.
    expect(found.length + rejected.filter(({ row }) => row > 0).length).toBeGreaterThanOrEqual(3);
    return found;
  };
  const good = new Set(await read(new Uint8Array(zip)));
  expect(good.size).toBe(3);
  let refused = 0;
  // 1,000 of its bits, evenly; FLIPS=3000 for more.
  const flips = Number(process.env['FLIPS'] ?? 1000);
  const stride = Math.max(1, Math.floor((zip.length * 8) / flips));
  for (let bit = 0; bit < zip.length * 8; bit += stride) {
    const bytes = new Uint8Array(zip);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    try {
      for (const row of await read(bytes)) expect(good, `bit ${bit}`).toContain(row);
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      expect(error.remedy).not.toBe('');
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(0);
});
