// Rough arithmetic of one graph node, in floating-point operations: good enough to cut a step into
// submits of bounded time. Memory-bound ops count ten operations a number touched.

import { lastAxis, sizeOf, type Graph, type GraphNode } from '../../graph/graph';

/** Estimated floating-point operations of a node. */
export function estimateFlops(node: GraphNode): number {
  const { op, inputs, outputs } = node;
  const written = outputs.reduce((sum, output) => sum + sizeOf(output.shape), 0);
  const read = inputs.reduce((sum, input) => sum + (input ? sizeOf(input.shape) : 0), 0);
  switch (op.kind) {
    case 'matmul': {
      const a = inputs[0]!;
      const inner = op.transposeA ? sizeOf(a.shape) / lastAxis(a) : lastAxis(a);
      return 2 * written * inner;
    }
    case 'conv2d':
      return 2 * written * inputs[1]!.shape[0]!;
    case 'conv2dInput':
      return (
        (2 * written * sizeOf(inputs[1]!.shape)) / lastAxis(outputs[0]!) / (op.stride * op.stride)
      );
    case 'attention':
      return 4 * sizeOf(inputs[0]!.shape) * inputs[1]!.shape[1]!;
    case 'attentionInput':
      return 14 * sizeOf(inputs[1]!.shape) * inputs[2]!.shape[1]!;
    default:
      return 10 * (written + read);
  }
}

const COUNTED: ReadonlySet<string> = new Set([
  'matmul',
  'conv2d',
  'conv2dInput',
  'attention',
  'attentionInput',
]);

/**
 * Multiplications and additions of products, convolutions and attention; norms and the rest are not
 * counted.
 */
export function arithmeticOf(graph: Graph): number {
  return graph.nodes.reduce(
    (sum, node) => sum + (COUNTED.has(node.op.kind) ? estimateFlops(node) : 0),
    0,
  );
}
