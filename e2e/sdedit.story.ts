// SDEdit: an image of the set, sampled anew in part, by the base and with a run's LoRA; from the
// keyboard, and from a file.

import { strings } from '../src/strings';
import { tabId, testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { drawing, plainSet } from './scoredSet';
import { check, checkSame, openStudio } from './studioPage';

const IMAGES = 8;

export const story: Story = {
  name: 'SDEdit: an image edited by the base and by the LoRA, side by side',
  async tell(stage) {
    const studio = await openStudio(stage, { query: '?executor=tfjs-wasm' });
    const { page } = studio;
    await studio.chooseModel('nano');
    await studio.dropZip('set.zip', plainSet(IMAGES, (index) => index).zip);
    await studio.importDraft(IMAGES);
    await studio.goTo('objective');
    await studio.setNumbers({ batchSize: 4, rank: 2, steps: 1, previewEvery: 0 });
    await studio.goTo('training');
    await studio.at(testIds.oneStep).click();
    await studio.untilStatus('finished');
    await studio.goTo('compare');
    await studio.at(tabId('sdedit')).click();
    const choices = studio.at(testIds.sdeditImage);
    checkSame(await choices.count(), IMAGES, 'images of the set to start from');
    check(await studio.at(testIds.sdeditSample).isDisabled(), 'nothing to sample yet');
    await choices.first().focus();
    await page.keyboard.press('Space');
    check((await studio.at(testIds.sdeditPrompt).inputValue()) !== '', 'its caption is the prompt');
    await studio.at(testIds.sdeditSample).click();
    const result = studio.at(testIds.sdeditResult);
    await result.waitFor();
    checkSame(await result.locator('img').count(), 4, 'two noises, base and LoRA');
    await stage.checkAccessibility(page, 'SDEdit');

    // An image of one's own that is none of the set: its edits replace the ones before; what is no
    // image is named.
    const file = studio.at(testIds.sdeditFile);
    const pixels = (): Promise<string[]> =>
      result.locator('img').evaluateAll((images) =>
        Promise.all(
          (images as HTMLImageElement[]).map(async (image) => {
            await image.decode();
            const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
            const context = canvas.getContext('2d')!;
            context.drawImage(image, 0, 0);
            return context.getImageData(0, 0, canvas.width, canvas.height).data.join();
          }),
        ),
      );
    const before = await pixels();
    await file.setInputFiles({
      name: 'mine.png',
      mimeType: 'image/png',
      buffer: Buffer.from(drawing(5)),
    });
    await page.getByAltText(strings.sdedit.ofFile('mine.png')).waitFor();
    checkSame(await result.count(), 0, 'edits of the image before');
    await studio.at(testIds.sdeditSample).click();
    await result.waitFor();
    const edits = await pixels();
    checkSame(edits.length, 4, 'two noises, base and LoRA');
    check(
      edits.every((image, i) => image !== before[i]),
      'other edits of another image',
    );
    await file.setInputFiles({
      name: 'broken.png',
      mimeType: 'image/png',
      buffer: Buffer.from('no image'),
    });
    await page.getByRole('alert').waitFor();
    checkSame(await result.count(), 0, 'edits of what is no image');
  },
};
