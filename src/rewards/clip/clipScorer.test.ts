// A CLIP folder opened and asked, on the float64 executor: the recorded embeddings of images as
// they come and of prompts, features in batches, and folders that do not fit together.
import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../executors/reference/referenceExecutor';
import { writeSafetensors } from '../../formats/writeSafetensors';
import { promptAlignment, scoreImages, styleProbability, type RgbImage } from '..';
import { largestError, RecordedTensors } from '../../../test-support/goldenStates';
import { styleHeadFile, tinyClipFiles } from '../../../test-support/tinyClip';
import { openClipScorer } from './clipScorer';

const never = new AbortController().signal;
const image = (seed: number, width = 12, height = 9): RgbImage => ({
  width,
  height,
  rgb: Uint8Array.from(
    { length: width * height * 3 },
    (_, i) => Math.imul(i + seed * 977, 2654435761) >>> 24,
  ),
});
describe('ClipScorer', async () => {
  const scorer = await openClipScorer(
    new ReferenceExecutor(),
    tinyClipFiles({ 'style_head.safetensors': styleHeadFile(['flat', 'round']).bytes }),
  );

  it('gives the recorded image embeddings from the recorded bytes', async () => {
    const io = new RecordedTensors('clip/clipmodel_tiny_gelu/io.safetensors');
    const [n, height, width] = io.shape('image_u8_hwc') as [number, number, number];
    const bytes = io.integers('image_u8_hwc');
    const images = Array.from({ length: n }, (_, i) => ({
      width,
      height,
      rgb: bytes.subarray(i * width * height * 3, (i + 1) * width * height * 3),
    }));
    const made = await scorer.embedImages(never, images);
    expect(
      largestError(
        made.flatMap((row) => [...row]),
        io.floats('image_embeds'),
      ),
    ).toBeLessThan(1e-5);
  });
  it('does not depend on how many are asked together, and says how far it is', async () => {
    const images = Array.from({ length: 11 }, (_, i) => image(i, 8 + i, 20 - i));
    const steps: number[] = [];
    const together = await scorer.features(
      never,
      images,
      images.map((_, i) => (i % 2 ? 'a b' : 'cab')),
      (done) => steps.push(done),
    );
    expect(steps).toEqual([8, 11]);
    const [alone] = await scorer.features(never, [images[9]!], ['a b']);
    expect(largestError(alone!.imageEmbedding, together[9]!.imageEmbedding)).toBeLessThan(1e-6);
    expect([...alone!.textEmbedding!]).toEqual([...together[9]!.textEmbedding!]);
    expect(together[0]!.textEmbedding).not.toEqual(together[1]!.textEmbedding);
    expect(Math.hypot(...alone!.imageEmbedding)).toBeCloseTo(1, 6);
    expect(alone!.logitScale).toBeCloseTo(Math.exp(1.7), 5);
  });
  it('serves the rewards', async () => {
    const images = [image(1), image(2)];
    const scores = await scoreImages(
      never,
      scorer,
      [promptAlignment, styleProbability('flat'), styleProbability('round')],
      images,
      ['a', 'b'],
    );
    const features = await scorer.features(never, images, ['a', 'b']);
    features.forEach((feature, i) =>
      expect(scores[0]![i]).toBeCloseTo(
        feature.imageEmbedding.reduce(
          (sum, value, d) => sum + value * feature.textEmbedding![d]!,
          0,
        ),
        12,
      ),
    );
    for (const i of [0, 1]) expect(scores[1]![i]! + scores[2]![i]!).toBeCloseTo(1, 12);
    expect(scorer.styles).toEqual(['flat', 'round']);
  });
  it('embeds no prompt nobody asked for, and ends when told to', async () => {
    expect((await scorer.features(never, [image(3)], null))[0]!.textEmbedding).toBeNull();
    expect(await scorer.features(never, [], null)).toEqual([]);
    await expect(scorer.embedImages(AbortSignal.abort(), [image(3)])).rejects.toThrow('abort');
  });
});

describe('folders', () => {
  const open = (changes: Record<string, unknown>) =>
    openClipScorer(new ReferenceExecutor(), tinyClipFiles(changes));
  it('may have no style head', async () => expect((await open({})).styles).toEqual([]));
  it.each<[Record<string, unknown>, string]>([
    [{ 'config.json': null }, 'config.json is not there'],
    [{ 'config.json': new TextEncoder().encode('{') }, 'config.json is not JSON'],
    [
      { 'preprocessor_config.json': { crop_size: 224, size: 224 } },
      'makes images of 224×224, the CLIP model takes 8×8',
    ],
    [
      { 'vocab.json': { '<|startoftext|>': 28, '<|endoftext|>': 30 } },
      'goes up to the id 30, the CLIP model has 30 tokens',
    ],
    [{ 'vocab.json': { a: 0 } }, 'lacks the special token'],
    [{ 'model.safetensors': new Uint8Array(3) }, 'at least 8 are needed'],
    [
      { 'model.safetensors': writeSafetensors({}) },
      'model.safetensors has no tensor “logit_scale”',
    ],
    [{ 'style_head.safetensors': new Uint8Array(3) }, 'at least 8 are needed'],
  ])('%# are refused with what is wrong', async (changes, message) =>
    expect(open(changes)).rejects.toThrow(message),
  );
  it('weights of another shape are refused when the model is asked', async () => {
    const scorer = await open({
      'model.safetensors': writeSafetensors({
        logit_scale: { dtype: 'F32', shape: [], data: Float32Array.of(0) },
      }),
    });
    await expect(scorer.embedImages(never, [image(1)])).rejects.toThrow('no tensor');
  });
});
