// The history of runs: a run is named, tagged, found and swept over one setting; the queue trains
// one after another and goes on after a reload. What differs is said, samples are walked by arrow
// keys, and a deleted run comes back.

import { strings } from '../src/strings';
import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { plainSet } from './scoredSet';
import { check, checkSame, openStudio, until, type StudioPage } from './studioPage';

const IMAGES = 8;
const text = strings.runs;

const rows = (studio: StudioPage) => studio.page.locator('.runs-table tbody tr');

const view = (studio: StudioPage, name: string) =>
  studio.at('runs-view').getByText(name, { exact: true }).click();

export const story: Story = {
  long: true,
  name: 'runs are named, found, queued, swept, compared, and taken back',
  async tell(stage) {
    const studio = await openStudio(stage);
    const { page } = studio;
    await studio.chooseModel('nano');
    await studio.dropZip('scored.zip', plainSet(IMAGES).zip);
    await studio.importDraft(IMAGES);
    await studio.goTo('objective');
    await studio.setNumbers({
      rank: 2,
      batchSize: 4,
      steps: 3,
      checkpointEvery: 3,
      previewEvery: 3,
      guidanceScale: 1,
      inferenceSteps: 2,
    });
    await studio.goTo('training');
    await studio.at(testIds.start).click();
    await studio.untilStatus('finished');

    await studio.goTo('runs');
    await studio.at(testIds.runChoose).first().check();
    await studio.at(testIds.runName).fill('first try');
    await studio.at(testIds.runName).press('Enter');
    await studio.at(testIds.runTags).fill('class, small');
    await studio.at(testIds.runTags).press('Enter');
    await page.locator('.tag', { hasText: 'small' }).waitFor();
    await studio.at(testIds.runsSearch).fill('nothing like it');
    await page.getByText(text.noneMatch).waitFor();
    await studio.at(testIds.runsSearch).fill('try nano');
    await until('the run is found', async () => (await rows(studio).count()) === 1);
    await studio.at(testIds.runsSearch).fill('');

    // A sweep over the learning rate waits in the queue, which goes on after a reload.
    await view(studio, text.views.sweep);
    await studio.at(testIds.sweepSetting).selectOption('learningRate');
    await studio.at(testIds.sweepValues).fill('0.0005 0.002');
    await studio.at(testIds.sweepGo).click();
    await until('three runs', async () => (await rows(studio).count()) === 3);
    await page.reload();
    await studio.ready();
    await until(
      'the queue is done',
      async () => (await page.getByText(strings.training.statusFinished).count()) >= 3,
      240_000,
    );
    check((await studio.at(testIds.queue).count()) === 0, 'nothing waits any more');
    await rows(studio).nth(0).click();
    await view(studio, text.views.sweep);
    await until(
      'the sweep is measured',
      async () =>
        (await studio.at(testIds.sweepTable).locator('tbody tr[data-status=finished]').count()) ===
          2 && (await studio.at(testIds.sweepTable).locator('tbody b').count()) > 0,
    );

    await stage.checkAccessibility(page, 'runs, sweep and share bar');

    // The curves of both over one another.
    await rows(studio).nth(1).click();
    await view(studio, text.views.curves);
    await page.locator('[data-testid=runs-overlay] canvas').waitFor();
    await stage.checkAccessibility(page, 'runs, curves');

    // What differs between the two: the swept setting and nothing else.
    await view(studio, text.views.diff);
    checkSame(
      await studio
        .at(testIds.runDiff)
        .locator('tbody tr')
        .evaluateAll((found) => found.map((row) => row.getAttribute('data-setting'))),
      ['optimizer.learningRate'],
      'settings that differ',
    );
    await stage.checkAccessibility(page, 'runs, differences');

    // Samples by prompt and step: arrows move, the large image follows.
    await view(studio, text.views.samples);
    const large = studio.at(testIds.runSampleLarge);
    await large.locator('figure').first().waitFor();
    await studio.at(testIds.runSamples).locator('td[tabindex="0"]').focus();
    await page.keyboard.press('End');
    await until(
      'before and after stand large',
      async () => (await large.locator('figure').count()) === 2,
    );
    const before = await large.innerText();
    await page.keyboard.press('ArrowDown');
    await until('the next prompt is shown', async () => (await large.innerText()) !== before);
    await stage.checkAccessibility(page, 'runs, samples');
    // A replay begins before the first step and ends at the last.
    await page.keyboard.press('Home');
    await until('one stands alone', async () => (await large.locator('figure').count()) === 1);
    await studio.at(testIds.runReplay).click();
    await until('it has gone on', async () => (await large.locator('figure').count()) === 2);

    // Settings are carried over on purpose, and said.
    await studio.at(testIds.runDelete).last().click();
    await until('two are left', async () => (await rows(studio).count()) === 2);
    await studio.at(testIds.runUndo).click();
    await until('it is back', async () => (await rows(studio).count()) === 3);
    await studio.at(testIds.runDuplicate).first().click();
    await studio.at(testIds.carried).waitFor();
    // From a checkpoint: the next run begins with its adapters, and the choice says so.
    await studio.goTo('runs');
    await studio.at(testIds.runStartFrom).first().selectOption('3');
    await until(
      'the start is that run',
      async () => (await studio.at(testIds.startFrom).inputValue()) !== 'base',
    );

    // A report that needs nothing else; everything as one file that opens again.
    await studio.goTo('runs');
    const report = await stage.download(page, () => studio.at(testIds.runReport).first().click());
    const html = new TextDecoder().decode(report.bytes);
    check(html.includes('<polyline') && html.includes('data:image/png'), 'curves and samples');
    check(!/(src|href)="(?!data:)/u.test(html), 'the report loads nothing');
    const project = await stage.download(page, () => studio.at(testIds.saveProject).click());
    await studio.at(testIds.openShared).setInputFiles({
      name: 'mine.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from(project.bytes),
    });
    await studio.at(testIds.shareSaid).waitFor();
    checkSame(await studio.text(testIds.shareSaid), strings.share.opened('1', '3'), 'what opened');
    await until('six runs', async () => (await rows(studio).count()) === 6);
    // The same file beside the page, opened by a link in an empty browser, ready to be replayed.
    await stage.context.route(/class\.zip$/u, (route) =>
      route.fulfill({ contentType: 'application/zip', body: Buffer.from(project.bytes) }),
    );
    const linked = await openStudio(stage, { query: '#runs?project=class.zip' });
    await until('nine runs', async () => (await rows(linked).count()) === 9);
    await linked.at(testIds.runReplay).waitFor();
    await linked.page.reload();
    await linked.ready();
    await linked.at(testIds.runChoose).first().waitFor();
    checkSame(await rows(linked).count(), 9, 'runs after a reload: nothing is opened twice');
    await linked.page.close();
    // Settings come back out of a sample's PNG.
    const png = await stage.download(page, () => studio.at(testIds.samplePng).last().click());
    await studio.at(testIds.openShared).setInputFiles({
      name: 'sample.png',
      mimeType: 'image/png',
      buffer: Buffer.from(png.bytes),
    });
    await page.getByText(strings.share.restored('sample.png')).waitFor();
    const fault = await stage.download(page, () => studio.at(testIds.bugReport).click());
    check(!new TextDecoder('latin1').decode(fault.bytes).includes('first try'), 'no names in it');
  },
};
