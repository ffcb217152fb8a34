// On both toy models: an unchanged model is at exactly 0, any other has made the base's images
// less likely, more so with more strength.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../executors/executor';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { loadBaseModel } from '../paradigms/baseModel';
import { openPipeline } from '../paradigms/openPipeline';
import { normals } from '../random/philox';
import { defaultRunSettings } from '../settings/runSettings';
import { adapterPlanOf } from '../runs/adapterPlan';
import { LogRatioProbe } from './logRatio';

const { signal } = new AbortController();
let executor: Executor;
beforeAll(async () => {
  executor = await createTfjsExecutor('wasm');
});

describe.each(['nano', 'nano-maskgit'])('LogRatioProbe on %s', (id) => {
  it('measures how much less likely the base’s images have become', async () => {
    const model = await loadBaseModel(id, {
      read: async (path) => new Uint8Array(readFileSync(`public/models/${id}/${path}`)),
    });
    const pipeline = openPipeline(executor, model);
    const prompts = ['a red heart', 'a green leaf', 'a blue ball'];
    const encoded = await pipeline.sampleEncoded(signal, {
      prompts,
      seeds: [0, 1, 2],
      guidanceScale: 1,
      inferenceSteps: 4,
      adapters: null,
    });
    const plan = adapterPlanOf(model, { ...defaultRunSettings().adapter, rank: 2 });
    const flat = normals(5, { stream: 90, step: 0, item: 0 }, plan.length).map(
      (value) => value * 0.5,
    );
    const probe = new LogRatioProbe(pipeline, { encoded, prompts });
    const base = await probe.surprise(signal, null);
    expect(base).toBeGreaterThan(0);
    expect(await probe.surprise(signal, null)).toBe(base);
    expect(await probe.logRatio(signal, { plan, flat, strength: 0 })).toBeCloseTo(0, 6);
    const [weak, strong] = [
      await probe.logRatio(signal, { plan, flat, strength: 1 }),
      await probe.logRatio(signal, { plan, flat, strength: 3 }),
    ];
    expect(Math.abs(weak)).toBeGreaterThan(0);
    expect(strong).toBeGreaterThan(Math.abs(weak));
    // On images of its own the strong model is the less surprised of the two.
    const adapters = { plan, flat, strength: 3 };
    const own = {
      prompts,
      encoded: await pipeline.sampleEncoded(signal, {
        prompts,
        seeds: [0, 1, 2],
        guidanceScale: 1,
        inferenceSteps: 4,
        adapters,
      }),
    };
    expect(await probe.reverseLogRatio(signal, adapters, own)).toBeCloseTo(
      (await probe.surprise(signal, null, own)) - (await probe.surprise(signal, adapters, own)),
      12,
    );
    expect(await probe.reverseLogRatio(signal, { ...adapters, strength: 0 }, own)).toBeCloseTo(
      0,
      6,
    );
    await probe.dispose();
    await pipeline.dispose();
  });
});
