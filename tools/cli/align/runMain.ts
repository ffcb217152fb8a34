// How a command line ends: 0 when its main is through or help was asked for, 1 with what went wrong
// and what to do; the usage where it was called without a word or with one it does not know.

import { StudioError } from '../../../src/errors';

const isArgumentError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

/** What a wrong argument is refused with. */
export const badArgument = (problem: string, usage: string): StudioError =>
  new StudioError('BadSettings', problem, `Usage:\n${usage}`);

/** A whole number of at least `least` of the command line. Errors: BadSettings with the usage. */
export function wholeArgument(name: string, value: string, least: number, usage: string): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isSafeInteger(number) || number < least)
    throw badArgument(`--${name} is a whole number of at least ${least}, not “${value}”.`, usage);
  return number;
}

/**
 * Runs `main` on the process's arguments and exits with the code it gives, 0 where it gives none.
 * `--help` and `-h` print the usage and run nothing.
 */
export async function runMain(
  main: (argv: readonly string[]) => Promise<number | void>,
  usage: string,
): Promise<never> {
  const argv = process.argv.slice(2);
  if (argv.includes('--help') || argv.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  let code = 1;
  try {
    code = (await main(argv)) ?? 0;
  } catch (error) {
    if (error instanceof StudioError) console.error(`${error.message}\n${error.remedy}`);
    else if (isArgumentError(error)) console.error(`${error.message}\nUsage:\n${usage}`);
    else console.error(error);
    if (argv.length === 0) console.error(usage);
  }
  process.exit(code);
}
