// A run on images of several sizes (aspect ratio buckets): batches are encoded and trained at their
// bucket's size, a resume is bit for bit, one program's results are on the device at a time, and
// what cannot be bucketed is refused.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ImageSize } from '../domain/imageSize';
import { installDawn } from '../device/dawnNode';
import { pickDevice } from '../device/pickDevice';
import type { Executor } from '../executors/executor';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { WgslExecutor } from '../executors/wgsl/wgslExecutor';
import { loadBaseModel, type BaseModel } from '../paradigms/baseModel';
import type { ImagePipeline } from '../paradigms/imagePipeline';
import { openPipeline } from '../paradigms/openPipeline';
import { paradigmOf } from '../paradigms/list';
import { normals } from '../random/philox';
import { defaultRunSettings, withChange, type RunSettings } from '../settings/runSettings';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint';
import { openRun } from './openRun';
import type { SampleProvider } from './ports';

const { signal } = new AbortController();
const SIZES: readonly ImageSize[] = [
  [100, 100],
  [200, 100],
  [50, 50],
  [90, 180],
  [300, 200],
  [70, 70],
];

const settings = (aspectBuckets: 'off' | 'on', method = 'tgo'): RunSettings =>
  withChange(defaultRunSettings(method, 'diffusion'), {
    training: { batchSize: 2, seed: 5, aspectBuckets, calibration: 'off' },
    adapter: { rank: 2 },
    schedule: { steps: 6 },
  });

/** A set whose latents follow from place and size; notes at which sizes it was encoded. */
function provider(sizes: readonly ImageSize[], seen: Set<string>): SampleProvider {
  return {
    open: async () => ({
      samples: sizes.map((_, i) => ({ caption: `prompt ${i % 2}`, score: i, group: 'a' })),
      sizes: async () => sizes,
      encode: async (_, places, at: ImagePipeline) => {
        seen.add(at.model.imageSize.join('×'));
        const shape = paradigmOf(at.model).encodedShape(at.model);
        const length = shape.reduce((a, b) => a * b, 1);
        return places.map((place) => ({
          mean: normals(1, { stream: 90, step: 0, item: place }, length),
          logVariance: new Float32Array(length).fill(-4),
        }));
      },
      embeddings: async () => [],
    }),
  };
}

let model: BaseModel;
beforeAll(async () => {
  const nano = await loadBaseModel('nano', {
    read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
  });
  // Room for other shapes at the nano's step.
  const edge = 4 * nano.sizeStep;
  model = paradigmOf(nano).atSize(nano, [edge, edge]);
});

/** Trains up to step `until`; `half`: as it stood after `keptAt` steps. */
async function train(
  executor: Executor,
  given: RunSettings,
  until: number,
  from: Checkpoint | null = null,
  sizes: readonly ImageSize[] = SIZES,
  keptAt = 0,
): Promise<{ last: Checkpoint; half: Checkpoint | null; losses: number[]; seen: Set<string> }> {
  const seen = new Set<string>();
  const pipeline = openPipeline(executor, model);
  const { run } = await openRun(signal, {
    pipeline,
    settings: given,
    changes: [],
    checkpoint: from && decodeCheckpoint(encodeCheckpoint(from)),
    samples: provider(sizes, seen),
    scorer: null,
    onRound: async () => undefined,
    progress: () => undefined,
  });
  const metrics = [];
  let half: Checkpoint | null = null;
  while (run.step < until) {
    metrics.push((await run.takeStep(signal)).metrics);
    if (run.step === keptAt) half = await run.checkpoint('r');
  }
  const losses = (await Promise.all(metrics)).map(({ loss }) => loss);
  const last = await run.checkpoint('r');
  run.dispose();
  await pipeline.dispose();
  return { last, half, losses, seen };
}

describe('aspect ratio buckets', () => {
  it('train at each image’s nearest size, and resume bit for bit', async () => {
    const executor = await createTfjsExecutor('wasm');
    const straight = await train(executor, settings('on'), 6, null, SIZES, 3);
    expect(straight.seen.size).toBeGreaterThan(2);
    const rest = await train(executor, settings('on'), 6, straight.half);
    expect(straight.half!.step).toBe(3);
    expect([...rest.last.adapters]).toEqual([...straight.last.adapters]);
    expect([...rest.last.v]).toEqual([...straight.last.v]);
    expect(rest.losses).toEqual(straight.losses.slice(3));

    // Images of one shape: as without buckets.
    const square = SIZES.map((): ImageSize => [64, 64]);
    const on = await train(executor, settings('on'), 3, null, square);
    const off = await train(executor, settings('off'), 3, null, square);
    expect(on.seen.size).toBe(1);
    expect([...on.last.adapters]).toEqual([...off.last.adapters]);
    executor.dispose();
  });

  it('keep the results of one size on a GPU, with the same losses', async () => {
    const picked = await pickDevice({ gpu: await installDawn() });
    if (!('device' in picked)) throw new Error(picked.reason);
    let live = 0;
    let most = 0;
    let largest = 0;
    const { device } = picked;
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      const buffer = create(descriptor);
      if (!descriptor.label?.startsWith('slot')) return buffer;
      live += descriptor.size;
      most = Math.max(most, live);
      const destroy = buffer.destroy.bind(buffer);
      let gone = false;
      buffer.destroy = () => {
        if (!gone) live -= descriptor.size;
        gone = true;
        destroy();
      };
      return buffer;
    };
    const gpu = new WgslExecutor(picked);
    await train(gpu, settings('off'), 1);
    largest = most;
    most = 0;
    const made = await train(gpu, settings('on'), 4);
    expect(made.seen.size).toBeGreaterThan(2);
    // Encoders and text encoders aside, the base's own size needs the most.
    expect(most).toBeLessThanOrEqual(largest);
    expect(live).toBe(0);
    gpu.dispose();
    const wasm = await createTfjsExecutor('wasm');
    const other = await train(wasm, settings('on'), 4);
    made.losses.forEach((loss, i) =>
      expect(Math.abs(loss / other.losses[i]! - 1)).toBeLessThan(1e-3),
    );
    wasm.dispose();
  });

  it('are calibrated on the images of the fullest', async () => {
    const executor = await createTfjsExecutor('wasm');
    const calibrated = withChange(settings('on'), { training: { calibration: 'on' } });
    const { last } = await train(executor, calibrated, 1);
    expect(last.changes[0]!.values.objective!['temperature']).toBeGreaterThan(0);
    executor.dispose();
  });

  it('are refused where a batch belongs together', async () => {
    const executor = await createTfjsExecutor('wasm');
    await expect(train(executor, settings('on', 'dpo'), 1)).rejects.toMatchObject({
      kind: 'BadSettings',
      message: expect.stringContaining('learns from images that belong together'),
    });
    const online = withChange(settings('on'), { source: { mode: 'online' } });
    await expect(
      openRun(signal, {
        pipeline: openPipeline(executor, model),
        settings: online,
        changes: [],
        checkpoint: null,
        samples: null,
        scorer: { byPerson: false, score: async () => [] },
        onRound: async () => undefined,
        progress: () => undefined,
      }),
    ).rejects.toMatchObject({ kind: 'BadSettings' });
    executor.dispose();
  });
});
