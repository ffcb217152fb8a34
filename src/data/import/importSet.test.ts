import { readFileSync } from 'node:fs';
import { zipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../formats/png';
import { memoryFile } from './files/sourceFile';
import { imageMime, importSet, type AcceptedImage, type ImportHooks } from './importSet';
import { planImport, type ImportChoice } from './planImport';
import { toModelInput } from './resample';

const png = (value: number) => encodePng(new Uint8Array(12).fill(value), 2, 2);
const csv = (lines: string[], header = 'file_name,text,score') =>
  strToU8(`${header}\n${lines.join('\n')}\n`);
const zipFile = (entries: Record<string, Uint8Array>) =>
  memoryFile('set.zip', zipSync(entries) as Uint8Array<ArrayBuffer>);

async function run(
  entries: Record<string, Uint8Array>,
  choice: ImportChoice = {},
  signal = new AbortController().signal,
) {
  const accepted: AcceptedImage[] = [];
  const hooks: ImportHooks = {
    decode: async () => ({ width: 2, height: 2 }),
    hash: async (bytes) =>
      Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))).join(','),
    accept: async (image) => {
      accepted.push(image);
    },
  };
  const plan = await planImport([zipFile(entries)], choice);
  return { ...(await importSet(signal, plan, hooks, choice)), accepted };
}

describe('importSet', () => {
  it('takes the good rows and lists every bad one with its number and reason', async () => {
    const { accepted, rejected } = await run({
      'set/metadata.csv': csv([
        'a.png,a cat,0.5',
        'missing.png,a dog,1',
        'b.png,,0.1',
        'c.png,a fish,nan',
        'a.png,again,1',
        'd.png,broken,2',
        'e.png,text file,2',
        'same.png,a cat,0.7',
        'sub/f.png,"a, b",-1e-3',
        'g.png,x,Infinity',
        'h.png,x,',
      ]),
      'set/a.png': png(1),
      'set/b.png': png(2),
      'set/c.png': png(3),
      'set/d.png': png(4).slice(0, 40),
      'set/e.png': strToU8('hello'),
      'set/same.png': png(1),
      'set/sub/f.png': png(5),
      'set/g.png': png(6),
      'set/h.png': png(7),
      'set/lost.png': png(9),
    });
    expect(
      accepted.map(({ fileName, caption, score, mime }) => [fileName, caption, score, mime]),
    ).toEqual([
      ['a.png', 'a cat', 0.5, 'image/png'],
      ['sub/f.png', 'a, b', -1e-3, 'image/png'],
    ]);
    const reasons = rejected
      .filter(({ row }) => row > 0)
      .map(({ row, reason }) => `${row}: ${reason}`);
    expect(reasons).toEqual([
      '3: no such file in what was dropped',
      '4: empty prompt',
      '5: score “nan” is not a finite number',
      '6: named twice: row 2 is used',
      '7: cut off: the end of the file is missing',
      '8: not an image that is read here (PNG, JPEG, WebP, AVIF and GIF are read)',
      '9: the same image with the same prompt as row 2',
      '11: score “Infinity” is not a finite number',
      '12: score “” is not a finite number: the cell is empty',
    ]);
    expect(rejected.filter(({ row }) => row === 0).map(({ file }) => file)).toEqual([
      'set/lost.png',
    ]);
  });
  it('counts lines as an editor does, the header and those inside quotes too', async () => {
    const text = 'sep=;\r\nfile_name;text;score\r\n\r\na.png;"two\r\nlines";1\r\nb.png;x;nan\r\n';
    const plan = await planImport([zipFile({ 'metadata.csv': strToU8(text), 'a.png': png(1) })]);
    expect(plan.rows.map(({ row }) => row)).toEqual([4]);
    expect(plan.rejected.map(({ row }) => row)).toEqual([6]);
  });
  it('stops when cancelled and keeps what was accepted', async () => {
    const controller = new AbortController();
    const accepted: string[] = [];
    const plan = await planImport([
      zipFile({
        'metadata.csv': csv(['a.png,x,1', 'b.png,y,2']),
        'a.png': png(1),
        'b.png': png(2),
      }),
    ]);
    await expect(
      importSet(controller.signal, plan, {
        decode: async () => ({ width: 1, height: 1 }),
        hash: async (bytes) => String(bytes[50]),
        accept: async ({ fileName }) => {
          accepted.push(fileName);
          controller.abort();
        },
      }),
    ).rejects.toThrow('abort');
    expect(accepted).toEqual(['a.png']);
  });
});

