// What a small file may become: the caps of tables, of images and of messages, with the files that
// once took gigabytes (SECURITY.md).

import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../errors';
import { encodePng } from '../../formats/png';
import { writeSafetensors } from '../../formats/writeSafetensors';
import { readLinearHead } from '../../models/linearHead';
import { show, showError, showList } from '../../strings/show';
import { memoryFile, type SourceFile } from './files/sourceFile';
import { imageSize } from './images/imageHeader';
import { importSet, nothingUsable } from './importSet';
import { planImport } from './planImport';

const MB = 2 ** 20;
const image = memoryFile('a.png', new Uint8Array(encodePng(new Uint8Array(192), 8, 8)));

async function refusal(...files: SourceFile[]): Promise<StudioError> {
  try {
    const plan = await planImport(files);
    const { rejected } = await importSet(new AbortController().signal, plan, {
      decode: () => Promise.resolve({ width: 8, height: 8 }),
      hash: () => Promise.resolve('x'),
      accept: () => Promise.reject(new Error('nothing of this is an image of a set')),
    });
    return nothingUsable(rejected);
  } catch (error) {
    if (error instanceof StudioError) return error;
    throw error;
  }
}

/** Resolves with the refusal and what it took. */
async function cost(...files: SourceFile[]): Promise<{ message: string; ms: number; MB: number }> {
  const before = process.memoryUsage();
  const started = performance.now();
  const { message } = await refusal(...files);
  const after = process.memoryUsage();
  return {
    message,
    ms: performance.now() - started,
    MB: (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / MB,
  };
}

describe('a table', () => {
  it('of nothing but commas, packed into some kB, is refused at its first row', async () => {
    const zip = zipSync({ 'metadata.csv': new Uint8Array(8 * MB).fill(44) });
    expect(zip.length).toBeLessThan(MB);
    const found = await cost(image, memoryFile('set.zip', new Uint8Array(zip)));
    expect(found.message).toContain('more than 1000 fields');
    expect(found.MB).toBeLessThan(500);
  });

  it('of more than 64 MiB is not inflated at all', async () => {
    const zip = new Uint8Array(zipSync({ 'metadata.csv': strToU8('file_name,score\na.png,1\n') }));
    const text = new TextDecoder('latin1').decode(zip);
    new DataView(zip.buffer).setUint32(text.indexOf('PK\x01\x02') + 24, 255 * MB, true);
    expect((await refusal(image, memoryFile('set.zip', zip))).message).toContain(
      'claims 267386880 bytes',
    );
  });

  it('of nothing but line ends, or of too many rows, is refused in linear time', async () => {
    const ends = await cost(image, memoryFile('m.csv', new Uint8Array(4 * MB).fill(10)));
    expect(ends.message).toContain('is empty');
    const rows = `file_name,score\n${'a,1\n'.repeat(1_000_001)}`;
    const many = await cost(image, memoryFile('m.csv', strToU8(rows) as Uint8Array<ArrayBuffer>));
    expect(many.message).toContain('more than 1000000 rows');
    for (const { ms, MB: used } of [ends, many]) {
      expect(ms).toBeLessThan(20_000);
      expect(used).toBeLessThan(500);
    }
  });
});

it('an image of 268 megapixels is told by its header, before it is decoded', () => {
  const png = encodePng(new Uint8Array(192), 8, 8).slice();
  const view = new DataView(png.buffer);
  view.setUint32(16, 16_384);
  view.setUint32(20, 16_384);
  // The header's checksum is asked for first: damaged ones are not believed.
  expect(imageSize(png, 'image/png')).toContain('checksum');
  const gif = strToU8('GIF89a\xff\x7f\xff\x7f\0\0\0');
  gif.set([0xff, 0x7f, 0xff, 0x7f], 6);
  expect(imageSize(gif, 'image/gif')).toContain('32767×32767 pixels');
});

it('a head of 300,000 weights is read: nothing is spread into arguments', () => {
  const width = 300_000;
  const bytes = writeSafetensors({
    weight: { dtype: 'F32', shape: [1, width], data: new Float32Array(width).fill(0.5) },
  });
  expect(readLinearHead(new Uint8Array(bytes), 'The head').width).toBe(width);
});

it('a value from a file takes 120 characters of a message, whatever it is', () => {
  for (const value of ['x'.repeat(1e6), '\u202e\0', Symbol('x'), null, [1, 2], { a: 1 }, -0]) {
    expect(show(value).length).toBeLessThan(160);
    expect(show(value)).not.toMatch(/[\u202e\0]/u);
  }
  expect(showError(new RangeError('y'.repeat(1e6))).length).toBeLessThan(160);
  expect(showList(Array.from({ length: 1000 }, () => 'z'.repeat(1000))).length).toBeLessThan(900);
});
