// A CLIP folder of one's own as the page uses it, on a real database: taken in, listed with its
// hash, scoring by its own prompt alignment beside the bundled one, carrying a dropped head, and
// removed with it.

import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReferenceExecutor } from '../../executors/reference/referenceExecutor';
import { parseSafetensors, toFloat32 } from '../../formats/safetensors';
import { writeSafetensors } from '../../formats/writeSafetensors';
import { inspectClipFolder } from '../../rewards/clip/clipFolder';
import { openClipScorer } from '../../rewards/clip/clipScorer';
import type { RgbImage } from '../../rewards';
import { openDatabase, type StudioDatabase } from '../../storage/database';
import { getDataset, putDataset } from '../../storage/datasets';
import { addImage } from '../../storage/images';
import { datasetRecord, imageRecord } from '../../../test-support/testRecords';
import { MemoryFolder, navigatorWith } from '../../../test-support/memoryOpfs';
import { tinyClipFiles } from '../../../test-support/tinyClip';
import { PLAIN_GPU_PROFILE } from '../../kernels/deviceProfile';
import { OpenScorers } from '../services/openScorers';
import { ratingCommands } from './ratingCommands';
import { scorerCommands } from './scorerCommands';
import { scoreWith } from '../services/scoreWith';
import type { Studio } from '../services/studio';

const PARTS = [
  'config.json',
  'preprocessor_config.json',
  'tokenizer_config.json',
  'vocab.json',
  'merges.txt',
  'model.safetensors',
];
const never = new AbortController().signal;
const image = (seed: number): RgbImage => ({
  width: 12,
  height: 9,
  rgb: Uint8Array.from(
    { length: 12 * 9 * 3 },
    (_, i) => Math.imul(i + seed * 977, 2654435761) >>> 24,
  ),
});
const images = [image(1), image(2), image(3)];
const prompts = ['a', 'b c', 'cab'];

/** The tiny weights with the image projection turned about: another model of the same shape. */
async function otherWeights(): Promise<Uint8Array> {
  const { tensors } = parseSafetensors(await tinyClipFiles().read('model.safetensors'));
  return writeSafetensors(
    Object.fromEntries(
      [...tensors.values()].map((view) => [
        view.name,
        {
          dtype: 'F32' as const,
          shape: view.shape,
          data:
            view.name === 'visual_projection.weight' ? toFloat32(view).reverse() : toFloat32(view),
        },
      ]),
    ),
  );
}
const own = async () => tinyClipFiles({ 'model.safetensors': await otherWeights() });
const folder = async (leaveOut = '') => {
  const files = await own();
  return Promise.all(
    PARTS.filter((path) => path !== leaveOut).map(async (path) => ({
      path: `my clip/${path}`,
      file: new File([(await files.read(path)) as Uint8Array<ArrayBuffer>], path),
    })),
  );
};
const headFile = (name: string, width: number) =>
  new File(
    [
      writeSafetensors({
        weight: {
          dtype: 'F32',
          shape: [1, width],
          data: Float32Array.from({ length: width }, (_, d) => d),
        },
        bias: { dtype: 'F32', shape: [1], data: Float32Array.of(2) },
      }),
    ],
    name,
  );

let db: StudioDatabase;
let disk: MemoryFolder;
let count = 0;
let studio: Studio;
const context = { signal: never, progress: () => undefined };

afterEach(() => vi.unstubAllGlobals());

beforeEach(async () => {
  disk = new MemoryFolder();
  vi.stubGlobal('navigator', navigatorWith(disk));
  db = await openDatabase({}, `scorers-${count++}`);
  const executor = new ReferenceExecutor();
  const openScorers = new OpenScorers(
    () => executor,
    () => db,
    () => tinyClipFiles(),
  );
  studio = {
    db,
    openScorers,
    scorer: (hash: string | null = null) => openScorers.get(hash),
    scorers: [{ id: 'tiny', name: 'Tiny', styles: [], bytes: 9 }],
    device: { executor },
    model: () => ({ info: { imageSize: 8, name: 'Nano' } }),
  } as unknown as Studio;
});

