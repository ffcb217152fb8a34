// The whole journey in one tab, on hand-written WGSL (SwiftShader): a dropped zip with bad rows
// becomes a set, τ is moved from the keyboard, a short run is started, paused, changed, carried
// over a reload and finished, compared and exported. The exported LoRA is then opened here in Node:
// same names as the golden files, same images as the page showed.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { parseSafetensors } from '../src/formats/safetensors';
import { DEFAULT_TARGETS, parseRunSettings } from '../src/settings/runSettings';
import type { Story, Stage } from './browser';
import {
  bundledModel,
  sampleWithLora,
  expectedKeys,
  goldenPatterns,
  largestDifference,
  patternsOf,
} from './loraReadBack';
import { PROMPTS, setWithBadRows } from './scoredSet';
import { check, checkSame, openStudio, type StudioPage } from './studioPage';
import { testIds } from '../src/ui/testIds';
import type { Screen } from '../src/state/session/sessionStore';

const IMAGES = 20;
const RANK = 4;
const GUIDANCE = 3;
const SAMPLER_STEPS = 4;

/** axe on one screen, in both colour schemes. */
async function checkBothSchemes(stage: Stage, studio: StudioPage, screen: Screen): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await studio.page.emulateMedia({ colorScheme: scheme });
    await studio.page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
    await stage.checkAccessibility(studio.page, `${screen}, ${scheme}`);
  }
}

/**
 * The page's policy is in force: neither a foreign connection nor an inline script gets through.
 */
async function checkPolicy(stage: Stage, page: Page): Promise<void> {
  stage.expectConsoleError(
    new RegExp(
      `${new URL(stage.addresses.plain).host}.*Content Security Policy|inline script.*Content ` +
        'Security Policy',
      'su',
    ),
  );
  const broken = await page.evaluate(async (foreign) => {
    // Two policies are in force, the page's own and the server's: each tells of a violation once.
    const seen = new Set<string>();
    const bothSeen = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        if (seen.add(event.effectiveDirective).size === 2) resolve();
      });
    });
    const fetched = await fetch(foreign).then(
      () => true,
      () => false,
    );
    const script = document.createElement('script');
    script.textContent = 'document.documentElement.dataset.inline = "ran"';
    document.head.append(script);
    script.remove();
    await bothSeen;
    return {
      fetched,
      inline: document.documentElement.dataset['inline'] ?? 'held',
      seen: [...seen].sort(),
    };
  }, stage.addresses.plain);
  checkSame(
    broken,
    { fetched: false, inline: 'held', seen: ['connect-src', 'script-src-elem'] },
    'Content-Security-Policy',
  );
}

/** The images of the comparison as the page shows them: before and after, pair by pair. */
async function shownImages(page: Page): Promise<{ before: number[][]; after: number[][] }> {
  const images = await page
    .locator(`[data-testid=${testIds.comparison}] img.picture`)
    .evaluateAll((images) =>
      (images as HTMLImageElement[]).map((image) => {
        const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
        const context = canvas.getContext('2d')!;
        context.drawImage(image, 0, 0);
        return [...context.getImageData(0, 0, canvas.width, canvas.height).data].filter(
          (_, i) => i % 4 !== 3,
        );
      }),
    );
  return {
    before: images.filter((_, i) => i % 2 === 0),
    after: images.filter((_, i) => i % 2 === 1),
  };
}

async function bringData(stage: Stage, studio: StudioPage): Promise<void> {
  const { zip, rejections } = setWithBadRows(IMAGES);
  await studio.dropZip('scored.zip', zip);
  await checkBothSchemes(stage, studio, 'data');
  await studio.importDraft(IMAGES);

  const rows = await studio
    .at(testIds.rejectedRow)
    .evaluateAll((list) =>
      list.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    );
  checkSame(rows.length, rejections.length, 'rows listed as left out');
  for (const { row, file, reason } of rejections) {
    const found = rows.find((cells) => cells[1] === file);
    check(found !== undefined, `${file} is listed as left out`);
    check(
      row === 0 ? !/\d/u.test(found[0]!) : found[0] === String(row),
      `${file} is listed as row ${row}, found “${found[0]}”`,
    );
    check(
      reason.test(found[2]!),
      `${file} was left out because ${reason.source}, found “${found[2]}”`,
    );
  }
  await checkBothSchemes(stage, studio, 'data');
}

