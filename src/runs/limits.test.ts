// Devices that have less than a run needs, forced: bindings of 128 MiB, no memory, lost in
// mid-step. Each ends in a sentence that is true, with the settings that fit where there are some,
// and nothing is lost: what was saved is there, and a run goes on from it bit for bit.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeOnGpu } from '../executors/wgsl/kernelTest';
import { WgslExecutor } from '../executors/wgsl/wgslExecutor';
import { loadBaseModel, type BaseModel } from '../paradigms/baseModel';
import { paradigmOf } from '../paradigms/list';
import { openPipeline } from '../paradigms/openPipeline';
import { layeredSettings } from '../settings/flatSettings';
import { defaultRunSettings, parseRunSettings, type RunSettings } from '../settings/runSettings';
import { limitedDevice, type LimitedDevice } from '../../test-support/limitedDevice';
import { ActiveRun } from './activeRun';
import type { Checkpoint } from './checkpoint';
import { openRun } from './openRun';
import type { RunListener } from './ports';
import type { TrainRun } from './trainRun';

const MIB = 2 ** 20;
const { signal } = new AbortController();

const settingsOf = (values: Record<string, unknown>): RunSettings =>
  parseRunSettings(
    layeredSettings({ method: 'tgo', paradigm: 'diffusion' }, [
      defaultRunSettings('tgo', 'diffusion'),
      { batchSize: 4, rank: 2, steps: 6, seed: 5, checkpointEvery: 2, previewEvery: 0 },
      values,
    ]),
  );

/** nano, for images of another size than its own. */
async function nano(imageSize?: number): Promise<BaseModel> {
  const model = await loadBaseModel('nano', {
    read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
  });
  return imageSize === undefined ? model : paradigmOf(model).atSize(model, [imageSize, imageSize]);
}

async function load(
  { picked }: LimitedDevice,
  model: BaseModel,
  settings: RunSettings,
  checkpoint: Checkpoint | null = null,
): Promise<TrainRun> {
  const length = model.latentSize[0] * model.latentSize[1] * 4;
  const { run } = await openRun(signal, {
    pipeline: openPipeline(new WgslExecutor(picked), model),
    settings,
    changes: [],
    checkpoint,
    scorer: null,
    onRound: async () => undefined,
    progress: () => undefined,
    samples: {
      open: async () => ({
        samples: Array.from({ length: 8 }, (_, i) => ({
          caption: `prompt ${i % 3}`,
          score: i,
          group: '',
        })),
        encode: async (_, places) =>
          places.map((i) => ({
            mean: Float32Array.from({ length }, (__, at) => Math.sin(at * (i + 1))),
            logVariance: new Float32Array(length).fill(-4),
          })),
        embeddings: async () => [],
      }),
    },
  });
  return run;
}

/** Runs to the end or to its failure; the checkpoints that were kept, newest last. */
async function train(
  run: TrainRun,
  atStep: (step: number) => void = () => undefined,
): Promise<{ kept: Checkpoint[]; failure: unknown }> {
  const kept: Checkpoint[] = [];
  let failure: unknown = null;
  const listener: RunListener = {
    steps: (steps) => atStep(steps.at(-1)!.step),
    status: async () => undefined,
    bank: () => undefined,
    async failed(error) {
      failure = error;
    },
  };
  const checkpoints = {
    save: async (one: Checkpoint) => void kept.push(one),
    load: async () => kept.at(-1) ?? null,
    delete: async () => undefined,
    list: async () => [],
  };
  const active = new ActiveRun({
    id: 'run',
    run,
    store: { checkpoints, saveMetrics: async () => undefined, kept: async () => new Set() },
    listener,
    paintBase: false,
    paint: null,
  });
  await active.resume();
  await active.settled();
  return { kept, failure };
}

describeOnGpu('a device', () => {
  it('with bindings of 128 MiB refuses before it reads a weight, and names what fits', async () => {
    const device = await limitedDevice(128 * MIB);
    device.memoryBytes = 64 * 1024 * MIB;
    // Feed-forwards of 128 channels at 128×128: 64 images make buffers of 512 MiB.
    const model = await nano(512);
    const error = await load(device, model, settingsOf({ batchSize: 64 })).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      kind: 'OutOfMemory',
      message: expect.stringMatching(/needs a buffer of \d+ MiB; this GPU allows 128 MiB/),
      remedy: expect.stringMatching(/This fits: \d+ samples? at a time /),
    });
  });

  it('without memory computes modules again, bit for bit, and else says what fits', async () => {
    const device = await limitedDevice();
    const { live } = device;
    const model = await nano();
    const settings = settingsOf({ batchSize: 8, steps: 2 });
    const before = live.bytes;
    const whole = await load(device, model, settings);
    const needed = live.bytes - before;
    const first = await train(whole);
    expect(first.failure).toBeNull();
    whole.dispose();

    const start = live.bytes;
    device.memoryBytes = start + 0.97 * needed;
    const less = await load(device, model, settings);
    expect(live.bytes).toBeLessThan(device.memoryBytes);
    expect((await train(less)).kept.at(-1)!.adapters).toEqual(first.kept.at(-1)!.adapters);
    less.dispose();

    device.memoryBytes = start + 0.75 * needed;
    const error = await load(device, model, settings).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      kind: 'OutOfMemory',
      message: expect.stringMatching(/not enough memory.* needs \d.* has \d/s),
      remedy: expect.stringMatching(/This fits: .*\d samples? at a time/),
    });
    // Nothing of the attempt is left, and what it named fits.
    const named = /(\d) samples? at a time of (\d+) × \d+ px( with int8 weights)? \(/;
    const [, batch, size, int8] = named.exec((error as { remedy: string }).remedy)!;
    const smaller = await load(
      device,
      await nano(Number(size)),
      settingsOf({ batchSize: Number(batch), ...(int8 && { weightStorage: 'int8' }) }),
    );
    smaller.dispose();
    device.memoryBytes = Infinity;
    const again = await load(device, model, settings);
    expect((await train(again)).kept.at(-1)!.adapters).toEqual(first.kept.at(-1)!.adapters);
    again.dispose();
  });

  it('lost in mid-step leaves a checkpoint, from which a run goes on bit for bit', async () => {
    const model = await nano();
    const settings = settingsOf({});
    const one = await limitedDevice();
    const whole = await train(await load(one, model, settings));
    const run = await load(one, model, settings);
    const { submit } = one.picked.device.queue;
    let submits = 0;
    one.picked.device.queue.submit = function (buffers) {
      submit.call(this, buffers);
      // While the fourth step is under way.
      if (run.step === 3 && submits++ === 0) one.lose('the driver was reset');
    };
    const broken = await train(run);
    expect(broken.failure).toMatchObject({
      kind: 'DeviceLost',
      message: 'The GPU device was lost: the driver was reset.',
      remedy: expect.stringContaining('Resume from the last checkpoint'),
    });
    expect(broken.kept.map(({ step }) => step)).toEqual([2]);
    const other = await load(await limitedDevice(), model, settings, broken.kept[0]!);
    const resumed = await train(other);
    expect(resumed.failure).toBeNull();
    expect(resumed.kept.at(-1)!.step).toBe(6);
    expect(resumed.kept.at(-1)!.adapters).toEqual(whole.kept.at(-1)!.adapters);
  });
});
