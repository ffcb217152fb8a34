// A set goes out as a zip and comes back the same: bytes, names, captions, order, scores with their
// sources, ratings with rater and time; with every name a file system or a table could trip over.

import 'fake-indexeddb/auto';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { archivePaths } from '../../data/export/exportSet';
import { importSet } from '../../data/import/importSet';
import { planImport } from '../../data/import/planImport';
import { readDatasetFacts } from '../../data/import/datasetFacts';
import { readHeads } from '../../data/import/datasetHeads';
import { openZip } from '../../data/import/files/openZip';
import { memoryFile } from '../../data/import/files/sourceFile';
import { encodePng } from '../../formats/png';
import { sha256 } from '../../formats/sha256';
import {
  openDatabase,
  type HeadRecord,
  type ImageRecord,
  type StudioDatabase,
} from '../../storage/database';
import { writeTasteHead } from '../../rewards/tasteHead';
import { getDataset, putDataset } from '../../storage/datasets';
import { listHeads, putHead } from '../../storage/heads';
import { addImage, listImages } from '../../storage/images';
import { datasetRecord, imageRecord } from '../../../test-support/testRecords';
import { importedImage, openedSet, takeHeads, zipOfSet } from './setZip';
import { rewardAtHand } from './availableRewards';

const png = (value: number) => encodePng(new Uint8Array(12).fill(value), 2, 2);
let count = 0;

async function stored(
  images: readonly Partial<ImageRecord>[],
  set: Parameters<typeof datasetRecord>[1] = {},
): Promise<StudioDatabase> {
  const db = await openDatabase({}, `portable-${count++}`);
  await putDataset(db, datasetRecord('d', { name: 'A set, “quoted”', ...set }));
  for (const [i, values] of images.entries()) {
    const bytes = png(i);
    await addImage(
      db,
      imageRecord(`i${i}`, 'd', 2 * i + 1, {
        original: new Blob([bytes]),
        sha256: await sha256(bytes),
        ...values,
      }),
    );
  }
  return db;
}

/** Out of one database and into another, by the same functions the worker uses. */
async function roundTrip(
  db: StudioDatabase,
  edit: (entries: Record<string, Uint8Array>) => void = () => undefined,
) {
  const signal = new AbortController().signal;
  const zip = new Uint8Array(
    await (await zipOfSet(signal, db, (await getDataset(db, 'd'))!)).arrayBuffer(),
  );
  const entries = unzipSync(zip);
  edit(entries);
  const files =
    Object.keys(entries).length === 0
      ? []
      : (await openZip('set.zip', memoryFile('set.zip', zip)))
          .filter((file) => entries[file.path] !== undefined)
          .map((file) => memoryFile(file.path, entries[file.path]! as Uint8Array<ArrayBuffer>));
  const facts = await readDatasetFacts(files, 'metadata.jsonl');
  const heads = await readHeads(files, '', facts?.heads ?? []);
  const back = await openDatabase({}, `portable-${count++}`);
  await putDataset(
    back,
    datasetRecord('d', {
      name: facts?.name ?? '',
      scoreSource: facts?.scoreSource ?? 'metadata.jsonl',
      rewardId: facts?.rewardId ?? null,
    }),
  );
  const { rejected } = await importSet(signal, await planImport(files), {
    decode: async () => ({ width: 2, height: 2 }),
    hash: sha256,
    accept: (image) =>
      addImage(back, importedImage('d', facts?.scoreSource ?? 'metadata.jsonl', image)),
  });
  await takeHeads(back, heads);
  return { back, rejected, entries, facts };
}

/**
 * What must be the same, scores in no order, times of plain scores left out (they say when a score
 * came into this browser).
 */
const told = (images: readonly ImageRecord[]) =>
  images.map(({ fileName, mime, sha256, caption, negativePrompt, groupId, scores }) => ({
    fileName,
    mime,
    sha256,
    caption,
    negativePrompt,
    groupId,
    scores: scores
      .map(({ source, value, scale, rater, time, repeat }) =>
        JSON.stringify([
          source,
          value,
          ...(scale === undefined ? [] : [scale, rater, time, repeat ?? false]),
        ]),
      )
      .sort(),
  }));

