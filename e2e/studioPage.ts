// The studio as a story speaks of it: choose a base model, bring a set, set a number, start, wait
// for a step. Controls are found by the names of src/ui/testIds.ts. Waiting is always for something
// that can be seen, never for a time.

import type { Locator, Page } from 'playwright-core';
import type { Screen } from '../src/state/session/sessionStore';
import { strings } from '../src/strings';
import { fieldId, testIds } from '../src/ui/testIds';
import type { Stage } from './browser';

const RAIL: Readonly<Record<Screen, string>> = {
  home: testIds.brand,
  data: testIds.railData,
  rate: testIds.railRate,
  objective: testIds.railObjective,
  training: testIds.railTraining,
  compare: testIds.railCompare,
  runs: testIds.openRuns,
  race: testIds.openRace,
  bench2d: testIds.openBench,
  storage: testIds.storage,
};

/** Fails with `what` unless it holds. */
export function check(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`Not so: ${what}`);
}

/** Fails unless both are the same as JSON. */
export function checkSame(found: unknown, wanted: unknown, what: string): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`${what}: ${one} instead of ${other}`);
}

/** Asks again until it holds. Errors: throws with `what` after `timeoutMs`. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 40);
    });
  }
}

export class StudioPage {
  constructor(
    readonly page: Page,
    private readonly stage: Stage,
  ) {}

  at(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  /** The page is there and its worker has answered. */
  async ready(): Promise<this> {
    await this.page.locator(`[data-testid=${testIds.app}][data-connection=ready]`).waitFor();
    return this;
  }

  async chooseModel(id: string): Promise<void> {
    await this.at(testIds.baseModel).selectOption(id);
  }

  async goTo(screen: Screen): Promise<void> {
    await this.at(RAIL[screen]).click();
    await (
      screen === 'home' || screen === 'runs' || screen === 'race'
        ? this.at(screen === 'home' ? testIds.home : testIds[screen])
        : screen === 'storage'
          ? this.at(testIds.storageScreen)
          : this.page.locator(`[data-testid=${RAIL[screen]}][aria-current=step]`)
    ).waitFor();
    // A screen's code is loaded when it is first wanted: its title stands when it is there.
    await this.page.locator('main :is(h1, h2):visible').first().waitFor();
  }

  /** Drops a zip and waits for the table to be recognised. */
  async dropZip(name: string, bytes: Uint8Array): Promise<void> {
    await this.stage.drop(this.page, `[data-testid=${testIds.dropzone}]`, [
      { name, type: 'application/zip', bytes },
    ]);
    await this.at(testIds.draft).waitFor();
  }

  /** Presses import and waits until the set is open with `count` images (one page shows 60). */
  async importDraft(count: number): Promise<void> {
    await this.at(testIds.importButton).click();
    await until(
      `${count} images are shown`,
      async () => (await this.at(testIds.thumbnail).count()) === count,
    );
  }

  /** Opens a part that steps back until it is wanted; nothing where it stands open anyway. */
  async unfold(testId: string): Promise<void> {
    const fold = this.at(testId);
    if ((await fold.count()) === 0) return;
    if ((await fold.getAttribute('open')) === null) await fold.locator('summary').first().click();
  }

  /** Types a number into a setting's field and confirms it. */
  async setNumber(key: string, value: number): Promise<void> {
    const field = this.at(fieldId(key));
    // While a run is loaded its settings are in a drawer.
    const drawer = this.at(testIds.liveOpen);
    if ((await field.count()) === 0 && (await drawer.count()) > 0) await drawer.click();
    await field.fill(String(value));
    await field.press('Enter');
    check((await field.getAttribute('aria-invalid')) !== 'true', `${key} may be ${value}`);
  }

  async openAdvanced(): Promise<void> {
    const fold = this.at(testIds.advanced);
    if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
  }

  /** Sets several numbers, those under More settings too. */
  async setNumbers(values: Readonly<Record<string, number>>): Promise<void> {
    await this.openAdvanced();
    for (const [key, value] of Object.entries(values)) await this.setNumber(key, value);
  }

  async step(): Promise<number> {
    const label = this.at(testIds.stepCount);
    return (await label.count()) === 0 ? 0 : Number(await label.getAttribute('data-step'));
  }

  /** Waits until at least `count` steps were shown. */
  async untilStep(count: number): Promise<void> {
    await until(`step ${count}`, async () => (await this.step()) >= count, 120_000);
  }

  async untilStatus(status: string): Promise<void> {
    await this.page
      .locator(`[data-testid=${testIds.runStatus}][data-status=${status}]`)
      .waitFor({ timeout: 120_000 });
  }

  /**
   * The large chart has points of every step so far, and its enlargement tells the value of each
   * curve under the pointer.
   */
  async checkCurves(): Promise<void> {
    const chart = this.at(testIds.separateChart);
    await chart.locator('canvas').first().waitFor();
    await until(
      'the chart has the steps so far',
      async () => Number(await chart.getAttribute('data-points')) >= (await this.step()),
    );
    // The drawer of the settings may lie over it.
    const close = this.page.getByRole('button', { name: strings.training.settingsClose });
    if ((await close.count()) > 0) await close.click();
    await chart.getByRole('button').click();
    const dialog = this.page.getByRole('dialog');
    await dialog.locator('canvas').first().waitFor();
    await dialog.locator('.u-over').hover();
    const values = await dialog.locator('.plot-values > span > b').allInnerTexts();
    // A batch of four may hold no good image, or no bad one: its curve has no value there.
    check(
      values.some((value) => /\d/u.test(value)) && values.every((value) => /\d|–/u.test(value)),
      `the curves have values under the pointer: ${values.join(' / ')}`,
    );
    await this.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  }

  /** The numbers at the value axes of charts made of elements lie apart and read differently. */
  async checkAxes(): Promise<void> {
    const axes = await this.page
      .locator('figure.chart:has(.recharts-wrapper)')
      .evaluateAll((figures) =>
        figures.map((figure) =>
          [...figure.querySelectorAll('.recharts-yAxis-tick-labels text')].map((label) => ({
            height: label.getAttribute('y'),
            says: label.textContent,
          })),
        ),
      );
    check(
      axes.length > 0 && axes.every((labels) => labels.length > 1),
      `the curves have value axes: ${JSON.stringify(axes)}`,
    );
    for (const labels of axes) {
      checkSame(
        new Set(labels.map((label) => label.height)).size,
        labels.length,
        `heights of ${JSON.stringify(labels)}`,
      );
      checkSame(
        new Set(labels.map((label) => label.says)).size,
        labels.length,
        `numbers of ${JSON.stringify(labels)}`,
      );
    }
  }

  async text(testId: string): Promise<string> {
    return (await this.at(testId).first().innerText()).trim();
  }

  /** The first whole number in what an element says. */
  async number(testId: string): Promise<number> {
    return Number(
      /\d+/u.exec((await this.text(testId)).replaceAll(/[,\u202f\u00a0]/gu, ''))?.[0] ?? Number.NaN,
    );
  }
}

/** Opens the studio and waits until it is ready. */
export async function openStudio(
  stage: Stage,
  options: Parameters<Stage['open']>[0] = {},
): Promise<StudioPage> {
  return new StudioPage(await stage.open(options), stage).ready();
}
