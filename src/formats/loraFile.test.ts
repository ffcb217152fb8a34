// LoRA files of PEFT, diffusers and diffusers' kohya converter (fixtures/lora) are read alike,
// written back under the same names, and refused with a reason when they are not whole.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldedUp, loraSet, readLora, writeLora, type LoraSet } from './loraFile';
import { loraKeyReader, type ModuleNames } from './loraKeys';
import { parseSafetensors, toFloat32 } from './safetensors';
import { writeSafetensors, type WritableTensor } from './writeSafetensors';

const root = 'fixtures/lora';
const read = (path: string) => new Uint8Array(readFileSync(`${root}/${path}`));

const LORA_KEY = new RegExp(
  String.raw`^(unet|text_encoder|transformer)\.(.+)\.lora(?:_linear_layer)?[._]` +
    String.raw`(?:down|up|[AB])\.weight$`,
);

/**
 * Layer names as a model would list them: those of the diffusers file, prefix and suffix cut off.
 */
function namesOf(folder: string): ModuleNames {
  const names: Record<string, Set<string>> = {};
  for (const key of parseSafetensors(
    read(`${folder}/pytorch_lora_weights.safetensors`),
  ).tensors.keys()) {
    const [, component, module] = LORA_KEY.exec(key)!;
    (names[component!] ??= new Set()).add(module!);
  }
  return Object.fromEntries(Object.entries(names).map(([component, set]) => [component, [...set]]));
}
const folders = readdirSync(root).filter((folder) =>
  existsSync(`${root}/${folder}/pytorch_lora_weights.safetensors`),
);
const files = (folder: string) =>
  readdirSync(`${root}/${folder}`).filter((name) =>
    /^(pytorch_lora_weights|kohya|peft)/u.test(name),
  );
const flat = (set: LoraSet) =>
  [...set.modules].flatMap(([name, module]) => [
    name,
    module.component,
    module.rank,
    ...module.down,
    ...foldedUp(module),
  ]);

describe.each(folders)('%s', (folder) => {
  const names = namesOf(folder);
  const set = readLora(read(`${folder}/pytorch_lora_weights.safetensors`), names);
  it.each(files(folder))('reads %s like the others', (name) => {
    const other = readLora(read(`${folder}/${name}`), names);
    expect([...other.modules.keys()].sort()).toEqual([...set.modules.keys()].sort());
    for (const [module, { down, up, alpha, rank, component }] of other.modules) {
      const mine = set.modules.get(module)!;
      expect([component, alpha, rank]).toEqual([mine.component, mine.alpha, mine.rank]);
      // Half precision keeps 11 bits of numbers below 1.
      const allowed = name.includes('f16') ? 2 ** -11 : 0;
      for (const [a, b] of [
        [down, mine.down],
        [up, mine.up],
      ] as const)
        a.forEach((value, i) =>
          expect(Math.abs(value - b[i]!)).toBeLessThanOrEqual(
            allowed * Math.max(1, Math.abs(b[i]!)),
          ),
        );
    }
  });
  it('writes diffusers names and kohya names as the reference does', async () => {
    const keys = (bytes: Uint8Array) => [...parseSafetensors(bytes).tensors.keys()].sort();
    expect(keys(await writeLora(set, 'diffusers'))).toEqual(
      keys(read(`${folder}/pytorch_lora_weights.safetensors`)),
    );
    const kohya = files(folder).find((name) => /^kohya_(sd1|float)/u.test(name));
    if (kohya)
      expect(keys(await writeLora(set, 'kohya'))).toEqual(keys(read(`${folder}/${kohya}`)));
  });
  it('comes back the same from both formats', async () => {
    for (const format of ['diffusers', 'kohya'] as const)
      expect(flat(readLora(await writeLora(set, format), names))).toEqual(flat(set));
  });
});

const names: ModuleNames = {
  unet: ['mid.attn1.to_q', 'mid.attn1.to_out.0'],
  text_encoder: ['text_model.q_proj'],
};
const ones = (shape: number[]): WritableTensor => ({
  dtype: 'F32',
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1),
});
const pair = (stem: string) => ({
  [`${stem}.lora_A.weight`]: ones([2, 3]),
  [`${stem}.lora_B.weight`]: ones([5, 2]),
});

