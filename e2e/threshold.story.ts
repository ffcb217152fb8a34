// τ beyond one number, on a set whose prompts decide nearly all of the score: a τ per prompt is
// advised, chosen from the keyboard, changes what is hatched and counted, and is listed prompt by
// prompt with its images; a run is trained with it, turned to a τ per batch on the way, and what it
// exports says so.

import { unzipSync, zipSync } from 'fflate';
import { parseSafetensors } from '../src/formats/safetensors';
import type { Story } from './browser';
import { PROMPTS, plainSet } from './scoredSet';
import { check, checkSame, openStudio, until } from './studioPage';
import { scopeId, testIds } from '../src/ui/testIds';

const IMAGES = 24;
/** Scores of a proxy set, as if the base had drawn it: its median is 24.5. */
const proxyScore = (index: number): number => 20 + (index % 10);

/**
 * The proxy as the studio exports sets the base drew: the facts beside the table name the model.
 */
function proxyZip(): Uint8Array {
  const facts = {
    format: 'plumbline set',
    version: 1,
    name: 'Drawn by nano',
    scoreSource: 'metadata.csv',
    rewardId: null,
    modelId: 'nano',
    columns: {},
    plan: { runId: null, strength: 1 },
  };
  return zipSync(
    {
      ...unzipSync(plainSet(20, proxyScore).zip),
      'plumbline.json': new TextEncoder().encode(JSON.stringify(facts)),
    },
    { level: 0 },
  );
}

/**
 * Six images a prompt: 0…5, 10…15, 20…25, 30…35. One τ for all lies at 17.5 and labels whole
 * prompts.
 */
const score = (index: number): number =>
  (index % PROMPTS.length) * 10 + Math.floor(index / PROMPTS.length);

