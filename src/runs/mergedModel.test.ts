// A base with a run's adapters folded in: every other tensor as it lies, the adapted ones as
// float64 says, and a file that samples like base and adapters side by side.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { tinyCheckpoint } from '../../test-support/tinyCheckpoint';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { halfToNumber, numberToHalf } from '../formats/float16';
import { bytesFile } from '../formats/rangedFile';
import {
  floatBytes,
  parseSafetensors,
  toFloat32,
  type SafetensorsFile,
} from '../formats/safetensors';
import { writeSafetensors } from '../formats/writeSafetensors';
import { initialAdapters, type AdapterPlan } from '../models/lora';
import { loadBaseModel, type BaseModel, type ModelFiles } from '../paradigms/baseModel';
import { openPipeline } from '../paradigms/openPipeline';
import { openSingleFile } from '../paradigms/singleFile';
import { paradigmFacts } from '../paradigms/facts';
import { defaultRunSettings } from '../settings/runSettings';
import { adapterPlanOf } from './adapterPlan';
import { mergedModel, type MergedModel } from './mergedModel';

const WEIGHTS = 'unet/diffusion_pytorch_model.safetensors';
const nano = (path: string) => new Uint8Array(readFileSync(`public/models/nano/${path}`));
const folder = (weights: Uint8Array): ModelFiles => ({
  read: async (path) => (path === WEIGHTS ? weights : nano(path)),
});
/** The UNet of nano with weights as F32, so that rounding hides nothing. */
const wide = (): Uint8Array =>
  writeSafetensors(
    Object.fromEntries(
      [...parseSafetensors(nano(WEIGHTS)).tensors].map(([name, view]) => [
        name,
        { dtype: 'F32', shape: view.shape, data: toFloat32(view) },
      ]),
    ),
    { format: 'pt', 'modelspec.hash_sha256': '0xabc', origin: 'here' },
  );

async function whole({ pieces, fileBytes }: MergedModel): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces()) all.push(piece);
  const bytes = new Uint8Array(Buffer.concat(all));
  expect(bytes.length).toBe(fileBytes);
  return bytes;
}

function adapters(model: BaseModel): { plan: AdapterPlan; flat: Float32Array } {
  const plan = adapterPlanOf(model, { ...defaultRunSettings().adapter, rank: 3 });
  return { plan, flat: initialAdapters(plan, 1).map((value, i) => value + 0.03 * Math.sin(i)) };
}

const merge = (model: BaseModel, strength: number): Promise<Uint8Array<ArrayBuffer>> =>
  whole(mergedModel(model, { ...adapters(model), strength }, 'x'));

/** The largest error of the adapted tensors against float64; all others must be the same. */
function compare(
  before: SafetensorsFile,
  after: SafetensorsFile,
  model: BaseModel,
  strength: number,
): { adapted: number; apart: number } {
  const { plan, flat } = adapters(model);
  const { nameOf } = model.weights[paradigmFacts(model.paradigm).denoiser]!.origin!;
  const entries = new Map(plan.entries.map((entry) => [nameOf(`${entry.module}.weight`), entry]));
  expect([...after.tensors.keys()].sort()).toEqual([...before.tensors.keys()].sort());
  let [adapted, apart] = [0, 0];
  for (const [name, view] of before.tensors) {
    const made = after.tensors.get(name)!;
    expect([made.dtype, made.shape]).toEqual([view.dtype, view.shape]);
    const entry = entries.get(name);
    if (!entry) {
      expect(Buffer.compare(made.bytes, view.bytes)).toBe(0);
      continue;
    }
    adapted++;
    const [old, now] = [toFloat32(view), toFloat32(made)];
    for (let i = 0; i < old.length; i++) {
      let wanted = old[i]!;
      const [row, column] = [Math.floor(i / entry.inFeatures), i % entry.inFeatures];
      for (let r = 0; r < entry.rank; r++)
        wanted +=
          strength *
          plan.scale *
          flat[entry.offsetB + row * entry.rank + r]! *
          flat[entry.offsetA + r * entry.inFeatures + column]!;
      const exact = view.dtype === 'F16' ? halfToNumber(numberToHalf(wanted)) : wanted;
      apart = Math.max(apart, Math.abs(now[i]! - exact));
    }
  }
  return { adapted, apart };
}

describe('a merged model', () => {
  let base: BaseModel;
  let weights: Uint8Array;
  beforeAll(async () => {
    weights = wide();
    base = await loadBaseModel('nano', folder(weights));
  });

  it('has W + strength · scale · B·A, and metadata that are true', async () => {
    const merged = parseSafetensors(await merge(base, 0.7));
    const { adapted, apart } = compare(parseSafetensors(weights), merged, base, 0.7);
    expect(adapted).toBe(adapters(base).plan.entries.length);
    expect(apart).toBeLessThan(1e-6);
    expect(merged.metadata).toEqual({
      format: 'pt',
      origin: 'here',
      plumbline_merged: 'x, strength 0.7',
    });
  });

  it('is the base at strength 0', async () => {
    const merged = parseSafetensors(await merge(base, 0));
    for (const [name, { bytes }] of parseSafetensors(weights).tensors)
      expect(Buffer.compare(merged.tensors.get(name)!.bytes, bytes)).toBe(0);
  });

  it('samples as base and adapters do', async () => {
    const executor = await createTfjsExecutor('wasm');
    const { signal } = new AbortController();
    const merged = await loadBaseModel('merged', folder(await merge(base, 1)));
    const request = { prompts: ['red heart'], seeds: [4], guidanceScale: 2, inferenceSteps: 4 };
    const [beside, inside, without] = await Promise.all(
      [
        { model: base, adapters: { ...adapters(base), strength: 1 } },
        { model: merged, adapters: null },
        { model: base, adapters: null },
      ].map(async ({ model, adapters: own }) => {
        const pipeline = openPipeline(executor, model);
        return (await pipeline.sample(signal, { ...request, adapters: own }))[0]!;
      }),
    );
    const apart = (a: Float32Array, b: Float32Array): number =>
      Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
    expect(apart(beside!, inside!)).toBeLessThan(1e-4);
    expect(apart(beside!, without!)).toBeGreaterThan(0.02);
  });

  it('of a checkpoint is a checkpoint: every network, CompVis’ names, F16', async () => {
    const bytes = tinyCheckpoint();
    const { files } = await openSingleFile(bytesFile(bytes));
    const model = await loadBaseModel('tiny', files);
    const merged = await merge(model, 1);
    const { adapted, apart } = compare(parseSafetensors(bytes), parseSafetensors(merged), model, 1);
    expect([adapted, apart]).toEqual([128, 0]);
    await expect(openSingleFile(bytesFile(merged))).resolves.toBeTruthy();
  });

  it('refuses what its type cannot hold, by name', async () => {
    const model = await loadBaseModel('nano', folder(nano(WEIGHTS)));
    await expect(merge(model, 1e8)).rejects.toThrow(/attn.*F16 cannot hold/u);
  });
});

describe('floatBytes', () => {
  it('rounds to nearest even', () => {
    const values = Float32Array.of(1, -1.00390625, 1.01171875, 3.4e38, Infinity);
    // Of BF16 7 bits are kept: 1 + 1/256 is a tie and goes down, 1 + 3/256 up.
    expect([...new Uint16Array(floatBytes('BF16', values)!.slice().buffer)]).toEqual([
      0x3f80, 0xbf80, 0x3f82, 0x7f80, 0x7f80,
    ]);
    expect(floatBytes('I32', values)).toBeNull();
  });
});
