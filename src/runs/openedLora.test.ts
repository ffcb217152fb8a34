// LoRA files from elsewhere, read for the nano base: every kind of names gives the same update of
// every layer, mixed ranks lose nothing, and what does not fit is refused by what it is.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loraSet, writeLora, type LoraModule, type LoraSet } from '../formats/loraFile';
import { writeSafetensors, type WritableTensor } from '../formats/writeSafetensors';
import { loadBaseModel, type BaseModel } from '../paradigms/baseModel';
import { paradigmOf } from '../paradigms/list';
import { normals } from '../random/philox';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint';
import { fitLora, loraCheckpoint, type FittedLora } from './openedLora';
import { adapterPlanOf } from './adapterPlan';

let model: BaseModel;
/** Ranks 2, 3 and 4 by turns on the attention layers, each with an alpha of its own. */
let mixed: LoraSet;
const random = (item: number, count: number): Float32Array =>
  normals(3, { stream: 77, step: 0, item }, count);
const linear = (item: number, rank: number, given: Partial<LoraModule> = {}): LoraModule => {
  const { inFeatures = 4, outFeatures = 4 } = given;
  return {
    component: 'unet',
    rank,
    alpha: 2 * rank - 1,
    inFeatures,
    outFeatures,
    conv1x1: false,
    down: random(2 * item, rank * inFeatures),
    up: random(2 * item + 1, outFeatures * rank),
    ...given,
  };
};

beforeAll(async () => {
  model = await loadBaseModel('nano', {
    read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
  });
  const layers = paradigmOf(model)
    .modules(model)
    .filter(({ module }) => /attn\d\.(to_[qkv]|to_out\.0)$/.test(module));
  mixed = loraSet(
    new Map(
      layers.map(({ module, in: inFeatures, out: outFeatures }, i) => [
        module,
        linear(i, 2 + (i % 3), { inFeatures, outFeatures }),
      ]),
    ),
  );
});

const fit = (bytes: Uint8Array<ArrayBuffer>, config: unknown = null): FittedLora =>
  fitLora(model, { fileName: 'x.safetensors', bytes, config });

/** scale·B·A of a layer, row-major. */
function update(up: Float32Array, down: Float32Array, rank: number, scale: number): number[] {
  const [rows, columns] = [up.length / rank, down.length / rank];
  return Array.from({ length: rows * columns }, (_, i) => {
    let sum = 0;
    for (let r = 0; r < rank; r++)
      sum += up[Math.floor(i / columns) * rank + r]! * down[r * columns + (i % columns)]!;
    return scale * sum;
  });
}

/** Largest difference of any layer's update from the file's. */
function apart({ plan, adapters }: FittedLora, set: LoraSet): number {
  let most = 0;
  for (const { module, rank, offsetA, offsetB, inFeatures, outFeatures } of plan.entries) {
    const one = set.modules.get(module)!;
    const wanted = update(one.up, one.down, one.rank, one.alpha / one.rank);
    const down = adapters.slice(offsetA, offsetA + rank * inFeatures);
    const up = adapters.slice(offsetB, offsetB + outFeatures * rank);
    update(up, down, rank, plan.scale).forEach((value, i) => {
      most = Math.max(most, Math.abs(value - wanted[i]!));
    });
  }
  return most;
}

/** The set in PEFT's own names; alpha is not in such a file. */
function peftFile(set: LoraSet): Uint8Array<ArrayBuffer> {
  const tensors: Record<string, WritableTensor> = {};
  for (const [name, { rank, inFeatures, outFeatures, down, up }] of set.modules) {
    const at = `base_model.model.${name}`;
    tensors[`${at}.lora_A.weight`] = { dtype: 'F32', shape: [rank, inFeatures], data: down };
    tensors[`${at}.lora_B.weight`] = { dtype: 'F32', shape: [outFeatures, rank], data: up };
  }
  return writeSafetensors(tensors);
}