async function setObjective(stage: Stage, studio: StudioPage): Promise<void> {
  await studio.goTo('objective');
  await studio.at(testIds.histogram).waitFor();
  check(
    (await studio.page.locator(`[data-testid=${testIds.histogram}] rect[data-part]`).count()) > 3,
    'the histogram has bars',
  );
  checkSame(
    [await studio.number(testIds.countPositive), await studio.number(testIds.countNegative)],
    [IMAGES / 2, IMAGES / 2],
    'good and bad at the median',
  );
  check(
    /%/u.test(await studio.text(testIds.icc)),
    'the share of the prompts in the scores is told',
  );

  // τ from the keyboard: ten hundredths of p to the right, then back by one.
  const handle = studio.at(testIds.tauHandle);
  const before = Number(await handle.getAttribute('aria-valuenow'));
  await handle.press('Shift+ArrowRight');
  await handle.press('Shift+ArrowRight');
  await handle.press('ArrowLeft');
  const after = Number(await handle.getAttribute('aria-valuenow'));
  check(after > before, `τ moved right, from ${before} to ${after}`);
  const positives = await studio.number(testIds.countPositive);
  check(positives < IMAGES / 2 && positives > 0, `fewer images are good now: ${positives}`);
  checkSame(
    positives + (await studio.number(testIds.countNegative)),
    IMAGES,
    'good and bad together',
  );

  await studio.setNumbers({
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
  await checkBothSchemes(stage, studio, 'objective');
}

/**
 * Starts, pauses, changes β and the end of the run while it is paused; resolves with the step the
 * run is to end at.
 */
async function trainAndPause(studio: StudioPage): Promise<{ paused: number; last: number }> {
  await studio.goTo('training');
  await studio.at(testIds.start).click();
  await studio.untilStep(3);
  await studio.at(testIds.pause).click();
  await studio.untilStatus('paused');
  const paused = await studio.step();
  check(paused >= 3 && paused < 500, `paused in the middle, at step ${paused}`);
  await studio.at(testIds.resume).waitFor();
  await studio.at(testIds.oneStep).click();
  await studio.untilStep(paused + 1);
  await studio.untilStatus('paused');

  const points = Number(await studio.at(testIds.lossChart).getAttribute('data-points'));
  check(points >= 3, `the loss is drawn over several steps: ${points}`);

  await studio.checkCurves();

  await studio.setNumber('beta', 2.5);
  await studio.setNumber('steps', paused + 4);
  await studio.page.locator('.marks li', { hasText: 'β 2.5' }).waitFor();
  return { paused: paused + 1, last: paused + 4 };
}

export const story: Story = {
  name: 'the journey: zip to LoRA, through pause and reload, on wgsl',
  async tell(stage) {
    const studio = await openStudio(stage, { query: '?executor=wgsl' });
    const { page } = studio;
    checkSame(
      await studio.at(testIds.capability).getAttribute('data-executor'),
      'wgsl',
      'executor',
    );
    await checkPolicy(stage, page);

    // The bundled model's own values give way to the toy's when the toy is chosen.
    await studio.goTo('objective');
    await studio.at(testIds.presetModel).click();
    await studio.chooseModel('nano');
    const own = JSON.parse(readFileSync('public/models/nano/plumbline.json', 'utf8')) as {
      defaults: { steps: number; rank: number };
    };
    await page.locator(`[data-testid=field-steps][value="${own.defaults.steps}"]`).waitFor();
    checkSame(
      await studio.at('field-rank').inputValue(),
      String(own.defaults.rank),
      'rank by default',
    );
    await studio.goTo('data');

    await bringData(stage, studio);
    await setObjective(stage, studio);
    const { paused, last } = await trainAndPause(studio);
    await checkBothSchemes(stage, studio, 'training');

    // The page goes away and comes back: set, settings and run are all still there.
    await page.emulateMedia({ colorScheme: null });
    await page.reload();
    await studio.ready();
    await studio.at(testIds.continueOffer).waitFor();
    check(
      (await studio.text(testIds.continueOffer)).includes(`step ${paused}`),
      'the offer names the last checkpoint',
    );
    await studio.at(testIds.continueRun).click();
    await studio.untilStatus('finished');
    checkSame(await studio.step(), last, 'steps of the finished run');
    await page.locator('.marks li', { hasText: 'β 2.5' }).waitFor();

    await studio.goTo('compare');
    await studio.at(testIds.draw).click();
    await page
      .locator(`[data-testid=${testIds.comparison}] img.picture`)
      .first()
      .waitFor({ timeout: 120_000 });
    const shown = await shownImages(page);
    await checkBothSchemes(stage, studio, 'compare');

    const diffusers = await stage.download(page, () => studio.at(testIds.exportDiffusers).click());
    const kohya = await stage.download(page, () => studio.at(testIds.exportKohya).click());
    const metrics = await stage.download(page, () => studio.at(testIds.exportMetrics).click());
    const settings = await stage.download(page, () => studio.at(testIds.exportSettings).click());

    // Names: those of the golden files, and exactly this model's attention projections.
    const model = await bundledModel('nano');
    const files = {
      diffusers: parseSafetensors(diffusers.bytes),
      kohya: parseSafetensors(kohya.bytes),
    };
    const keys = expectedKeys(model, [...DEFAULT_TARGETS], RANK);
    checkSame(
      [...files.diffusers.tensors.keys()].sort(),
      keys.diffusers,
      'keys of the diffusers file',
    );
    checkSame([...files.kohya.tensors.keys()].sort(), keys.kohya, 'keys of the kohya file');
    const unknown = [
      ...[...patternsOf(files.diffusers)].filter(
        (one) => !goldenPatterns('pytorch_lora_weights').has(one),
      ),
      ...[...patternsOf(files.kohya)].filter(
        (one) => !goldenPatterns('kohya_official_converter').has(one),
      ),
    ];
    checkSame(unknown, [], 'names that the golden files do not know');

    // The run is in the metadata.
    for (const { metadata } of Object.values(files)) {
      const told = JSON.parse(metadata['ss_training_comment'] ?? '{}') as {
        step?: number;
        method?: string;
        settings?: { training?: { seed?: number }; adapter?: { rank?: number } };
        changes?: { values: { objective?: { beta?: number } } }[];
        base?: { sha256?: string };
      };
      checkSame(
        [
          told.step,
          told.method,
          told.settings?.training?.seed,
          told.settings?.adapter?.rank,
          told.base?.sha256,
        ],
        [last, 'tgo', 7, RANK, model.hash],
        'the run in the metadata',
      );
      check(
        told.changes?.some((change) => change.values.objective?.beta === 2.5) === true,
        'the change of β is in the metadata',
      );
    }
    checkSame(files.kohya.metadata['ss_network_dim'], String(RANK), 'kohya’s network dimension');

    // Its effect, read back on another executor, is the one the page showed.
    const seeds = [0, 1];
    const prompts = PROMPTS.slice(0, 2).flatMap((prompt) => seeds.map(() => prompt));
    const again = await sampleWithLora(model, diffusers.bytes, {
      prompts,
      seeds: prompts.map((_, i) => seeds[i % 2]!),
      guidanceScale: GUIDANCE,
      inferenceSteps: SAMPLER_STEPS,
      targets: [...DEFAULT_TARGETS],
      rank: RANK,
    });
    checkSame(
      [shown.before.length, shown.after.length],
      [prompts.length, prompts.length],
      'images shown',
    );
    const off = (
      found: readonly ArrayLike<number>[],
      wanted: readonly ArrayLike<number>[],
    ): number => Math.max(...found.map((image, i) => largestDifference(image, wanted[i]!)));
    check(
      off(shown.before, again.base) <= 2,
      `the base’s images are the same here and there (${off(shown.before, again.base)} ` +
        'levels apart)',
    );
    check(
      off(shown.after, again.after) <= 2,
      `the LoRA’s images are the same here and there (${off(shown.after, again.after)} ` +
        'levels apart)',
    );
    check(
      off(shown.after, shown.before) > 8,
      `the LoRA changes the images (${off(shown.after, shown.before)} levels)`,
    );

    const lines = new TextDecoder().decode(metrics.bytes).trim().split('\n');
    checkSame(
      lines.slice(1).map((line) => Number(line.split(',')[0])),
      Array.from({ length: last }, (_, i) => i + 1),
      'steps in the metrics file',
    );
    const loaded = parseRunSettings(JSON.parse(new TextDecoder().decode(settings.bytes)));
    checkSame(
      [loaded.objective['beta'], loaded.adapter.rank, loaded.training.seed, loaded.schedule.steps],
      [2.5, RANK, 7, last],
      'settings in the exported file',
    );

    // And the settings file loads again once the run is left.
    await studio.goTo('training');
    await studio.at(testIds.newRun).click();
    await studio.goTo('objective');
    await studio.at(testIds.presetPaper).click();
    checkSame(await studio.at('field-beta').inputValue(), '1', 'β of the paper preset');
    await studio.at(testIds.settingsFile).setInputFiles({
      name: settings.fileName,
      mimeType: 'application/json',
      buffer: Buffer.from(settings.bytes),
    });
    await page.locator('[data-testid=field-beta][value="2.5"]').waitFor();
    checkSame(
      await studio.at('field-rank').inputValue(),
      String(RANK),
      'rank of the loaded settings',
    );
  },
};
