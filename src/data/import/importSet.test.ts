import { readFileSync } from 'node:fs';
import { zipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../formats/png';
import { imageMime, importSet, type AcceptedImage, type ImportHooks } from './importSet';
import { guessColumns, parseTable, readRows } from './metadataTable';
import { toModelInput } from './resample';
import { findTable, openZip } from './sourceFiles';

const png = (value: number) => encodePng(new Uint8Array(12).fill(value), 2, 2);
const csv = (lines: string[]) => strToU8(`file_name,text,score\n${lines.join('\n')}\n`);

async function run(
  entries: Record<string, Uint8Array>,
  mapping = {},
  signal = new AbortController().signal,
) {
  const accepted: AcceptedImage[] = [];
  const hooks: ImportHooks = {
    async decode(bytes) {
      if (bytes.length < 60) throw new Error('truncated');
      return { width: 2, height: 2, rgba: new Uint8Array(16) };
    },
    hash: async (bytes) =>
      Array.from(
        new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)),
      ).join(','),
    accept: async (image) => {
      accepted.push(image);
    },
  };
  const result = await importSet(signal, openZip('set.zip', zipSync(entries)), mapping, hooks);
  return { ...result, accepted };
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
      '2: no such file in what was dropped',
      '3: empty prompt',
      '4: score “nan” is not a finite number',
      '5: named twice: row 1 is used',
      '6: cannot be decoded: truncated',
      '7: not a PNG, JPEG or WebP image',
      '8: the same image with the same prompt as row 1',
      '10: score “Infinity” is not a finite number',
      '11: score “” is not a finite number',
    ]);
    expect(rejected.filter(({ row }) => row === 0).map(({ file }) => file)).toEqual([
      'set/lost.png',
    ]);
  });
  it('stops when cancelled and keeps what was accepted', async () => {
    const controller = new AbortController();
    const accepted: string[] = [];
    const files = openZip(
      'set.zip',
      zipSync({
        'metadata.csv': csv(['a.png,x,1', 'b.png,y,2']),
        'a.png': png(1),
        'b.png': png(2),
      }),
    );
    await expect(
      importSet(
        controller.signal,
        files,
        {},
        {
          decode: async () => ({ width: 1, height: 1, rgba: new Uint8Array(4) }),
          hash: async (bytes) => String(bytes[50]),
          accept: async ({ fileName }) => {
            accepted.push(fileName);
            controller.abort();
          },
        },
      ),
    ).rejects.toThrow('abort');
    expect(accepted).toEqual(['a.png']);
  });
});

describe('tables', () => {
  it('guesses other column names and can be told', () => {
    expect(guessColumns(['Image', 'Prompt', 'Aesthetic'])).toEqual({
      fileName: 'Image',
      text: 'Prompt',
      score: 'Aesthetic',
    });
    const table = parseTable(
      'x.jsonl',
      '{"img":"a.png","t":"cat","s":3}\nnot json\n{"img":"b.png","t":"dog","s":"4"}\n',
    );
    expect(() => readRows(table, {})).toThrow('none of them is known to hold the file name');
    const { rows, rejected } = readRows(table, { fileName: 'img', text: 't', score: 's' });
    expect(rows.map(({ row, fileName, score }) => [row, fileName, score])).toEqual([
      [1, 'a.png', 3],
      [3, 'b.png', 4],
    ]);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]).toMatchObject({ row: 2 });
  });
  it('reads a byte order mark and refuses an empty table, none, and two', () => {
    expect(parseTable('m.csv', '\uFEFFfile_name,text,score\na.png,x,1').columns[0]).toBe(
      'file_name',
    );
    expect(() => parseTable('m.jsonl', '\n')).toThrow('holds no rows');
    const file = (path: string) => ({ path, bytes: async () => new Uint8Array() });
    expect(() => findTable([file('a.png')])).toThrow('no table among');
    expect(() => findTable([file('a.csv'), file('b.csv')])).toThrow('several tables');
    expect(findTable([file('a.csv'), file('x/metadata.jsonl')]).path).toBe('x/metadata.jsonl');
  });
});

describe('hostile zips', () => {
  it('refuses paths that leave the folder and files that are no zip', () => {
    expect(() => openZip('evil.zip', zipSync({ '../../etc/passwd': strToU8('x') }))).toThrow(
      'leaves the folder',
    );
    expect(() => openZip('no.zip', strToU8('this is not a zip at all'))).toThrow(
      'could not be read as a zip',
    );
  });
  it('refuses a zip that claims to unpack to more than 4 GiB', () => {
    const zip = zipSync({ 'a.png': new Uint8Array(1000), 'b.png': new Uint8Array(1000) });
    const view = new DataView(zip.buffer);
    for (let i = 0; i + 4 < zip.length; i++)
      if (view.getUint32(i, true) === 0x02014b50) view.setUint32(i + 24, 0xc0000000, true);
    expect(() => openZip('bomb.zip', zip)).toThrow('would unpack to');
  });
});

describe('images', () => {
  it('knows types by their first bytes', () => {
    expect(imageMime(png(1))).toBe('image/png');
    expect(imageMime(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe('image/jpeg');
    expect(imageMime(strToU8('RIFF0000WEBPVP8 '))).toBe('image/webp');
    expect(imageMime(strToU8('GIF89a'))).toBeNull();
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
      const out = toModelInput({ width, height, rgba }, Number(size));
      // Pillow rounds to whole levels after each of its two passes.
      wanted.forEach((level, i) =>
        expect(Math.abs((out[i]! + 1) * 127.5 - level)).toBeLessThanOrEqual(1.01),
      );
    },
  );
  it('lays alpha over white', () => {
    const out = toModelInput({ width: 1, height: 1, rgba: Uint8Array.of(0, 0, 0, 0) }, 2);
    expect([...out]).toEqual(Array.from({ length: 12 }, () => 1));
  });
});