describe('planImport', () => {
  const images = { 'a.png': png(1), 'b.png': png(2), 'c.png': png(3) };

  it('joins a table of prompts with a table of scores', async () => {
    const { accepted, rejected, notes } = await run({
      ...images,
      'prompts.csv': csv(['a.png,a cat', 'b.png,a dog', 'c.png,a fish'], 'file,prompt'),
      'scores.csv': csv(['c,3', 'a,1'], 'image,score'),
    });
    expect(accepted.map(({ caption, score }) => [caption, score])).toEqual([
      ['a cat', 1],
      ['a fish', 3],
    ]);
    expect(rejected.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
      'b.png: no table has a score for it',
    ]);
    expect(notes.join(' ')).toContain('completed from scores.csv');
  });

  it('reads a table without a header, and says so', async () => {
    const { accepted, notes } = await run({
      ...images,
      'ratings.csv': strToU8('a.png;a red cat;0,5\nb.png;a big dog;1,25\n'),
    });
    expect(accepted.map(({ caption, score }) => [caption, score])).toEqual([
      ['a red cat', 0.5],
      ['a big dog', 1.25],
    ]);
    expect(notes.join(' ')).toContain('has no header');
  });

  it('obeys a choice of columns and refuses one that is not there', async () => {
    const table = { ...images, 'm.csv': csv(['a.png,cat,2', 'b.png,dog,3'], 'pic,what,goodness') };
    const choice = { fileName: 'pic', text: 'what', score: 'goodness' };
    expect((await run(table, choice)).accepted.map(({ score }) => score)).toEqual([2, 3]);
    await expect(run(table, { ...choice, score: 'x' })).rejects.toThrow('and no “x”');
  });

  it('takes images without scores when told so, and one prompt for all', async () => {
    const { accepted } = await run(
      { ...images, 'm.csv': csv(['a.png,1', 'b.png,2'], 'file_name,score') },
      { score: null, promptForAll: 'an emoji' },
    );
    expect(accepted.map(({ caption, score }) => [caption, score])).toEqual([
      ['an emoji', null],
      ['an emoji', null],
    ]);
  });

  it('keeps every rater and takes the mean of each one’s mean', async () => {
    const { accepted } = await run({
      ...images,
      'm.csv': csv(
        ['a.png,cat,1,ann', 'a.png,cat,3,ann', 'a.png,cat,5,ben', 'b.png,dog,4,ben'],
        'file_name,text,score,rater',
      ),
    });
    expect(accepted.map(({ score, furtherScores }) => [score, furtherScores])).toEqual([
      [
        3.5,
        [
          { source: 'ann', value: 2, rater: 'ann' },
          { source: 'ben', value: 5, rater: 'ben' },
        ],
      ],
      [4, []],
    ]);
  });

  it('scores images by the folders they lie in', async () => {
    const { accepted } = await run({
      'good/a.png': png(1),
      'good/a.txt': strToU8('a cat\n'),
      'bad/b.png': png(2),
    });
    expect(accepted.map(({ fileName, score, caption }) => [fileName, score, caption])).toEqual([
      ['bad/b.png', 0, ''],
      ['good/a.png', 1, 'a cat'],
    ]);
  });

  it('never takes a safety class for a score', async () => {
    const { accepted, notes } = await run({
      ...images,
      'm.csv': csv(['a.png,cat,s', 'b.png,dog,q'], 'file_name,text,rating'),
    });
    expect(accepted.map(({ score }) => score)).toEqual([null, null]);
    expect(notes.join(' ')).toContain('safety classes');
  });

  it('keeps scores that float32 would make equal', async () => {
    const { accepted } = await run({
      ...images,
      'm.csv': csv(['a.png,cat,1000000000', 'b.png,dog,1000000001']),
    });
    expect(accepted.map(({ score }) => score)).toEqual([1e9, 1e9 + 1]);
  });

  it('says which name was nearly it, and takes none of several', async () => {
    const { rejected } = await run({
      'x/a.png': png(1),
      'y/a.png': png(2),
      'gr\u00fcn.png': png(3),
      'm.csv': csv(['a.png,cat,1', 'gr\ufffdn.png,tree,2']),
    });
    expect(rejected.filter(({ row }) => row > 0).map(({ reason }) => reason)).toEqual([
      'several files have this name: give their folder too',
      'no such file in what was dropped; the nearest name is “grün.png”',
    ]);
  });

  it('refuses what holds no image and no table', async () => {
    await expect(planImport([])).rejects.toThrow('no files');
    await expect(run({ 'a.doc': strToU8('x') })).rejects.toThrow('neither an image nor a table');
    await expect(run({ ...images, 'm.csv': strToU8('\n') })).rejects.toThrow('is empty');
  });
});

describe('images', () => {
  it('knows types by their first bytes', () => {
    expect(imageMime(png(1))).toBe('image/png');
    expect(imageMime(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe('image/jpeg');
    expect(imageMime(strToU8('RIFF0000WEBPVP8 '))).toBe('image/webp');
    expect(imageMime(strToU8('GIF89a'))).toBe('image/gif');
    expect(imageMime(strToU8('hello'))).toBeNull();
  });
  const { width, height, sizes } = JSON.parse(readFileSync('fixtures/resample.json', 'utf8')) as {
    width: number;
    height: number;
    sizes: Record<string, number[]>;
  };
  const rgba = Uint8Array.from({ length: width * height * 4 }, (_, i) => {
    const p = i >> 2;
    const [x, y] = [p % width, Math.floor(p / width)];
    return [(x * 37 + y * 11) % 256, (x * x * 5 + y * 29) % 256, 255 - ((x * y * 7) % 256), 255][
      i & 3
    ]!;
  });
  it.each(Object.entries(sizes))(
    'resamples to %s pixels as Pillow does, within its rounding',
    (size, wanted) => {
      const out = toModelInput({ width, height, rgba }, [Number(size), Number(size)]);
      // Pillow rounds to whole levels after each of its two passes.
      wanted.forEach((level, i) =>
        expect(Math.abs((out[i]! + 1) * 127.5 - level)).toBeLessThanOrEqual(1.01),
      );
    },
  );
  it('lays alpha over white', () => {
    const out = toModelInput({ width: 1, height: 1, rgba: Uint8Array.of(0, 0, 0, 0) }, [2, 2]);
    expect([...out]).toEqual(Array.from({ length: 12 }, () => 1));
  });
});