const HOSTILE = [
  'plain.png',
  'images/a,b "c".png',
  "it's; a\ttab.png",
  'two\nlines.png',
  'PLAIN.png',
  'a.png/inside.png',
  'a.png',
  'b\\c.png',
  '../../up.png',
  '/root.png',
  'C:\\disk.png',
  'con<>:"|?*.png',
  'metadata.jsonl',
  'plumbline.json',
  'sub/metadata.csv',
  '__MACOSX/x.png',
  '.DS_Store',
  ' spaced .png',
  'ends with dot.',
  '😀/ünïcode é.webp',
  `${'long'.repeat(80)}.png`,
  'no extension',
  '..',
  'plain.png',
];

describe('a set as a zip', () => {
  it('comes back identically, whatever its files, prompts and raters are called', async () => {
    const db = await stored(
      HOSTILE.map((fileName, i) => ({
        fileName,
        caption: [
          'a cat, "sitting"\r\nquietly',
          'tab\tand; semicolon',
          '  spaces around  ',
          '{"json": true}',
          '\u2028 line separator',
          '=SUM(A1)',
          'ca\ud800lf',
        ][i % 7]!,
        negativePrompt: i % 3 === 0 ? 'blurry, "bad"' : null,
        groupId: i % 4 === 0 ? `group ${i},\n` : null,
        scores: [
          { source: 'sub/metadata.csv', value: i / 3, time: 5 },
          ...(i % 2 === 0
            ? [
                { source: 'a, "hostile"\nsource ', value: -1e-7 * i },
                { source: '__proto__', value: i },
              ]
            : []),
          {
            source: 'rating',
            scale: 'stars' as const,
            rater: 'Anna, "the\nfirst"',
            value: (i % 5) + 1,
            time: 1_700_000_000_000 + i,
          },
          ...(i % 3 === 1
            ? [
                {
                  source: 'rating',
                  scale: 'stars' as const,
                  rater: 'Anna, "the\nfirst"',
                  value: 5,
                  time: 7,
                  repeat: true,
                },
                { source: 'rating', scale: 'slider' as const, rater: 'Ben', value: -4.9, time: 8 },
              ]
            : []),
        ],
      })),
      { scoreSource: 'sub/metadata.csv', rewardId: 'warmth' },
    );
    const { back, rejected, facts } = await roundTrip(db);
    expect(rejected).toEqual([]);
    expect(told(await listImages(back, 'd'))).toEqual(told(await listImages(db, 'd')));
    expect(facts).toMatchObject({
      name: 'A set, “quoted”',
      scoreSource: 'sub/metadata.csv',
      rewardId: 'warmth',
    });
    const [before, after] = [
      await openedSet(db, (await getDataset(db, 'd'))!),
      await openedSet(back, (await getDataset(back, 'd'))!),
    ];
    expect(after.items.map(({ score }) => score)).toEqual(before.items.map(({ score }) => score));
    const bySource = (sources: typeof before.sources) =>
      [...sources].sort((a, b) => a.source.localeCompare(b.source));
    expect(bySource(after.sources)).toEqual(bySource(before.sources));
  });

  it('keeps images without a score, duplicates, and ratings as the scores in use', async () => {
    const rating = (value: number, rater: string) => ({
      source: 'rating',
      scale: 'stars' as const,
      rater,
      value,
      time: 3,
    });
    const same = { original: new Blob([png(9)]), sha256: await sha256(png(9)) };
    const db = await stored(
      [
        { scores: [rating(1, 'A'), rating(2, 'B')] },
        { scores: [] },
        { ...same, scores: [rating(4, 'A')] },
        { ...same, scores: [] },
      ],
      { scoreSource: 'rating:stars' },
    );
    const { back, rejected } = await roundTrip(db);
    expect(rejected).toEqual([]);
    expect(told(await listImages(back, 'd'))).toEqual(told(await listImages(db, 'd')));
    expect(
      (await openedSet(back, (await getDataset(back, 'd'))!)).items.map(({ score }) => score),
    ).toEqual([1.5, Number.NaN, 4, Number.NaN]);
  });

  it('is an ordinary scored set to whoever leaves plumbline.json out', async () => {
    const db = await stored(
      [
        {
          scores: [
            { source: 'x', value: 2 },
            { source: 'warmth', value: 3 },
          ],
        },
        { scores: [] },
      ],
      { scoreSource: 'x' },
    );
    const { back, rejected } = await roundTrip(db, (entries) => {
      delete entries['plumbline.json'];
    });
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'score “” is not a finite number: the cell is empty',
    ]);
    expect(
      (await listImages(back, 'd')).map(({ scores }) =>
        scores.map(({ source, value }) => [source, value]),
      ),
    ).toEqual([
      [
        ['metadata.jsonl', 2],
        ['warmth', 3],
      ],
    ]);
  });

  it(
    'refuses a row whose score was edited against its ratings, and a description it does not ' +
      'know',
    async () => {
      const db = await stored(
        [
          { scores: [{ source: 'rating', scale: 'stars', rater: 'A', value: 2, time: 1 }] },
          { scores: [{ source: 'rating', scale: 'stars', rater: 'A', value: 3, time: 1 }] },
        ],
        { scoreSource: 'rating:stars' },
      );
      const write = (text: string) => new TextEncoder().encode(text);
      const edited = (from: string, to: string) => (entries: Record<string, Uint8Array>) => {
        entries['metadata.jsonl'] = write(
          new TextDecoder().decode(entries['metadata.jsonl']).replace(from, to),
        );
      };
      expect((await roundTrip(db, edited('"score":2', '"score":5'))).rejected).toMatchObject([
        {
          row: 1,
          reason:
            'its score 5 is not what its ratings make, 2: change the ratings too, or remove ' +
            'plumbline.json',
        },
      ]);
      expect((await roundTrip(db, edited('"value":2', '"value":9'))).rejected).toMatchObject([
        { row: 1, reason: 'the rating 9 is not one of stars' },
      ]);
      await expect(
        roundTrip(db, (entries) => {
          entries['plumbline.json'] = write('{"format":"plumbline set","version":2}');
        }),
      ).rejects.toMatchObject({
        kind: 'BadScoreFile',
        message: expect.stringContaining('version'),
      });
    },
  );

  describe('scored by a taste', () => {
    const id = '0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d';
    const scorerHash = 'ab'.repeat(32);
    const taste = {
      scale: 'stars' as const,
      rater: 'Anna, "the first"',
      datasetId: 'd',
      ratings: [1, 5, 2.5],
      leaveOneOut: [1.5, 4, 3],
      pearson: Number.NaN,
      spearman: 0.5,
      areaUnderCurve: null,
    };
    const head: HeadRecord = {
      id,
      name: 'Taste of “Anna”',
      createdAt: 5,
      scorerHash,
      taste,
      file: writeTasteHead({
        name: 'x',
        scale: 'stars',
        scorerHash,
        count: 3,
        weight: Float64Array.of(0.1, -2, 1 / 3),
        bias: 3,
        lambda: 1,
        pearson: Number.NaN,
        spearman: 0.5,
        areaUnderCurve: null,
      }),
    };
    const scored = async (): Promise<StudioDatabase> => {
      const db = await stored(
        [
          {
            scores: [
              { source: `taste:${id}`, value: 1.25 },
              { source: 'x', value: 1 },
            ],
          },
        ],
        { scoreSource: 'x', rewardId: `taste:${id}` },
      );
      await putHead(db, head);
      await putHead(db, {
        ...head,
        id: '11111111-1111-4111-8111-111111111111',
        name: 'has scored nothing here',
      });
      return db;
    };
    const edited =
      (change: (facts: { heads: Record<string, unknown>[] }) => void) =>
      (entries: Record<string, Uint8Array>) => {
        const facts = JSON.parse(new TextDecoder().decode(entries['plumbline.json'])) as {
          heads: Record<string, unknown>[];
        };
        change(facts);
        entries['plumbline.json'] = new TextEncoder().encode(JSON.stringify(facts));
      };

    it('brings the head along, bit for bit, and goes out again as it came', async () => {
      const { back, entries } = await roundTrip(await scored());
      expect(entries[`heads/${id}.safetensors`]).toEqual(new Uint8Array(head.file));
      expect(await listHeads(back)).toEqual([head]);
      const features = {
        scorerHash,
        imageEmbedding: Float32Array.of(1, 0, 0),
        textEmbedding: null,
        logitScale: 1,
        styles: null,
      };
      const reward = await rewardAtHand(back, `taste:${id}`);
      expect(reward.needs === 'clip' && reward.score(features)).toBe(3.1);
      expect((await getDataset(back, 'd'))!.rewardId).toBe(`taste:${id}`);
      const again = await roundTrip(back);
      const plain = (all: Record<string, Uint8Array>) => ({
        ...all,
        'plumbline.json': JSON.parse(new TextDecoder().decode(all['plumbline.json'])) as unknown,
      });
      expect(plain(again.entries)).toEqual(plain(entries));
      await takeHeads(back, [head]); // here already
      await expect(
        takeHeads(back, [{ ...head, file: head.file.map((byte) => byte ^ 1) }]),
      ).rejects.toThrow('another head than “Taste of “Anna””');
    });
    it('imports without its head where that was left out', async () => {
      const { back } = await roundTrip(
        await scored(),
        edited((facts) => {
          delete (facts as Partial<typeof facts>).heads;
        }),
      );
      expect(await listHeads(back)).toEqual([]);
      expect(told(await listImages(back, 'd'))[0]!.scores).toHaveLength(2);
    });
    it.each<[string, (entries: Record<string, Uint8Array>) => void, string]>([
      [
        'a head that is not there',
        (entries) => {
          delete entries[`heads/${id}.safetensors`];
        },
        'there is no heads/',
      ],
      [
        'a head of another size',
        (entries) => {
          entries[`heads/${id}.safetensors`] = new Uint8Array(3);
        },
        'has 3 bytes, plumbline.json says',
      ],
      [
        'a head that was changed',
        (entries) => {
          entries[`heads/${id}.safetensors`]![20]! ^= 1;
        },
        'is not the file that was exported',
      ],
      [
        'a head that claims too much',
        edited((facts) => {
          facts.heads[0]!['bytes'] = 2 ** 40;
        }),
        'heads.0.bytes',
      ],
      [
        'an id that is none',
        edited((facts) => {
          facts.heads[0]!['id'] = '../../up';
        }),
        'heads.0.id',
      ],
      [
        'judgements for other ratings',
        edited((facts) => {
          (facts.heads[0]!['taste'] as { ratings: number[] }).ratings.pop();
        }),
        'as many ratings',
      ],
    ])('refuses %s', async (_, edit, message) => {
      await expect(roundTrip(await scored(), edit)).rejects.toMatchObject({
        kind: 'BadScoreFile',
        message: expect.stringContaining(message),
      });
    });
  });

  it('stops when cancelled, and says how much it wrote', async () => {
    const db = await stored([{}, {}, {}]);
    const abort = new AbortController();
    const seen: number[] = [];
    await expect(
      zipOfSet(abort.signal, db, (await getDataset(db, 'd'))!, (done) => {
        seen.push(done);
        abort.abort();
      }),
    ).rejects.toThrow('abort');
    expect(seen).toEqual([1]);
  });
});

it('gives every image a path of its own that any file system takes', () => {
  const paths = archivePaths(HOSTILE.map((fileName) => ({ fileName, mime: 'image/png' })));
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(HOSTILE.length);
  for (const path of paths) {
    expect(path).toMatch(/\.(png|webp)$/u);
    expect(path).not.toMatch(
      /[\p{Cc}<>:"|?*\\]|^\/|(^|\/)\.\.?(\/|$)|__MACOSX\/x\.png$(?<!___MACOSX\/x\.png)/u,
    );
    expect(paths.some((other) => other.startsWith(`${path}/`))).toBe(false);
  }
  expect(paths[0]).toBe('plain.png');
});
