// What a command line prints and exits with.

import { parseArgs } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../src/errors';
import { runMain, wholeArgument } from './runMain';

const argv = process.argv;
afterEach(() => {
  process.argv = argv;
  vi.restoreAllMocks();
});

/** Exit code and what was printed to either stream. */
async function ended(words: string[], main: (argv: readonly string[]) => Promise<number | void>) {
  process.argv = ['node', 'tool', ...words];
  const said: string[] = [];
  for (const stream of ['log', 'error'] as const)
    vi.spyOn(console, stream).mockImplementation((text) => void said.push(`${stream}: ${text}`));
  const exits: unknown[] = [];
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    exits.push(code);
    throw new Error('exit');
  });
  await expect(runMain(main, 'USAGE')).rejects.toThrow('exit');
  return { code: exits[0], said };
}

describe('runMain', () => {
  it.each(['--help', '-h'])('prints the usage for %s and runs nothing', async (word) => {
    const main = vi.fn(async () => undefined);
    expect(await ended([word], main)).toEqual({ code: 0, said: ['log: USAGE'] });
    expect(main).not.toHaveBeenCalled();
  });
  it('ends with the code of main, 0 where it gives none', async () => {
    expect((await ended(['x'], async () => 3)).code).toBe(3);
    expect((await ended(['x'], async () => undefined)).code).toBe(0);
  });
  it('says what went wrong and what to do', async () => {
    const fail = () => Promise.reject(new StudioError('BadSettings', 'It is odd.', 'Do this.'));
    expect(await ended(['x'], fail)).toEqual({ code: 1, said: ['error: It is odd.\nDo this.'] });
  });
  it('answers a word it does not know with the usage, not with a stack', async () => {
    const main = async () => void parseArgs({ args: ['--odd'], options: {} });
    const { code, said } = await ended(['--odd'], main);
    expect(code).toBe(1);
    expect(said.join('\n')).toMatch(/^error: Unknown option '--odd'[^]*\nUsage:\nUSAGE$/);
  });
  it('answers a number it cannot take with the usage', async () => {
    const main = async () => void wholeArgument('seeds', 'x', 1, 'USAGE');
    const said = ['error: --seeds is a whole number of at least 1, not “x”.\nUsage:\nUSAGE'];
    expect(await ended(['--seeds', 'x'], main)).toEqual({ code: 1, said });
    expect(wholeArgument('seeds', '2', 1, 'USAGE')).toBe(2);
    for (const bad of ['', '0', '1.5', '-1'])
      expect(() => wholeArgument('seeds', bad, 1, 'USAGE')).toThrow();
  });
});
