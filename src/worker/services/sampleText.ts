// What a sample image says of itself in its PNG's text chunks: the prompt and noise it was made of,
// and the settings of the run that made it, so that they can be had back from the file alone.

import { PNG_SETTINGS_KEY } from '../../settings/pngSettings';
import type { RunRecord } from '../../storage/database';

/** tEXt holds Latin-1: everything else is written as JSON's escapes. */
const ascii = (text: string): string =>
  text.replaceAll(/[^\x20-\x7e]/gu, (char) =>
    [...Array(char.length).keys()]
      .map((i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`)
      .join(''),
  );

/** Text chunks of a sample of a run after `step` steps. */
export function sampleText(
  { name, modelId, settings }: RunRecord,
  step: number,
  { prompt, seed }: { readonly prompt: string; readonly seed: number },
): Record<string, string> {
  const said = { run: name, model: modelId, step, prompt, seed, settings };
  return { Software: 'Plumbline', [PNG_SETTINGS_KEY]: ascii(JSON.stringify(said)) };
}
