// How a command line ends: 0 when its main is through, 1 with what went wrong and what to do; the
// usage where it was called without a word.

import { StudioError } from '../../../src/errors';

/** Runs `main` on the process's arguments and exits. */
export async function runMain(
  main: (argv: readonly string[]) => Promise<void>,
  usage: string,
): Promise<never> {
  const argv = process.argv.slice(2);
  try {
    await main(argv);
    process.exit(0);
  } catch (error) {
    if (error instanceof StudioError) console.error(`${error.message}\n${error.remedy}`);
    else console.error(error);
    if (argv.length === 0) console.error(usage);
    process.exit(1);
  }
}
