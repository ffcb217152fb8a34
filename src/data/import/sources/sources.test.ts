// What other tools keep ratings in, read by the import as a person drops it: databases and Parquet
// files made by SQLite and pyarrow (fixtures/import), exports in the shape their makers document.

import { readFileSync } from 'node:fs';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../../formats/png';
import { memoryFile } from '../files/sourceFile';
import { importSet, type AcceptedImage } from '../importSet';
import { planImport } from '../planImport';

const png = (value: number, text: Record<string, string> = {}) =>
  encodePng(new Uint8Array(192).fill(value), 8, 8, text);
const fixture = (name: string) =>
  memoryFile(name, new Uint8Array(readFileSync(`fixtures/import/${name}`)));
const textFile = (path: string, content: string) =>
  memoryFile(path, new Uint8Array(strToU8(content)));
const images = (...names: string[]) => names.map((name, i) => memoryFile(name, png(i + 1)));

async function read(...files: Parameters<typeof planImport>[0]) {
  const plan = await planImport(files);
  const accepted: AcceptedImage[] = [];
  const { rejected, notes } = await importSet(new AbortController().signal, plan, {
    decode: () => Promise.resolve({ width: 8, height: 8 }),
    hash: (bytes) => Promise.resolve(bytes.join(',')),
    accept: (image) => {
      accepted.push(image);
      return Promise.resolve();
    },
  });
  return {
    rows: accepted.map(({ fileName, caption, score }) => [fileName, caption, score]),
    accepted,
    rejected,
    notes,
    recognised: plan.recognised,
  };
}