describe('a CLIP folder of one’s own', () => {
  it('says what it is and takes before anything is kept', async () => {
    const { inspectScorer, addScorer, listScorers } = scorerCommands(studio);
    const report = await inspectScorer({ files: await folder() }, context);
    expect(report).toMatchObject({
      name: 'my clip',
      architecture: expect.stringMatching(/^CLIP ViT-/),
      dtype: 'F32',
      imageSize: 8,
      width: 6,
      large: false,
      keptAs: null,
    });
    expect(report.memoryBytes).toBeGreaterThan(4 * report.parameters);
    expect((await listScorers({}, context)).scorers).toHaveLength(1);
    expect(disk.entries.size).toBe(0);
    const { hash, scorers } = await addScorer({ files: await folder() }, context);
    expect(scorers.find((one) => one.hash === hash)).toMatchObject({
      architecture: report.architecture,
      memoryBytes: report.memoryBytes,
    });
    expect((await inspectScorer({ files: await folder() }, context)).keptAs).toBe('my clip');
  });

  it('is refused before a weight is read where the device has no room', async () => {
    const memory = (bytes: number, bindingBytes: number) => ({
      profile: {
        ...PLAIN_GPU_PROFILE,
        limits: { ...PLAIN_GPU_PROFILE.limits, bindingBytes },
      },
      probeMemory: async (wanted: number) => Math.min(wanted, bytes),
    });
    const on = (given: ReturnType<typeof memory>) =>
      scorerCommands({
        ...studio,
        openScorers: studio.openScorers,
        device: { ...studio.device, executor: { ...studio.device.executor, memory: given } },
      } as unknown as Studio).inspectScorer;
    const files = await folder();
    await expect(on(memory(1000, 2 ** 27))({ files }, context)).rejects.toMatchObject({
      kind: 'OutOfMemory',
      message: expect.stringMatching(/^“my clip” takes .* kB while it scores; .* gives 1 kB\./),
    });
    await expect(on(memory(2 ** 30, 64))({ files }, context)).rejects.toMatchObject({
      kind: 'OutOfMemory',
      message: expect.stringMatching(/^“my clip” needs a buffer of .*; .* has 64 B\./),
    });
  });

  it('is stored under its hash, listed, and scores beside the bundled one', async () => {
    const { addScorer, listScorers } = scorerCommands(studio);
    const { hash, scorers, rewards } = await addScorer({ files: await folder() }, context);
    expect(scorers.map((one) => [one.hash, one.name])).toEqual([
      [null, 'Tiny'],
      [hash, 'my clip'],
    ]);
    const id = `prompt_alignment@${hash}`;
    expect(rewards.find((reward) => reward.id === id)).toMatchObject({
      label: 'Prompt alignment, my clip',
      needsScorer: true,
      taste: null,
    });
    const scores = await scoreWith(
      studio,
      never,
      ['prompt_alignment', id, 'warmth'],
      images,
      prompts,
    );
    // The same numbers as the folder opened by itself.
    const alone = await (
      await openClipScorer(new ReferenceExecutor(), await own())
    ).features(never, images, prompts);
    alone.forEach(({ imageEmbedding, textEmbedding }, i) =>
      expect(scores[1]![i]).toBeCloseTo(
        imageEmbedding.reduce((sum, value, d) => sum + value * textEmbedding![d]!, 0),
        10,
      ),
    );
    expect(scores[0]).not.toEqual(scores[1]);
    // Again: nothing new.
    expect((await addScorer({ files: await folder() }, context)).scorers).toEqual(
      (await listScorers({}, context)).scorers,
    );
  });

  it('is opened from storage by another session', async () => {
    const { hash } = await scorerCommands(studio).addScorer({ files: await folder() }, context);
    expect((await db.get('scorers', hash))!.weights).toEqual(['model.safetensors']);
    expect(Object.keys((await db.get('scorers', hash))!.files)).not.toContain('model.safetensors');
    const later = new OpenScorers(
      () => new ReferenceExecutor(),
      () => db,
      () => tinyClipFiles(),
    );
    expect((await later.get(hash)).hash).toBe(hash);
    expect((await later.get(null)).hash).not.toBe(hash);
  });

  it('is opened as it was stored before weights were copied out of the record', async () => {
    const files = Object.fromEntries(
      (await folder()).map(({ path, file }) => [path.slice('my clip/'.length), file as Blob]),
    );
    const { hash } = (await inspectClipFolder(await folder())).model;
    await db.put('scorers', { hash, name: 'old', createdAt: 1, bytes: 9, width: 6, files });
    expect((await studio.scorer(hash)).hash).toBe(hash);
    const { listScorers, deleteScorer } = scorerCommands(studio);
    expect((await listScorers({}, context)).scorers[1]).toMatchObject({ memoryBytes: null });
    vi.stubGlobal('navigator', {});
    expect((await deleteScorer({ hash }, context)).scorers).toHaveLength(1);
  });

  it('carries a head that was dropped on it, and takes it along when it goes', async () => {
    const { addScorer, addHead, deleteScorer } = scorerCommands(studio);
    const { hash } = await addScorer({ files: await folder() }, context);
    await addHead({ hash: null, file: headFile('of the bundled.safetensors', 6) }, context);
    const { scorers, rewards } = await addHead(
      { hash, file: headFile('aesthetic.safetensors', 6) },
      context,
    );
    expect(scorers.map(({ heads }) => heads.map(({ name }) => name))).toEqual([
      ['of the bundled'],
      ['aesthetic'],
    ]);
    const head = rewards.find(({ label }) => label === 'aesthetic')!;
    const embeddings = await (await studio.scorer(hash)).features(never, images, null);
    const [scores] = await scoreWith(studio, never, [head.id], images, prompts);
    embeddings.forEach(({ imageEmbedding }, i) =>
      expect(scores![i]).toBeCloseTo(
        2 + imageEmbedding.reduce((sum, value, d) => sum + value * d, 0),
        6,
      ),
    );

    await putDataset(db, datasetRecord('d', { rewardId: head.id, scoreSource: head.id }));
    const after = await deleteScorer({ hash }, context);
    expect((disk.entries.get('models') as MemoryFolder).entries.size).toBe(0);
    expect(after.scorers.map(({ name, heads }) => [name, heads.length])).toEqual([['Tiny', 1]]);
    expect(after.rewards.some((reward) => reward.id === head.id || reward.id.endsWith(hash))).toBe(
      false,
    );
    expect((await getDataset(db, 'd'))!).toMatchObject({ rewardId: null, scoreSource: head.id });
    await expect(
      scoreWith(studio, never, [`prompt_alignment@${hash}`], images, prompts),
    ).rejects.toMatchObject({
      kind: 'BadModel',
      message: expect.stringContaining('is not stored here'),
    });
  });

  it('gives features to a taste, which then asks it and no other', async () => {
    const { hash } = await scorerCommands(studio).addScorer({ files: await folder() }, context);
    // A stored image is one byte here: the grey that it decodes to.
    const { fitTaste, rate } = ratingCommands(studio, async ([grey]) => ({
      width: 8,
      height: 8,
      rgba: Uint8Array.from({ length: 256 }, (_, i) => (i % 4 === 3 || i < 40 ? 255 : grey!)),
    }));
    await putDataset(db, datasetRecord('d'));
    for (let i = 0; i < 20; i++) {
      await addImage(
        db,
        imageRecord(`i${i}`, 'd', i + 1, { original: new Blob([Uint8Array.of(12 * i)]) }),
      );
      await rate(
        {
          imageId: `i${i}`,
          rater: 'Anna',
          scale: 'stars',
          value: 1 + Math.floor(i / 4),
          time: 1,
          repeat: false,
        },
        context,
      );
    }
    const asked = {
      datasetId: 'd',
      modelId: 'nano',
      rater: 'Anna',
      scale: 'stars' as const,
      name: 'mine',
    };
    const { reward } = await fitTaste({ ...asked, scorerHash: hash }, context);
    const [scores] = await scoreWith(studio, never, [reward.id], images, prompts);
    expect(scores!.every(Number.isFinite)).toBe(true);
    await expect(fitTaste({ ...asked, scorerHash: 'gone' }, context)).rejects.toThrow('is gone');
    // Without its model it judges nothing; it is still there for when the model comes back.
    await scorerCommands(studio).deleteScorer({ hash }, context);
    await expect(scoreWith(studio, never, [reward.id], images, prompts)).rejects.toThrow(
      `“mine” was fitted to the features of another CLIP model (${hash.slice(0, 8)}…`,
    );
    await scorerCommands(studio).addScorer({ files: await folder() }, context);
    expect((await scoreWith(studio, never, [reward.id], images, prompts))[0]).toEqual(scores);
  });

  it('is refused with what is wrong, and leaves nothing behind', async () => {
    const { addScorer, addHead, listScorers } = scorerCommands(studio);
    await expect(addScorer({ files: await folder('merges.txt') }, context)).rejects.toMatchObject({
      kind: 'BadModel',
      message: 'The folder “my clip” lacks merges.txt.',
    });
    const zero = (await folder()).map((one) =>
      one.path.endsWith('config.json') && one.path.includes('preprocessor')
        ? { ...one, file: new File([JSON.stringify({ size: 224, crop_size: 224 })], 'x') }
        : one,
    );
    await expect(addScorer({ files: zero }, context)).rejects.toThrow(
      'makes images of 224×224, the CLIP model takes 8×8',
    );
    await expect(
      addHead({ hash: null, file: headFile('wide.safetensors', 7) }, context),
    ).rejects.toThrow('“wide” reads embeddings of 7 numbers, this CLIP model gives 6');
    await expect(
      addHead({ hash: null, file: new File(['x'], 'sac+logos.pth') }, context),
    ).rejects.toMatchObject({
      message: '“sac+logos.pth” is not a safetensors file.',
      remedy: expect.stringContaining('save_file'),
    });
    await expect(
      addHead({ hash: 'gone', file: headFile('a.safetensors', 6) }, context),
    ).rejects.toThrow('is gone');
    expect((await listScorers({}, context)).scorers).toEqual([
      {
        hash: null,
        name: 'Tiny',
        createdAt: 0,
        bytes: 9,
        heads: [],
        architecture: null,
        memoryBytes: null,
      },
    ]);
  });
});
