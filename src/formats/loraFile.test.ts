import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLora, writeLora } from './loraFile';
import { parseSafetensors, toFloat32, writeSafetensors } from './safetensors';

const folder = 'fixtures/lora';
const bytes = (path: string) => new Uint8Array(readFileSync(`${folder}/${path}`));
const keys = (data: Uint8Array) => [...parseSafetensors(data).tensors.keys()].sort();
/** Modules named in a diffusers file: what a model of that shape would list. */
const modulesOf = (path: string) => {
  const names = keys(bytes(path));
  const of = (prefix: string) => [...new Set(names.filter((name) => name.startsWith(`${prefix}.`)).map((name) => name.slice(prefix.length + 1).replace(/\.lora(_linear_layer)?\.(up|down)\.weight$/, '')))];
  return { unet: of('unet'), text_encoder: of('text_encoder') };
};

describe.each(['unet_a_r4_alpha4', 'unet_a_plus_te_r4'])('%s', (name) => {
  const source = `${name}/pytorch_lora_weights.safetensors`;
  const modules = modulesOf(source);
  const set = readLora(bytes(source), modules);
  const others = readdirSync(`${folder}/${name}`).filter((file) => /^(kohya|peft)/.test(file));
  it.each(others)('is the same set in %s', (file) => {
    const other = readLora(bytes(`${name}/${file}`), modules);
    expect(other.modules.map((entry) => `${entry.component}/${entry.module}`).sort()).toEqual(set.modules.map((entry) => `${entry.component}/${entry.module}`).sort());
    const tolerance = file.includes('f16') ? 1e-3 : 0;
    for (const entry of other.modules) {
      const mine = set.modules.find((one) => one.component === entry.component && one.module === entry.module)!;
      expect(entry.alpha).toBe(entry.rank);
      entry.down.forEach((value, i) => expect(Math.abs(value - mine.down[i]!)).toBeLessThanOrEqual(tolerance));
      entry.up.forEach((value, i) => expect(Math.abs(value - mine.up[i]!)).toBeLessThanOrEqual(tolerance));
    }
  });
  it('is written with exactly the keys of the real diffusers and kohya files', async () => {
    expect(keys(await writeLora(set, 'diffusers'))).toEqual(keys(bytes(source)));
    const wanted = others.includes('kohya_sd1_lora_te.safetensors') ? 'kohya_sd1_lora_te.safetensors' : 'kohya_float_alpha.safetensors';
    expect(keys(await writeLora(set, 'kohya'))).toEqual(keys(bytes(`${name}/${wanted}`)));
  });
  it.each(['diffusers', 'kohya'] as const)('survives a round trip through %s', async (format) => {
    const again = readLora(await writeLora(set, format, { ss_training_comment: '{"method":"tgo"}' }), modules);
    expect(again.metadata['ss_training_comment']).toBe('{"method":"tgo"}');
    for (const entry of again.modules) {
      const mine = set.modules.find((one) => one.component === entry.component && one.module === entry.module)!;
      expect([...entry.down]).toEqual([...mine.down]);
      expect([...entry.up]).toEqual([...mine.up]);
    }
  });
});

describe('alpha', () => {
  const module = { component: 'unet' as const, module: 'a.to_q', down: Float32Array.of(1, 2), up: Float32Array.of(4), rank: 1, inFeatures: 2, outFeatures: 1, alpha: 0.5, conv1x1: false };
  const wide = { ...module, rank: 2, down: Float32Array.of(1, 2, 3, 4), up: Float32Array.of(4, 6), alpha: 1 };
  it('is folded into diffusers’ up and said to be the rank', async () => {
    const file = parseSafetensors(await writeLora({ modules: [wide] }, 'diffusers'));
    expect([...toFloat32(file.tensors.get('unet.a.to_q.lora.up.weight')!)]).toEqual([2, 3]);
    expect(JSON.parse(file.metadata['lora_adapter_metadata']!)).toMatchObject({ 'unet.r': 2, 'unet.lora_alpha': 2 });
    const read = readLora(await writeLora({ modules: [wide] }, 'diffusers'), { unet: ['a.to_q'] });
    expect(read.modules[0]!.alpha).toBe(2);
  });
  it('stays in kohya files', async () => {
    const read = readLora(await writeLora({ modules: [wide] }, 'kohya'), { unet: ['a.to_q'] });
    expect(read.modules[0]).toMatchObject({ alpha: 1, rank: 2 });
    expect([...read.modules[0]!.up]).toEqual([4, 6]);
  });
});

describe('a bad file is refused, saying why', () => {
  const one = (shape: number[]) => ({ dtype: 'F32' as const, shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
  const modules = { unet: ['a.to_q'] };
  it.each([
    ['half a pair', { 'unet.a.to_q.lora.down.weight': one([2, 3]) }, 'only the down'],
    ['a dangling alpha', { 'lora_unet_a_to_q.alpha': one([]) }, 'only the alpha'],
    ['an unknown module', { 'unet.b.to_q.lora.down.weight': one([2, 3]) }, 'no adapter of this model'],
    ['ranks that differ', { 'unet.a.to_q.lora.down.weight': one([2, 3]), 'unet.a.to_q.lora.up.weight': one([3, 4]) }, 'do not fit together'],
    ['a flat matrix', { 'unet.a.to_q.lora.down.weight': one([6]), 'unet.a.to_q.lora.up.weight': one([3, 6]) }, 'do not fit together'],
    ['nothing', {}, 'no adapter at all'],
  ] as const)('%s', (_, tensors, message) => {
    expect(() => readLora(writeSafetensors(tensors), modules)).toThrow(message);
  });
});
