// Prompts as they are typed: one a line.

/** The prompts of a text, trimmed, without blank lines. */
export const promptLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