export const story: Story = {
  name: 'τ per prompt, per batch and from a proxy set: chosen, seen, trained with and exported',
  async tell(stage) {
    const studio = await openStudio(stage, { query: '?executor=tfjs-wasm' });
    const { page } = studio;
    await studio.chooseModel('nano');
    await studio.dropZip('drawn-by-nano.zip', proxyZip());
    await studio.importDraft(20);
    await studio.dropZip('prompts-decide.zip', plainSet(IMAGES, score).zip);
    await studio.importDraft(IMAGES);
    await studio.goTo('objective');

    const counts = async (): Promise<number[]> =>
      Promise.all(
        [
          testIds.countPositive,
          testIds.countNegative,
          testIds.countRaised,
          testIds.countLowered,
        ].map((id) => studio.number(id)),
      );
    const hatched = (part: string): Promise<number> =>
      page.locator(`[data-testid=${testIds.histogram}] rect[data-part=${part}]`).count();
    check(
      /9\d%/u.test(await studio.text(testIds.icc)),
      'nearly all of the differences lie between prompts',
    );
    checkSame(await studio.at(testIds.adviseByPrompt).count(), 1, 'offers of a τ per prompt');

    // From the keyboard: whole set -> batch -> proxy set -> prompt. A proxy only asks until a set
    // is chosen.
    const mode = studio.at(testIds.thresholdMode);
    await studio.at(scopeId('global')).focus();
    await page.keyboard.press('ArrowDown');
    checkSame(await mode.getAttribute('data-value'), 'batch', 'scope');
    check(
      (await studio.number(testIds.countWavering)) > 0 && (await hatched('wavering')) > 0,
      'some images are good or bad by the batch',
    );
    await page.keyboard.press('ArrowDown');
    check(
      (await studio.text(testIds.proxyChoice)).includes('Drawn by nano'),
      'the set that the base drew is offered as proxy',
    );
    checkSame(
      await studio.at(testIds.countRaised).count(),
      0,
      'counts of a proxy that is not chosen yet',
    );
    await studio.at(testIds.proxyUse).click();
    await studio.at(testIds.countLowered).waitFor();
    // τ = 24.5: of the images at or above 17.5 those from 20 to 24 turn bad.
    checkSame(await counts(), [7, 17, 0, 5], 'good, bad and turned by the proxy’s τ');
    await studio.at(scopeId('proxy')).focus();
    await page.keyboard.press('ArrowDown');
    checkSame(await mode.getAttribute('data-value'), 'prompt', 'scope');

    // k = 8 draws six images' own percentiles so far to the middle that no label changes; the
    // scores themselves ask for k = 0.
    checkSame(await counts(), [12, 12, 0, 0], 'good, bad and turned at k = 8');
    await studio.at(testIds.takeSuggested).click();
    checkSame(await studio.at('field-thresholdShrinkage').inputValue(), '0', 'the k that fits');
    checkSame(await counts(), [12, 12, 6, 6], 'good, bad and turned at k = 0');
    check(
      (await hatched('raised')) > 0 && (await hatched('lowered')) > 0,
      'what is turned is hatched',
    );

    checkSame(await studio.at(testIds.promptRow).count(), PROMPTS.length, 'prompts listed');
    const first = studio.at(testIds.promptRow).first();
    const cells = await first.locator('td').allInnerTexts();
    checkSame(
      [cells[1], ...cells.slice(4)],
      ['6', '3', '3', '3'],
      'n, n₊, n₋ and changed of the first prompt',
    );
    await first.locator('button').focus();
    await page.keyboard.press('Enter');
    await until(
      'the prompt’s images are there',
      async () => (await page.locator(`[data-testid=${testIds.promptImages}] img`).count()) === 6,
    );
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
      await stage.checkAccessibility(page, `objective with a τ per prompt, ${scheme}`);
    }
    await page.setViewportSize({ width: 390, height: 900 });
    // The charts take the new width once they have seen it.
    await until('nothing is too wide at 390 px', () =>
      page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    );
    await page.setViewportSize({ width: 1440, height: 900 });

    await studio.setNumbers({
      rank: 2,
      batchSize: 4,
      steps: 4,
      checkpointEvery: 2,
      previewEvery: 0,
      seed: 3,
    });
    await studio.goTo('training');
    await studio.at(testIds.oneStep).click();
    await studio.untilStep(1);
    await studio.untilStatus('paused');
    await studio.goTo('objective');
    await studio.at(scopeId('batch')).check();
    await studio.goTo('training');
    await page.locator('.marks li', { hasText: 'τ by batch' }).waitFor();
    await studio.at(testIds.resume).click();
    await studio.untilStatus('finished');

    await studio.goTo('compare');
    const lora = parseSafetensors(
      (await stage.download(page, () => studio.at(testIds.exportDiffusers).click())).bytes,
    );
    const told = JSON.parse(lora.metadata['ss_training_comment'] ?? '{}') as {
      threshold?: string;
      settings?: { threshold?: { thresholdScope?: string } };
      changes?: { values: { threshold?: { thresholdScope?: string } } }[];
    };
    checkSame(
      [
        told.threshold,
        told.settings?.threshold?.thresholdScope,
        told.changes?.map(({ values }) => values.threshold?.thresholdScope),
      ],
      ['batch', 'prompt', ['batch']],
      'scopes in the LoRA’s metadata',
    );
    const metrics = await stage.download(page, () => studio.at(testIds.exportMetrics).click());
    const [head, ...rows] = new TextDecoder()
      .decode(metrics.bytes)
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    const column = (name: string): string[] => rows.map((row) => row[head!.indexOf(name)]!);
    checkSame(
      column('threshold_scope'),
      ['prompt', 'batch', 'batch', 'batch'],
      'scopes in the metrics',
    );
    checkSame(column('threshold_shrinkage'), ['0', '', '', ''], 'shrinkage in the metrics');
    check(new Set(column('tau')).size > 1, `τ moves: ${column('tau').join(' ')}`);
  },
};
