// `npm run check-set -- PATH [--json] [--score COLUMN] [--text COLUMN] [--file COLUMN]`: what an
// import of a folder, zip or table would do, by the code the page imports with. Nothing is stored.

import { parseArgs } from 'node:util';
import { StudioError } from '../../src/errors';
import { runMain } from './align/runMain';
import { checkSet, type SetReport } from './checkSet/checkSet';
import { printReport } from './checkSet/printReport';

const USAGE = `npm run check-set -- PATH [options]
  PATH             a folder, a .zip, or a table
  --file COLUMN    the column of file names
  --text COLUMN    the column of prompts
  --score COLUMN   the column of scores; "none" for images without scores
  --prompt TEXT    one prompt for images that have none
  --model ID       the base model whose token limit counts (default: the first bundled one)
  --json           the last line is one JSON object`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      file: { type: 'string' },
      text: { type: 'string' },
      score: { type: 'string' },
      prompt: { type: 'string' },
      model: { type: 'string' },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length !== 1) {
    throw new StudioError('BadSettings', 'One path is needed.', `Usage:\n${USAGE}`);
  }
  const report: SetReport = await checkSet(path, {
    choice: {
      ...(values.file === undefined ? {} : { fileName: values.file }),
      ...(values.text === undefined ? {} : { text: values.text }),
      ...(values.score === undefined
        ? {}
        : { score: values.score === 'none' ? null : values.score }),
      ...(values.prompt === undefined ? {} : { promptForAll: values.prompt }),
    },
    model: values.model ?? null,
  });
  printReport(report);
  if (values.json) {
    const { images, rejected, notes, error } = report;
    console.log(
      JSON.stringify({
        images: images.map(({ file, prompt, score }) => ({ file, prompt, score })),
        rejected,
        notes,
        error,
      }),
    );
  }
  return report.error === null ? 0 : 1;
}

await runMain(main, USAGE);
