// German: every screen is walked, and no text that is read or heard is one of the English strings;
// the choice in the header is kept, the language of the browser is offered.

import type { Page } from 'playwright-core';
import { english } from '../src/strings/en';
import { german } from '../src/strings/de';
import { tabId, testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { check, checkSame, openStudio } from './studioPage';

/** Texts of a catalogue by their path; functions called with a mark in place of their parts. */
function textsOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]]);
  if (typeof value === 'function') {
    try {
      return textsOf(value(...Array.from({ length: value.length }, () => MARK)), path);
    } catch {
      return new Map();
    }
  }
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(
    Object.entries(value).flatMap(([key, part]) => [...textsOf(part, `${path}.${key}`)]),
  );
}
const MARK = '\u0001';

/** Patterns of English sentences whose German differs: whole texts of at least one long word. */
function englishPatterns(): readonly RegExp[] {
  const own = textsOf(german.strings);
  const words = new Set(own.values());
  return [...textsOf(english)]
    .filter(([path, text]) => own.get(path) !== text && !words.has(text))
    .map(([, text]) => text)
    .filter((text) => /\p{Letter}{4}/u.test(text))
    .map(
      (text) =>
        new RegExp(
          `^${text
            .replaceAll('–', MARK)
            .split(MARK)
            .map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'))
            .join('.+')}$`,
          'us',
        ),
    );
}

/** What stands on the page: text nodes, and attributes that are shown or read out. */
const textsOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null)
      if (walker.currentNode.parentElement?.closest('script, style') === null)
        texts.push(walker.currentNode.textContent ?? '');
    for (const element of document.querySelectorAll('*'))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        texts.push(element.getAttribute(name) ?? '');
    return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))];
  });

export const story: Story = {
  name: 'The studio in German: no English sentence on any screen',
  async tell(stage) {
    const studio = await openStudio(stage, { query: '?lang=de', hash: '' });
    const { page } = studio;
    const patterns = englishPatterns();
    check(patterns.length > 1000, `${patterns.length} English texts are looked for`);
    checkSame(await page.evaluate(() => document.documentElement.lang), 'de', 'lang of the page');
    const read = async (where: string): Promise<void> => {
      // A model's sweep has the keys of its file as columns.
      const found = (await textsOn(page)).filter(
        (text) => !(text in english.settings) && patterns.some((one) => one.test(text)),
      );
      checkSame(found, [], `English on ${where}`);
      await stage.checkAccessibility(page, `${where}, German`);
    };
    await page.locator('.tile').first().waitFor();
    await read('home');
    for (const screen of ['data', 'rate', 'objective', 'training', 'runs', 'race'] as const) {
      await studio.goTo(screen);
      if (screen === 'objective') await studio.openAdvanced();
      await read(screen);
    }
    await studio.goTo('compare');
    for (const tab of ['compare', 'evaluate', 'frontier', 'blind']) {
      await studio.at(tabId(tab)).click();
      await read(`after, ${tab}`);
    }
    await studio.at(testIds.openBench).click();
    await studio.at(testIds.benchNow).waitFor();
    await read('bench');

    // The choice is kept, over the address; and German is offered to a German browser only once.
    await studio.at(testIds.language).selectOption('en');
    await page.locator('html[lang=en]').waitFor();
    await studio.ready();
    check(!page.url().includes('lang='), 'the address no longer asks for German');
    checkSame(await studio.at(testIds.languageOffer).count(), 0, 'offers after a choice');
  },
};
