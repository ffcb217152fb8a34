// scoreImages over real rewards, with a feature source made of given features (the real one,
// ClipScorer, is tested in src/rewards/clip).
import { describe, expect, it } from 'vitest';
import { brightness } from './brightness';
import { warmth } from './warmth';
import {
  promptAlignment,
  rewardById,
  scoreImages,
  styleProbability,
  twoWords,
  type ClipFeatures,
  type ClipFeatureSource,
  type RgbImage,
} from '.';

const plain = (r: number, g: number, b: number): RgbImage => ({
  width: 2,
  height: 2,
  rgb: [r, g, b, r, g, b, r, g, b, r, g, b],
});
const images = [plain(255, 255, 255), plain(255, 0, 0), plain(0, 0, 255)];
const prompts = ['white', 'red', 'blue'];
const never = new AbortController().signal;

/** Embeds an image as its first pixel's direction, and a prompt as red. */
const source: ClipFeatureSource & { asked: (readonly string[] | null)[] } = {
  hash: 'h',
  asked: [],
  embedPrompts: (_signal, texts) =>
    Promise.resolve(
      texts.map((text) => (text === 'red' ? Float32Array.of(1, 0, 0) : Float32Array.of(0, 0, 1))),
    ),
  async features(_signal, images, texts, progress) {
    this.asked.push(texts);
    progress?.(images.length, images.length);
    return images.map(({ rgb }): ClipFeatures => {
      const length = Math.hypot(rgb[0]!, rgb[1]!, rgb[2]!);
      return {
        scorerHash: 'h',
        imageEmbedding: Float32Array.of(rgb[0]! / length, rgb[1]! / length, rgb[2]! / length),
        textEmbedding: texts && Float32Array.of(1, 0, 0),
        logitScale: 10,
        styles: { flat: 0.75, round: 0.25 },
      };
    });
  },
};

describe('scoreImages', () => {
  it('gives one array a reward in the order asked, and one pass of the scorer', async () => {
    const steps: [number, number][] = [];
    const scores = await scoreImages(
      never,
      source,
      [warmth, promptAlignment, brightness, styleProbability('flat')],
      images,
      prompts,
      (done, total) => steps.push([done, total]),
    );
    expect([...scores[0]!]).toEqual([0, 1, -1]);
    [1 / Math.sqrt(3), 1, 0].forEach((value, i) => expect(scores[1]![i]).toBeCloseTo(value, 6));
    expect(scores[2]![0]).toBeCloseTo(1, 12);
    expect([...scores[3]!]).toEqual([0.75, 0.75, 0.75]);
    expect(source.asked).toEqual([prompts]);
    expect(steps.at(-1)).toEqual([6, 6]);
  });
  it('scores by two words: closer to the first than to the second', async () => {
    const [scores] = await scoreImages(never, source, [twoWords('red', 'blue')], images, prompts);
    [0, 1, -1].forEach((value, i) => expect(scores![i]).toBeCloseTo(value, 6));
    expect(rewardById('words:red|blue').formula).toContain(
      '“red” minus cosine of image and “blue”',
    );
    expect(rewardById('words:grinning face|crying face').label).toBe('Happier');
    expect(() => rewardById('words:red')).toThrow('no reward called');
    expect(() => twoWords(' ', 'blue')).toThrow('Two different words are needed');
    expect(() => twoWords('red', 'red ')).toThrow('Two different words are needed');
  });
  it('embeds no prompts where none matters, and needs no scorer for pixels', async () => {
    source.asked.length = 0;
    await scoreImages(never, source, [styleProbability('round')], images, prompts);
    expect(source.asked).toEqual([null]);
    expect([...(await scoreImages(never, null, [warmth], images, prompts))[0]!]).toEqual([
      0, 1, -1,
    ]);
    expect(await scoreImages(never, null, [], images, prompts)).toEqual([]);
  });
  it('says what is missing, and ends when told to', async () => {
    await expect(scoreImages(never, null, [promptAlignment], images, prompts)).rejects.toThrow(
      '“Prompt alignment” needs a CLIP model',
    );
    await expect(
      scoreImages(never, source, [styleProbability('noto')], images, prompts),
    ).rejects.toThrow('knows flat, round, not “noto”');
    await expect(scoreImages(AbortSignal.abort(), null, [warmth], images, prompts)).rejects.toThrow(
      'abort',
    );
    await expect(scoreImages(never, null, [warmth], images, [])).rejects.toThrow(
      '3 images with 0 prompts',
    );
    expect(rewardById('style:noto').id).toBe('style:noto');
  });
});
