// Tells every story of e2e/*.story.ts (each exports `story`) in a profile of its own, one after
// another: SwiftShader wants the processor to itself. Long ones, and those after a failed one, have
// a Chromium of their own. Prints a line a story, keeps pictures of a
// failed one in build/stories/, writes the counts to --report. Words on the command line choose
// stories by a part of their file name; --long tells the long ones too.

import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { closeShared, StoryBrowser, type Story } from './browser';

const found = import.meta.glob<{ story: Story }>('./*.story.ts', { eager: true });

function timeLimit(story: Story): Promise<never> {
  const limit = story.timeoutMs ?? 300_000;
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not finished after ${limit / 1000} s`)), limit).unref();
  });
}

/** Tells one story; resolves with what went wrong, nothing if all is well. */
async function tell(file: string, story: Story): Promise<string[]> {
  const browser = await StoryBrowser.launch(story.long);
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
  if (wrong.length > 0) await closeShared();
  return wrong;
}

const { values, positionals } = parseArgs({
  options: { report: { type: 'string' }, long: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const report = { passed: 0, failed: 0, skipped: 0 };
for (const [path, module] of Object.entries(found)) {
  const file = path.replace('./', '').replace('.story.ts', '');
  if (positionals.length > 0 && !positionals.some((word) => file.includes(word))) continue;
  if (module.story.long === true && positionals.length === 0 && !values.long) {
    report.skipped++;
    process.stdout.write(`later  ${module.story.name} (told by --long)\n`);
    continue;
  }
  const start = Date.now();
  const wrong = await tell(file, module.story).catch((error: unknown) => [
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  ]);
  report[wrong.length === 0 ? 'passed' : 'failed']++;
  process.stdout.write(
    `${wrong.length === 0 ? 'ok    ' : 'FAILED'} ${module.story.name} ` +
      `(${((Date.now() - start) / 1000).toFixed(1)} s)\n`,
  );
  for (const fault of wrong)
    process.stdout.write(`       ${fault.replaceAll('\n', '\n       ')}\n`);
}
await closeShared();
if (values.report) writeFileSync(values.report, JSON.stringify(report));
process.exit(report.failed > 0 ? 1 : 0);