describe('sources', () => {
  it('reads the images browser’s database with overflow pages, prompts from PNG text', async () => {
    const { rows, recognised } = await read(
      fixture('wib.sqlite3'),
      memoryFile('a.png', png(1, { parameters: 'a cat\nSteps: 20, Sampler: Euler' })),
      memoryFile('c.png', png(2, { parameters: 'a dog\nNegative prompt: x\nSteps: 20, Seed: 1' })),
    );
    expect(rows).toEqual([
      ['a.png', 'a cat', 1],
      ['c.png', 'a dog', 3],
    ]);
    expect(recognised.join()).toContain('images browser ratings');
  });

  it('makes Pick-a-Pic pairs into win shares, across row groups', async () => {
    const { rows, recognised } = await read(fixture('pickapic.parquet'));
    expect(recognised.join()).toContain('Pick-a-Pic pairs');
    // 0 beats 1, ties with 2; 2 beats 1; 3 beats 4; the pair without a label is left out.
    expect(
      rows.map(([file, text, score]) => [String(file).replace('.jpg', ''), text, score]),
    ).toEqual([
      ['uid0', 'a heart', 0.75],
      ['uid1', 'a heart', 0],
      ['uid2', 'a heart', 0.75],
      ['uid3', 'a leaf', 1],
      ['uid4', 'a leaf', 0],
    ]);
  });

  it('takes the images inside a Hugging Face imagefolder table', async () => {
    const { rows } = await read(fixture('imagefolder.parquet'));
    expect(rows).toEqual([
      ['0.jpg', 'a', 1.5],
      ['1.jpg', 'b', 2.5],
      ['2.jpg', 'c', 3.5],
      ['3.jpg', 'd', 4.5],
    ]);
  });

  it('refuses a column that the schema does not hold, its damaged data unread', async () => {
    const bytes = new Uint8Array(readFileSync('fixtures/import/imagefolder.parquet'));
    const named = bytes.slice();
    // The last “path” is the place of image.path in a group of rows; data begin after 4 bytes.
    const text = Buffer.from(bytes).toString('latin1');
    named[text.lastIndexOf('path') + 3] = 0x78;
    named.fill(0xff, 4, 400);
    await expect(read(memoryFile('train.parquet', named))).rejects.toThrow(/columns/u);
    // Nothing is left to fail alone: vitest ends with 1 at a rejection that nobody hears.
    await new Promise((done) => setTimeout(done, 20));
  });

  it.each([100, 200, 10_000])('says of %i lists in a score what it can be', async (depth) => {
    const cell = '['.repeat(depth) + ']'.repeat(depth);
    const rows = `[{"file_name": "a.png", "score": ${cell}}, {"file_name": "b.png", "score": 1}]`;
    const got = read(textFile('metadata.json', rows), ...images('a.png', 'b.png'));
    if (depth > 127) await expect(got).rejects.toThrow(/too many levels at character \d+/u);
    else expect((await got).rows).toEqual([['b.png', '', 1]]);
  });

  it('reads A1111 text and the stars of EXIF in JPEG and WebP', async () => {
    for (const name of ['a1111.jpg', 'a1111.webp']) {
      const { accepted } = await read(fixture(name));
      expect(accepted[0]).toMatchObject({
        caption: 'a red heart',
        negativePrompt: 'ugly',
        score: 4,
      });
    }
  });

  it('follows a ComfyUI graph from the sampler to its text', async () => {
    const graph = JSON.stringify({
      3: { class_type: 'KSampler', inputs: { positive: ['10', 0], negative: ['7', 0] } },
      6: { class_type: 'CLIPTextEncode', inputs: { text: ['9', 0] } },
      7: { class_type: 'CLIPTextEncode', inputs: { text: 'ugly' } },
      9: { class_type: 'PrimitiveString', inputs: { value: 'a heart' } },
      10: { class_type: 'ConditioningSetArea', inputs: { conditioning: ['6', 0] } },
      11: { class_type: 'KSampler', inputs: { positive: ['11', 0] } },
    });
    const { accepted } = await read(memoryFile('a.png', png(1, { prompt: graph })));
    expect(accepted[0]).toMatchObject({ caption: 'a heart', negativePrompt: 'ugly' });
  });

  it('takes the mean of Label Studio’s annotations and keeps each', async () => {
    const task = (name: string, ...ratings: number[]) => ({
      data: { image: `/data/upload/1/0a1b2c3d-${name}`, prompt: name },
      annotations: ratings.map((rating, i) => ({
        completed_by: i + 1,
        result: [{ type: 'rating', value: { rating } }],
      })),
    });
    const { accepted } = await read(
      textFile('project.json', JSON.stringify([task('a.png', 4, 2), task('b.png', 5)])),
      ...images('a.png', 'b.png'),
    );
    expect(accepted.map(({ score, furtherScores }) => [score, furtherScores.length])).toEqual([
      [3, 2],
      [5, 0],
    ]);
  });

  it('scores HPDv2 by the share of the other images that each beats', async () => {
    const { rows } = await read(
      textFile(
        'test.json',
        JSON.stringify([
          { prompt: 'x', file_path: ['a.png', 'b.png', 'c.png'], human_preference: [5, 1, 1] },
        ]),
      ),
      ...images('a.png', 'b.png', 'c.png'),
    );
    expect(rows.map(([, , score]) => score)).toEqual([1, 0.25, 0.25]);
  });

  it('reads ratings and descriptions of XMP sidecars, the rejected too', async () => {
    const xmp = (rating: number, text: string) =>
      `<rdf:Description><xmp:Rating>${rating}</xmp:Rating><dc:description><rdf:Alt>` +
      `<rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></dc:description></rdf:Description>`;
    const { rows } = await read(
      ...images('a.png', 'b.png'),
      textFile('a.xmp', xmp(-1, 'one &amp; two')),
      textFile('b.png.xmp', xmp(5, 'three')),
    );
    expect(rows).toEqual([
      ['a.png', 'one & two', -1],
      ['b.png', 'three', 5],
    ]);
  });

  it('asks which of Civitai’s counts is the score', async () => {
    const { rows, notes } = await read(
      textFile(
        'images.json',
        JSON.stringify({
          items: [
            {
              url: 'https://image.civitai.com/x/width=450/a.jpeg',
              meta: { prompt: 'a cat' },
              stats: { likeCount: 3, heartCount: 9 },
            },
          ],
        }),
      ),
      ...images('a.png'),
    );
    expect(rows).toEqual([['a.png', 'a cat', null]]);
    expect(notes.join()).toContain('“score.likeCount”, “score.heartCount”');
  });
});
