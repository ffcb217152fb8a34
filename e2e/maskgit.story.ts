// MaskGIT in one tab, on hand-written WGSL: the panels show what the paradigm has and hide what it
// lacks, a run is trained, closed and resumed, and the exported LoRA carries aMUSEd's names and
// draws the page's images when it is read back here.

import { parseSafetensors } from '../src/formats/safetensors';
import { DEFAULT_TARGETS } from '../src/settings/runSettings';
import { adapterPlanOf } from '../src/runs/adapterPlan';
import { tabId, testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { bundledModel, sampleWithLora, largestDifference } from './loraReadBack';
import { plainSet, PROMPTS } from './scoredSet';
import { check, checkSame, openStudio } from './studioPage';

const IMAGES = 12;
const RANK = 4;
const STEPS = 6;
const GUIDANCE = 3;
const SAMPLER_STEPS = 3;

export const story: Story = {
  name: 'MaskGIT: trained, resumed and exported, on wgsl',
  async tell(stage) {
    const studio = await openStudio(stage, { query: '?executor=wgsl' });
    const { page } = studio;
    await studio.chooseModel('nano-maskgit');
    await studio.dropZip('scored.zip', plainSet(IMAGES).zip);
    await studio.at(testIds.draft).waitFor();
    await studio.importDraft(IMAGES);

    await studio.goTo('objective');
    await studio.at('field-beta').waitFor();
    checkSame(
      await studio.at('field-temperature').count(),
      0,
      'controls of T, which MaskGIT has not',
    );
    await studio.setNumbers({
      beta: 250,
      rank: RANK,
      batchSize: 4,
      steps: 500,
      checkpointEvery: 2,
      previewEvery: 0,
      inferenceSteps: SAMPLER_STEPS,
      guidanceScale: GUIDANCE,
      learningRate: 0.01,
      seed: 7,
    });
    await studio.setNumber('beta', 5);
    await stage.checkAccessibility(page, 'objective of a MaskGIT run');

    await studio.goTo('training');
    await studio.at(testIds.start).click();
    await studio.untilStep(3);
    await studio.at(testIds.pause).click();
    await studio.untilStatus('paused');
    await studio.checkCurves();
    const paused = await studio.step();
    const last = paused + STEPS;
    await studio.setNumber('steps', last);
    await page.reload();
    await studio.ready();
    await studio.at(testIds.continueRun).click();
    await studio.untilStatus('finished');
    checkSame(await studio.step(), last, 'steps of the finished run');

    await studio.goTo('compare');
    await studio.at(testIds.draw).click();
    const images = page.locator(`[data-testid=${testIds.comparison}] img.picture`);
    await images.first().waitFor({ timeout: 120_000 });
    const shown = await images.evaluateAll((images) =>
      (images as HTMLImageElement[]).map((image) => {
        const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
        const context = canvas.getContext('2d')!;
        context.drawImage(image, 0, 0);
        return [...context.getImageData(0, 0, canvas.width, canvas.height).data].filter(
          (_, i) => i % 4 !== 3,
        );
      }),
    );
    const before = shown.filter((_, i) => i % 2 === 0);
    const after = shown.filter((_, i) => i % 2 === 1);
    checkSame(
      await studio.at(testIds.exportKohya).count(),
      0,
      'kohya files of a model that no such program knows',
    );
    const exported = await stage.download(page, () => studio.at(testIds.exportDiffusers).click());

    const model = await bundledModel('nano-maskgit');
    const modules = adapterPlanOf(model, { targets: [...DEFAULT_TARGETS], rank: RANK }).entries.map(
      (entry) => entry.module,
    );
    const keys = modules.flatMap((module) =>
      ['lora_A', 'lora_B'].map((part) => `transformer.${module}.${part}.weight`),
    );
    checkSame(
      [...parseSafetensors(exported.bytes).tensors.keys()].sort(),
      keys.sort(),
      'keys of the exported file',
    );

    const seeds = [0, 1];
    const prompts = PROMPTS.slice(0, 2).flatMap((prompt) => seeds.map(() => prompt));
    const again = await sampleWithLora(model, exported.bytes, {
      prompts,
      seeds: prompts.map((_, i) => seeds[i % 2]!),
      guidanceScale: GUIDANCE,
      inferenceSteps: SAMPLER_STEPS,
      targets: [...DEFAULT_TARGETS],
      rank: RANK,
    });
    checkSame([before.length, after.length], [prompts.length, prompts.length], 'images shown');
    // A draw that falls on the edge between two tokens may fall on the other side on another
    // executor: most images are equal, not all.
    const equal = (
      found: readonly ArrayLike<number>[],
      wanted: readonly ArrayLike<number>[],
    ): number => found.filter((image, i) => largestDifference(image, wanted[i]!) <= 3).length;
    check(
      equal(before, again.base) >= prompts.length - 1,
      `images of the base that are the same here and there: ${equal(before, again.base)} of ` +
        `${prompts.length}`,
    );
    check(
      equal(after, again.after) >= prompts.length - 1,
      `images of the LoRA that are the same here and there: ${equal(after, again.after)} of ` +
        `${prompts.length}`,
    );
    check(equal(after, before) < prompts.length, 'the LoRA changes the images');

    // SDEdit in tokens: an image of the set, a part of it masked and sampled anew.
    await studio.at(tabId('sdedit')).click();
    await studio.at(testIds.sdeditImage).first().check();
    await studio.at(testIds.sdeditSample).click();
    const edits = studio.at(testIds.sdeditResult);
    await edits.waitFor();
    checkSame(await edits.locator('img').count(), 4, 'two noises, base and LoRA');
  },
};
