// A single-file checkpoint without anything beside it: its configs follow from its tensors, its
// tokenizer is CLIP's; what is no such checkpoint is refused by its name.

import { beforeAll, describe, expect, it } from 'vitest';
import { tinyCheckpoint, tinyUnet } from '../../test-support/tinyCheckpoint';
import { CLIP_TOKENS, clipVocabulary } from '../formats/clipVocabulary';
import { blobFile, bytesFile } from '../formats/rangedFile';
import { writeSafetensors } from '../formats/writeSafetensors';
import { loadBaseModel } from './baseModel';
import { checkWeights } from './checkWeights';
import type { DiffusionBase } from './diffusion/base';
import { findModel, openModel, type DroppedFile } from './droppedModel';
import { openSingleFile } from './singleFile';

let bytes: Uint8Array<ArrayBuffer>;
beforeAll(() => {
  bytes = tinyCheckpoint();
});

const withTensors = (...names: string[]) =>
  bytesFile(
    writeSafetensors(
      Object.fromEntries(
        names.map((name) => [name, { dtype: 'F32', shape: [1], data: new Float32Array(1) }]),
      ),
    ),
  );
const dropped = (files: Record<string, Uint8Array<ArrayBuffer> | string>): DroppedFile[] =>
  Object.entries(files).map(([path, content]) => ({ path, file: new Blob([content]) }));

describe('a single-file checkpoint', () => {
  it('says its own configs, and every weight they ask for is there', async () => {
    const { files, configs } = await openSingleFile(blobFile(new Blob([bytes])));
    const model = (await loadBaseModel('tiny', files)) as DiffusionBase;
    expect(model.unet).toEqual(tinyUnet);
    expect(configs).toMatchObject({ family: 'sd1', prediction: 'epsilon', predictionKnown: true });
    expect([model.predictionType, model.imageSize]).toEqual(['epsilon', [512, 512]]);
    const counts = checkWeights(model);
    expect(counts['unet']).toBeGreaterThan(1e6);
    expect(Object.keys(counts).sort()).toEqual(['text_encoder', 'unet', 'vae']);
  });

  it('has CLIP’s vocabulary', async () => {
    const { vocab } = await clipVocabulary();
    expect(Object.keys(vocab)).toHaveLength(CLIP_TOKENS);
    const { files } = await openSingleFile(blobFile(new Blob([bytes])));
    const { tokenizer } = await loadBaseModel('tiny', files);
    // openai/clip-vit-large-patch14: "a photo of a cat" = 320 1125 539 320 2368.
    expect(tokenizer.encode('a photo of a cat')).toEqual([49406, 320, 1125, 539, 320, 2368, 49407]);
    expect(tokenizer.maxLength).toBe(77);
  });

  it.each([
    [['lora_unet_x.lora_down.weight'], 'a LoRA'],
    [['conditioner.embedders.1.model.token_embedding.weight'], 'Stable Diffusion XL'],
    [['model.diffusion_model.joint_blocks.0.x'], 'Stable Diffusion 3'],
    [['double_blocks.0.img_attn.proj.weight'], 'Flux'],
    [['control_model.input_blocks.0.0.weight'], 'a ControlNet'],
    [['first_stage_model.decoder.conv_in.weight'], 'autoencoder (VAE) alone'],
    [['something.else'], 'no whole checkpoint'],
  ])('refuses a file of %j: %s', async (names, message) => {
    await expect(openSingleFile(withTensors(...names))).rejects.toThrow(message);
  });

  it('refuses pickles by content and a cut file by its bytes', async () => {
    await expect(openSingleFile(bytesFile(Uint8Array.of(0x50, 0x4b, 3, 4, 0)))).rejects.toThrow(
      'is a pickle',
    );
    await expect(openSingleFile(bytesFile(bytes.subarray(0, 10_000)))).rejects.toThrow(
      'the file ends after 10000',
    );
    const cut = bytesFile(bytes.subarray(0, bytes.length - 1000));
    await expect(openSingleFile(cut)).rejects.toThrow('Not a usable safetensors file');
  });
});

describe('what was dropped', () => {
  it('is found as the file alone, whatever lies beside it is not kept', async () => {
    const found = await findModel(dropped({ 'models/my model.safetensors': bytes }));
    expect(found).toMatchObject({ name: 'my model', checkpoint: 'my model.safetensors' });
    const read = new Set<string>();
    await openModel('tiny', found, found.parts, read);
    expect([...read]).toContain('my model.safetensors');
  });

  it('is refused by its name where it is no model', async () => {
    await expect(findModel(dropped({ 'a.ckpt': 'x' }))).rejects.toThrow('a.ckpt is a pickle');
    await expect(findModel(dropped({ 'cat.png': 'x' }))).rejects.toThrow('cat.png');
    await expect(findModel([])).rejects.toThrow('the folder is empty');
    await expect(
      findModel(dropped({ 'a.safetensors': 'x', 'b.safetensors': 'y' })),
    ).rejects.toThrow('There are 2 .safetensors files');
  });
});
