// Pairs of images, of which one was preferred, as rows of a table: an image's score is the share of
// its comparisons that it won (a tie is half a win), in the order of its first appearance.

export interface ComparedPair {
  readonly first: string;
  readonly second: string;
  readonly prompt: string;
  /** 1 where the first was preferred, 0 the second, ½ a tie. */
  readonly share: number;
}

interface Tally {
  readonly file: string;
  readonly prompt: string;
  won: number;
  count: number;
  /** Files that it was preferred over. */
  readonly over: string[];
}

/**
 * One row per image and prompt: file_name, text, score = won / compared, group_id = the prompt,
 * preferred_over = the files it won against, once per comparison.
 */
export function pairWins(pairs: readonly ComparedPair[]): Record<string, unknown>[] {
  const tallies = new Map<string, Tally>();
  const add = (file: string, other: string, prompt: string, won: number): void => {
    const key = `${file}\0${prompt}`;
    const tally = tallies.get(key) ?? { file, prompt, won: 0, count: 0, over: [] };
    tally.won += won;
    tally.count++;
    if (won > 0.5) tally.over.push(other);
    tallies.set(key, tally);
  };
  for (const { first, second, prompt, share } of pairs) {
    add(first, second, prompt, share);
    add(second, first, prompt, 1 - share);
  }
  return Array.from(tallies.values(), ({ file, prompt, won, count, over }) => ({
    file_name: file,
    text: prompt,
    score: won / count,
    group_id: prompt,
    preferred_over: over,
  }));
}
