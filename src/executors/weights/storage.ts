// How a graph's frozen weights lie on a WebGPU device: which numbers the kernels can read each of
// them as, and what that takes. Decided from shapes and headers alone, so that a plan can be made
// without reading a weight. Norms, biases and positions are always f32.

import {
  lastAxis,
  sizeOf,
  storageOf,
  type Graph,
  type GraphNode,
  type Shape,
} from '../../graph/graph';
import type { Storage } from '../../kernels/kernel';
import type { CompileOptions } from '../executor';
import type { TensorHeader } from './weightSource';

/** What a weight can be read as, beside f32. */
interface Readable {
  readonly f16: boolean;
  readonly int8: boolean;
}

const ONLY_F32: Readable = { f16: false, int8: false };

/** What a node reads its input `slot` as. int8 kernels take four channels at once on both sides. */
function readableBy(node: GraphNode, slot: number): Readable {
  const { op, inputs, outputs } = node;
  const quads = (...sizes: number[]): boolean => sizes.every((size) => size % 4 === 0);
  switch (op.kind) {
    case 'matmul':
      if (slot !== 1) return ONLY_F32;
      return {
        f16: true,
        int8: !op.transposeA && quads(lastAxis(inputs[0]!), lastAxis(outputs[0]!)),
      };
    case 'conv2d':
    case 'conv2dInput':
      if (slot !== 1) return ONLY_F32;
      return { f16: true, int8: quads(lastAxis(inputs[0]!), lastAxis(outputs[0]!)) };
    case 'embedTokens':
      return slot === 0 ? { f16: true, int8: false } : ONLY_F32;
    default:
      return ONLY_F32;
  }
}

/** What every use of a weight can read it as, by tensor id. */
export function readableWeights(graph: Graph): ReadonlyMap<number, Readable> {
  const found = new Map<number, Readable>();
  const use = (id: number, as: Readable): void => {
    const known = found.get(id) ?? { f16: true, int8: true };
    found.set(id, { f16: known.f16 && as.f16, int8: known.int8 && as.int8 });
  };
  for (const node of graph.nodes) {
    node.inputs.forEach((input, slot) => {
      const owner = input && storageOf(input);
      if (owner?.source.kind !== 'weight') return;
      const { layout } = owner.source;
      const as = readableBy(node, slot);
      use(owner.id, layout === 'stored' ? { ...as, int8: false } : as);
    });
  }
  for (const output of Object.values(graph.outputs)) use(storageOf(output).id, ONLY_F32);
  return found;
}

/**
 * The storage of one weight. `readable` undefined: nothing in the graph reads it but the caller.
 */
export function storageFor(
  readable: Readable = ONLY_F32,
  header: Pick<TensorHeader, 'dtype'>,
  wanted: CompileOptions['weightStorage'] = 'file',
): Storage {
  if (wanted === 'int8' && readable.int8) return 'int8';
  return readable.f16 && (wanted !== 'file' || header.dtype === 'F16') ? 'f16' : 'f32';
}

/** Bytes a tensor of this shape takes; int8 has its scales, one a column, in front. */
export function storedBytes(shape: Shape, storage: Storage): number {
  const count = sizeOf(shape);
  if (storage === 'f16') return Math.ceil((count * 2) / 16) * 16;
  if (storage !== 'int8') return Math.ceil((count * 4) / 16) * 16;
  return Math.ceil((4 * (shape.at(-1) ?? 1) + count) / 16) * 16;
}
