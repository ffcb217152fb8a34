// What the measured kernels are, as one short text: a measurement kept by a device says nothing of
// kernels that have changed since. FNV-1a over their WGSL, pieces of the prelude included.

import attention from './attention/attention.wgsl?raw';
import attentionKeyValue from './attention/attentionKeyValue.wgsl?raw';
import attentionKeys from './attention/attentionKeys.wgsl?raw';
import attentionQuery from './attention/attentionQuery.wgsl?raw';
import attentionScores from './attention/attentionScores.wgsl?raw';
import attentionSoftmax from './attention/attentionSoftmax.tuned.wgsl?raw';
import attentionSoftmaxSubgroups from './attention/attentionSoftmax.subgroups.wgsl?raw';
import attentionValues from './attention/attentionValues.wgsl?raw';
import convolution from './convolution/convolution.wgsl?raw';
import convolution64 from './convolution/convolution64.wgsl?raw';
import convolutionInput from './convolution/convolutionInput.wgsl?raw';
import convolutionInput64 from './convolution/convolutionInput64.wgsl?raw';
import nn from './matmul/matmul.nn.wgsl?raw';
import nn64 from './matmul/matmul.nn64.wgsl?raw';
import nt from './matmul/matmul.nt.wgsl?raw';
import nt64 from './matmul/matmul.nt64.wgsl?raw';
import { withPrelude } from './prelude/prelude';

const MEASURED = [
  attention,
  attentionKeyValue,
  attentionKeys,
  attentionQuery,
  attentionScores,
  attentionSoftmax,
  attentionSoftmaxSubgroups,
  attentionValues,
  convolution,
  convolution64,
  convolutionInput,
  convolutionInput64,
  nn,
  nn64,
  nt,
  nt64,
];

/** Eight hexadecimal digits that change with any measured kernel. */
export function kernelVersion(): string {
  let hash = 0x811c9dc5;
  for (const wgsl of MEASURED)
    for (const character of withPrelude(wgsl))
      hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
