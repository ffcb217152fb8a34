// How far a request is, told a few times a second: an import of ten thousand images has as many
// steps, and the page draws for each that it hears of.

import type { CommandContext } from './command';

const EVERY_MS = 100;

/** Passes on the first of every phase, the end, and in between one every EVERY_MS. */
export function steadyProgress(
  say: CommandContext['progress'],
  now: () => number = () => performance.now(),
): CommandContext['progress'] {
  let said: string | null = null;
  let next = 0;
  return (phase, done, total) => {
    if (phase === said && done !== total && now() < next) return;
    said = phase;
    next = now() + EVERY_MS;
    say(phase, done, total);
  };
}