describe('a LoRA from elsewhere', () => {
  it.each(['diffusers', 'kohya'] as const)('in %s names, of mixed ranks', async (names) => {
    const fitted = fit(await writeLora(mixed, names));
    expect(apart(fitted, mixed)).toBeLessThan(1e-5);
    expect(fitted.facts).toMatchObject({
      names,
      layers: mixed.modules.size,
      ranks: [2, 4],
      dtype: 'F32',
      textLayers: 0,
      alphaKnown: true,
    });
    expect(fitted.settings.adapter).toMatchObject({
      rank: 4,
      targets: ['to_k', 'to_out.0', 'to_q', 'to_v'],
    });
  });

  it('in PEFT’s names, its alpha from adapter_config.json or taken to be the rank', () => {
    const bytes = peftFile(mixed);
    const with6 = new Map([...mixed.modules].map(([name, one]) => [name, { ...one, alpha: 6 }]));
    const configured = fit(bytes, { r: 4, lora_alpha: 6 });
    expect(apart(configured, loraSet(with6))).toBeLessThan(1e-5);
    expect(configured.facts).toMatchObject({ names: 'PEFT', alphaKnown: true });
    const plain = new Map(
      [...mixed.modules].map(([name, one]) => [name, { ...one, alpha: one.rank }]),
    );
    expect(apart(fit(bytes), loraSet(plain))).toBeLessThan(1e-5);
    expect(fit(bytes).facts.alphaKnown).toBe(false);
    expect(() => fit(bytes, { lora_alpha: 6, use_dora: true })).toThrow('use_dora');
    expect(() => fit(bytes, { r: 4 })).toThrow('lora_alpha');
  });

  it('gives a smaller rank’s layer rows that can learn and columns that add nothing', async () => {
    const { plan, adapters } = fit(await writeLora(mixed, 'kohya'));
    const entry = plan.entries.find(({ module }) => mixed.modules.get(module)!.rank === 2)!;
    const { offsetA, offsetB, inFeatures } = entry;
    const further = adapters.slice(offsetA + 2 * inFeatures, offsetA + 4 * inFeatures);
    expect(further.every((value) => value !== 0)).toBe(true);
    expect(adapters.slice(offsetB + 2, offsetB + 4)).toEqual(new Float32Array(2));
  });

  it('on a few layers adapts those alone', async () => {
    const [first] = [...mixed.modules];
    const fitted = fit(await writeLora(loraSet(new Map([first!])), 'diffusers'));
    expect(fitted.settings.adapter.targets).toEqual([first![0]]);
    expect(fitted.plan.entries.map(({ module }) => module)).toEqual([first![0]]);
  });

  it('leaves the text encoder’s layers out and counts them', async () => {
    const text = 'text_model.encoder.layers.0.mlp.fc1';
    const both = loraSet(
      new Map([...mixed.modules, [text, linear(99, 8, { component: 'text_encoder' })]]),
    );
    const fitted = fit(await writeLora(both, 'kohya'));
    expect(fitted.facts).toMatchObject({ textLayers: 1, ranks: [2, 4] });
    expect(apart(fitted, mixed)).toBeLessThan(1e-5);
    const alone = loraSet(new Map([[text, linear(99, 8, { component: 'text_encoder' })]]));
    const file = await writeLora(alone, 'kohya');
    expect(() => fit(file)).toThrow('the text encoder alone (1 layers)');
  });

  it('is a checkpoint that a run of the same settings can begin with', async () => {
    const fitted = fit(await writeLora(mixed, 'diffusers'));
    const made = loraCheckpoint(model, 'lora', fitted);
    expect(decodeCheckpoint(encodeCheckpoint(made))).toEqual(made);
    expect(adapterPlanOf(model, made.settings.adapter)).toEqual(fitted.plan);
  });
});

describe('what does not fit', () => {
  it('a convolution, another base’s size or layer, a rank too high', async () => {
    const [name, one] = [...mixed.modules][0]!;
    const wide = (shape: readonly number[]): WritableTensor => ({
      dtype: 'F32',
      shape,
      data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
    });
    const locon = writeSafetensors({
      'lora_unet_conv_in.lora_down.weight': wide([2, 4, 3, 3]),
      'lora_unet_conv_in.lora_up.weight': wide([8, 2, 1, 1]),
    });
    expect(() => fit(locon)).toThrow('adapts a 3×3 convolution (“lora_unet_conv_in.lora_down');
    const resized = linear(1, 2, { inFeatures: one.inFeatures + 1, outFeatures: one.outFeatures });
    const file = await writeLora(loraSet(new Map([[name, resized]])), 'kohya');
    expect(() => fit(file)).toThrow(
      `leads from ${one.inFeatures + 1} to ${one.outFeatures} numbers; that of the base leads ` +
        `from ${one.inFeatures} to`,
    );
    const elsewhere = await writeLora(
      loraSet(new Map([['down_blocks.9.attn1.to_q', linear(1, 2)]])),
      'diffusers',
    );
    expect(() => fit(elsewhere)).toThrow('belongs to no layer of the loaded model');
    const { inFeatures, outFeatures } = one;
    const large = await writeLora(
      loraSet(new Map([[name, linear(1, 300, { inFeatures, outFeatures })]])),
      'kohya',
    );
    expect(() => fit(large)).toThrow('The LoRA has rank 300; 256 is the largest here.');
  });
});
