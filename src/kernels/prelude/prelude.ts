// The pieces that WGSL files share. A file names each piece it uses on a line of its own,
// `// #include "prelude/NAME.wgsl"` (paths from src/kernels), and gets its text in that place;
// pieces include nothing. There is no other preprocessing: no macros, no conditions, no search
// path.

import attentionAnyHeadParams from '../attention/attentionAnyHeadParams.wgsl?raw';
import attentionParams from '../attention/attentionParams.wgsl?raw';
import attentionRange from '../attention/attentionRange.wgsl?raw';
import convolutionSource from '../convolution/convolutionSource.wgsl?raw';
import convolutionTile from '../convolution/convolutionTile.wgsl?raw';
import gegluParams from '../geglu/gegluParams.wgsl?raw';
import globalNormApplyParams from '../globalResponseNorm/applyParams.wgsl?raw';
import globalNormCombineParams from '../globalResponseNorm/combineParams.wgsl?raw';
import gradientNormParams from '../gradientNorm/gradientNormParams.wgsl?raw';
import groupNormApplyParams from '../groupNorm/groupNormApplyParams.wgsl?raw';
import groupNormInputParams from '../groupNorm/groupNormInputParams.wgsl?raw';
import groupNormParams from '../groupNorm/groupNormParams.wgsl?raw';
import maskedLogProbParams from '../maskedLogProb/maskedLogProbParams.wgsl?raw';
import matmulTile from '../matmul/matmulTile.wgsl?raw';
import upsampleNearestParams from '../upsampleNearest/upsampleNearestParams.wgsl?raw';
import countParams from './countParams.wgsl?raw';
import invocation from './invocation.wgsl?raw';
import rowNormInputParams from './rowNormInputParams.wgsl?raw';
import rowNormParams from './rowNormParams.wgsl?raw';
import sharedTile from './sharedTile.wgsl?raw';

const PIECES: ReadonlyMap<string, string> = new Map([
  ['prelude/invocation.wgsl', invocation],
  ['prelude/countParams.wgsl', countParams],
  ['prelude/rowNormInputParams.wgsl', rowNormInputParams],
  ['prelude/rowNormParams.wgsl', rowNormParams],
  ['prelude/sharedTile.wgsl', sharedTile],
  ['attention/attentionAnyHeadParams.wgsl', attentionAnyHeadParams],
  ['attention/attentionParams.wgsl', attentionParams],
  ['attention/attentionRange.wgsl', attentionRange],
  ['convolution/convolutionSource.wgsl', convolutionSource],
  ['convolution/convolutionTile.wgsl', convolutionTile],
  ['geglu/gegluParams.wgsl', gegluParams],
  ['globalResponseNorm/applyParams.wgsl', globalNormApplyParams],
  ['globalResponseNorm/combineParams.wgsl', globalNormCombineParams],
  ['gradientNorm/gradientNormParams.wgsl', gradientNormParams],
  ['groupNorm/groupNormApplyParams.wgsl', groupNormApplyParams],
  ['groupNorm/groupNormInputParams.wgsl', groupNormInputParams],
  ['groupNorm/groupNormParams.wgsl', groupNormParams],
  ['maskedLogProb/maskedLogProbParams.wgsl', maskedLogProbParams],
  ['matmul/matmulTile.wgsl', matmulTile],
  ['upsampleNearest/upsampleNearestParams.wgsl', upsampleNearestParams],
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