describe('scale', () => {
  const scaled = loraSet(
    new Map([
      [
        'mid.attn1.to_q',
        {
          component: 'unet' as const,
          down: Float32Array.of(1, 2, 3, 4, 5, 6),
          up: Float32Array.of(1, 2, 3, 4),
          rank: 2,
          inFeatures: 3,
          outFeatures: 2,
          alpha: 8,
          conv1x1: true,
        },
      ],
    ]),
  );
  it('is folded into B in diffusers files and kept as alpha in kohya files', async () => {
    const diffusers = parseSafetensors(await writeLora(scaled, 'diffusers'));
    expect([...toFloat32(diffusers.tensors.get('unet.mid.attn1.to_q.lora.up.weight')!)]).toEqual([
      4, 8, 12, 16,
    ]);
    expect(JSON.parse(diffusers.metadata['lora_adapter_metadata']!)).toEqual({
      'unet.r': 2,
      'unet.lora_alpha': 2,
      'unet.target_modules': ['mid.attn1.to_q'],
    });
    const kohya = parseSafetensors(
      await writeLora(scaled, 'kohya', { metadata: { ss_training_comment: '{"method":"tgo"}' } }),
    );
    const alpha = kohya.tensors.get('lora_unet_mid_attn1_to_q.alpha')!;
    expect([alpha.shape, toFloat32(alpha)[0]]).toEqual([[], 8]);
    expect(kohya.tensors.get('lora_unet_mid_attn1_to_q.lora_down.weight')!.shape).toEqual([
      2, 3, 1, 1,
    ]);
    expect(kohya.metadata).toMatchObject({
      ss_network_dim: '2',
      ss_network_alpha: '8',
      ss_training_comment: '{"method":"tgo"}',
      sshs_model_hash: expect.stringMatching(/^[0-9a-f]{64}$/u),
      sshs_legacy_hash: 'e3b0c442',
    });
  });
  it('is read from lora_adapter_metadata, an option, else is 1', () => {
    const bytes = (metadata: Record<string, string>) =>
      writeSafetensors(pair('unet.mid.attn1.to_q'), metadata);
    expect(readLora(bytes({}), names).alpha).toBe(2);
    expect(readLora(bytes({}), names, { alpha: 4 }).alpha).toBe(4);
    expect(
      readLora(bytes({ lora_adapter_metadata: '{"unet.r":2,"unet.lora_alpha":16}' }), names, {
        alpha: 4,
      }).alpha,
    ).toBe(16);
  });
});

describe('refusals', () => {
  const refused = (tensors: Record<string, WritableTensor>, message: string) =>
    expect(() => readLora(writeSafetensors(tensors), names)).toThrow(message);
  it('name what is missing or wrong', () => {
    refused({ 'unet.mid.attn1.to_q.lora_A.weight': ones([2, 3]) }, 'lacks its up matrix');
    refused(
      { ...pair('unet.mid.attn1.to_q'), 'lora_unet_mid_attn1_to_out_0.alpha': ones([]) },
      'alpha without its matrices',
    );
    refused({ ...pair('mid.attn1.to_q'), ...pair('unet.mid.attn1.to_q') }, 'are the same matrix');
    refused(pair('unet.elsewhere'), 'belongs to no layer');
    refused(
      {
        'unet.mid.attn1.to_q.lora_A.weight': ones([2, 3]),
        'unet.mid.attn1.to_q.lora_B.weight': ones([5, 3]),
      },
      'has rank 3',
    );
    refused(
      {
        'unet.mid.attn1.to_q.lora_A.weight': ones([2, 3, 3, 3]),
        'unet.mid.attn1.to_q.lora_B.weight': ones([5, 2, 1, 1]),
      },
      '[2, 3, 3, 3]',
    );
    refused(
      { 'lora_unet_mid_attn1_to_q.hada_w1_a': ones([2, 3]) },
      'no matrix or alpha of a plain LoRA',
    );
    refused({}, 'holds no adapter');
    refused(
      {
        ...pair('unet.mid.attn1.to_q'),
        'unet.mid.attn1.to_q.lora_A.weight': {
          dtype: 'F32',
          shape: [2, 3],
          data: new Float32Array(6).fill(Number.NaN),
        },
      },
      'is NaN',
    );
  });
  it('accept PEFT’s own prefix', () => {
    expect(loraKeyReader(names).read('base_model.model.mid.attn1.to_out.0.lora_A.weight')).toEqual({
      component: 'unet',
      module: 'mid.attn1.to_out.0',
      part: 'down',
    });
    expect(loraKeyReader(names).read('lora_te1_text_model_q_proj.alpha')).toEqual({
      component: 'text_encoder',
      module: 'text_model.q_proj',
      part: 'alpha',
    });
  });
});
