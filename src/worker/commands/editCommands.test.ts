// Corrections of a stored set on a real database: undone by what they answer, and unseen by runs
// that were made before.

import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase, type StudioDatabase } from '../../storage/database';
import { getDataset, putDataset } from '../../storage/datasets';
import { timeAfterEdits } from '../../storage/imageEdits';
import { addImage } from '../../storage/images';
import { putRun } from '../../storage/runs';
import { samplesNow, scoresOfRun } from '../services/runScores';
import { datasetRecord, imageRecord, runRecord } from '../../../test-support/testRecords';
import { editCommands } from './editCommands';

const context = { signal: new AbortController().signal, progress: () => undefined };
let db: StudioDatabase;
let databases = 0;
const commands = () => editCommands({ db });

beforeEach(async () => {
  db = await openDatabase({}, `edits-${databases++}`);
  await putDataset(db, { ...datasetRecord('d'), scoreSource: 'table.csv' });
  for (let i = 0; i < 3; i++)
    await addImage(
      db,
      imageRecord(`i${i}`, 'd', i + 1, {
        caption: `cat ${i}`,
        scores: [{ source: 'table.csv', value: i }],
      }),
    );
});

afterEach(() => void vi.restoreAllMocks());

describe('corrections of a set', () => {
  it('change prompt and score of one image, and what they answer undoes them', async () => {
    const { editImage } = commands();
    const of = { datasetId: 'd', imageId: 'i1' };
    const { before, set } = await editImage({ ...of, edit: { caption: 'dog', score: 9 } }, context);
    expect(set.items.map(({ caption, score }) => [caption, score])).toEqual([
      ['cat 0', 0],
      ['dog', 9],
      ['cat 2', 2],
    ]);
    const back = await editImage({ ...of, edit: before }, context);
    expect(back.set.items[1]).toMatchObject({ caption: 'cat 1', score: 1 });
    const none = await editImage({ ...of, edit: { score: null } }, context);
    expect(none.set.items[1]!.score).toBeNaN();
    expect(none.before).toEqual({ score: 1 });
  });
  it('take an image out and put it back, with count and size', async () => {
    const { editImage, restoreImages } = commands();
    const whole = (await getDataset(db, 'd'))!;
    const { set } = await editImage(
      { datasetId: 'd', imageId: 'i0', edit: { removed: true } },
      context,
    );
    expect([set.items.length, set.removed, set.dataset.count]).toEqual([2, 1, 2]);
    expect(set.dataset.bytes).toBeLessThan(whole.bytes);
    const { set: again } = await restoreImages({ datasetId: 'd' }, context);
    expect([again.items.length, again.removed]).toEqual([3, 0]);
    expect(again.dataset).toMatchObject({ count: whole.count, bytes: whole.bytes });
  });
  it('keep their order with runs where the clock jumps', async () => {
    const dataset = (await getDataset(db, 'd'))!;
    const of = { datasetId: 'd', imageId: 'i0' };
    const captionFor = async (createdAt: number): Promise<string> => {
      const run = {
        ...runRecord('r'),
        createdAt,
        trainedOn: (await samplesNow(db, dataset)).trainedOn,
      };
      return (await scoresOfRun(db, run)).samples[0]!.image.caption;
    };
    const clock = vi.spyOn(Date, 'now').mockReturnValue(9000);
    const first = await timeAfterEdits(db, 'd');
    await putRun(db, runRecord('first', { datasetId: 'd', createdAt: first }));
    // The clock goes back: the prompt is changed after the run all the same.
    clock.mockReturnValue(500);
    await commands().editImage({ ...of, edit: { caption: 'dog' } }, context);
    const second = await timeAfterEdits(db, 'd');
    await putRun(db, runRecord('second', { datasetId: 'd', createdAt: second }));
    await commands().editImage({ ...of, edit: { caption: 'owl' } }, context);
    const third = await timeAfterEdits(db, 'd');
    expect([await captionFor(first), await captionFor(second), await captionFor(third)]).toEqual([
      'cat 0',
      'dog',
      'owl',
    ]);
  });
  it('are unseen by a run that was made before, and seen by the next', async () => {
    const { editImage } = commands();
    const { trainedOn } = await samplesNow(db, (await getDataset(db, 'd'))!);
    const run = { ...runRecord('r'), createdAt: Date.now() - 1, trainedOn };
    for (const [imageId, edit] of [
      ['i0', { removed: true }],
      ['i1', { caption: 'dog' }],
      ['i2', { score: 7 }],
    ] as const)
      await editImage({ datasetId: 'd', imageId, edit }, context);
    const { samples } = await scoresOfRun(db, run);
    expect(samples.map(({ image, score }) => [image.caption, score])).toEqual([
      ['cat 0', 0],
      ['cat 1', 1],
      ['cat 2', 2],
    ]);
    const { trainedOn: now } = await samplesNow(db, (await getDataset(db, 'd'))!);
    expect(now.scores).toEqual([
      ['i1', 1],
      ['i2', 7],
    ]);
  });
  it('are refused with the reason: ratings, no number, no name, gone', async () => {
    const { editImage, renameSet } = commands();
    const edit = (values: object, imageId = 'i0') =>
      editImage({ datasetId: 'd', imageId, edit: values }, context);
    await expect(edit({ score: Number.NaN })).rejects.toThrow('NaN is no score');
    await expect(edit({ caption: 'x' }, 'gone')).rejects.toThrow('not stored any more');
    await expect(renameSet({ datasetId: 'd', name: ' – ' }, context)).rejects.toThrow('no name');
    expect((await renameSet({ datasetId: 'd', name: ' Cats ' }, context)).dataset.name).toBe(
      'Cats',
    );
    await putDataset(db, { ...(await getDataset(db, 'd'))!, scoreSource: 'rating:stars' });
    await expect(edit({ score: 3 })).rejects.toThrow('are ratings');
  });
});
