// The pieces that WGSL files share. A file names each piece it uses on a line of its own,
// `// #include "prelude/NAME.wgsl"` (paths from src/kernels), and gets its text in that place;
// pieces include nothing. There is no other preprocessing: no macros, no conditions, no search
// path.

import attentionRange from '../attention/attentionRange.wgsl?raw';
import convolutionSource from '../convolution/convolutionSource.wgsl?raw';
import convolutionTile from '../convolution/convolutionTile.wgsl?raw';
import matmulTile from '../matmul/matmulTile.wgsl?raw';
import invocation from './invocation.wgsl?raw';
import sharedTile from './sharedTile.wgsl?raw';

const PIECES: ReadonlyMap<string, string> = new Map([
  ['prelude/invocation.wgsl', invocation],
  ['prelude/sharedTile.wgsl', sharedTile],
  ['attention/attentionRange.wgsl', attentionRange],
  ['matmul/matmulTile.wgsl', matmulTile],
  ['convolution/convolutionTile.wgsl', convolutionTile],
  ['convolution/convolutionSource.wgsl', convolutionSource],
]);

const INCLUDE = /^\/\/ #include "([^"]*)"$/gm;

/**
 * The WGSL with every included piece in its place. Errors: throws naming a piece that is not there.
 */
export function withPrelude(wgsl: string): string {
  return wgsl.replace(INCLUDE, (_, name: string) => {
    const piece = PIECES.get(name);
    if (piece === undefined)
      throw new Error(
        `kernels: a WGSL file includes "${name}"; there are ${[...PIECES.keys()].join(', ')}`,
      );
    return piece;
  });
}
