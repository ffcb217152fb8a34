// Tells every story of e2e/*.story.ts (each exports `story`) in a profile of its own, two at a
// time: much of a story is waiting. Long ones are told alone, in a Chromium of their own, as they
// measure. Prints a line per story, keeps images of a failed one in build/stories/, writes the
// counts to --report. Words on the command line choose stories by a part of their file name; --long
// tells the long ones too.

import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SharedChromium, StoryBrowser, type Story } from './browser';

const AT_A_TIME = 2;

const found = import.meta.glob<{ story: Story }>('./*.story.ts', { eager: true });

function timeLimit(story: Story): Promise<never> {
  const limit = story.timeoutMs ?? 300_000;
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not finished after ${limit / 1000} s`)), limit).unref();
  });
}

/** Tells one story; resolves with what went wrong, nothing if all is well. */
async function tell(file: string, story: Story, shared: SharedChromium | null): Promise<string[]> {
  const browser = await StoryBrowser.launch(shared);
  const wrong: string[] = [];
  try {
    await Promise.race([story.tell(browser), timeLimit(story)]);
  } catch (error) {
    wrong.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  wrong.push(...browser.unexpectedFaults());
  if (wrong.length > 0) {
    mkdirSync('build/stories', { recursive: true });
    await browser.screenshots((index) => `build/stories/${file}-${index}.png`);
  }
  await browser.close();
  if (wrong.length > 0) await shared?.close();
  return wrong;
}

const { values, positionals } = parseArgs({
  options: { report: { type: 'string' }, long: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const report = { passed: 0, failed: 0, skipped: 0 };

async function tellAndSay(
  file: string,
  story: Story,
  shared: SharedChromium | null,
): Promise<void> {
  const start = Date.now();
  const wrong = await tell(file, story, shared).catch((error: unknown) => [
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  ]);
  report[wrong.length === 0 ? 'passed' : 'failed']++;
  const faults = wrong.map((fault) => `       ${fault.replaceAll('\n', '\n       ')}\n`);
  process.stdout.write(
    `${wrong.length === 0 ? 'ok    ' : 'FAILED'} ${story.name} ` +
      `(${((Date.now() - start) / 1000).toFixed(1)} s)\n${faults.join('')}`,
  );
}

const stories = Object.entries(found)
  .map(([path, { story }]) => ({
    file: path.replace('./', '').replace('.story.ts', ''),
    story,
  }))
  .filter(
    ({ file }) => positionals.length === 0 || positionals.some((word) => file.includes(word)),
  );
const long = stories.filter(({ story }) => story.long === true);
const waiting = stories.filter(({ story }) => story.long !== true);

/** Takes from those that wait until none is left. */
async function tellInTurn(): Promise<void> {
  const shared = new SharedChromium();
  for (let next = waiting.shift(); next; next = waiting.shift())
    await tellAndSay(next.file, next.story, shared);
  await shared.close();
}

await Promise.all(Array.from({ length: AT_A_TIME }, tellInTurn));
for (const { file, story } of long) {
  if (positionals.length > 0 || values.long) await tellAndSay(file, story, null);
  else {
    report.skipped++;
    process.stdout.write(`later  ${story.name} (told by --long)\n`);
  }
}
if (values.report) writeFileSync(values.report, JSON.stringify(report));
process.exit(report.failed > 0 ? 1 : 0);
