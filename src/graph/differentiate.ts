// Reverse-mode differentiation of a graph, into more graph: appends derivative nodes to the builder
// and returns dL/dw for every `wrt` tensor that `of` depends on. Only paths that lead to a `wrt`
// tensor are followed; contributions that meet are summed by `add` (the fusion pass folds most of
// these into residual slots). The loss itself is not here: its derivative by the prediction comes
// as `seed` (sampleErrorsInput).

import { derivatives, type Rule } from './derivatives';
import { storageOf, type GraphBuilder, type GraphNode, type Shape, type Tensor } from './graph';
import type { OpKind } from './ops';

export interface DifferentiateRequest {
  /** The tensor whose derivative is known. */
  readonly of: Tensor;
  /** dL/d(of), as many numbers as `of`. */
  readonly seed: Tensor;
  /**
   * Tensors to differentiate by: inputs, states or node results. Compared by identity (of their
   * storage).
   */
  readonly wrt: readonly Tensor[];
}

function shapedAs(builder: GraphBuilder, tensor: Tensor, shape: Shape): Tensor {
  return tensor.shape.length === shape.length &&
    tensor.shape.every((length, axis) => length === shape[axis])
    ? tensor
    : builder.reshape(tensor, shape);
}

/**
 * Derivatives by storage tensor of `wrt`; a tensor that `of` does not depend on is absent from the
 * map.
 *  Errors: throws where a path runs through an op without a rule or through a frozen slot.
 */
export function differentiate(
  builder: GraphBuilder,
  { of, seed, wrt }: DifferentiateRequest,
): Map<Tensor, Tensor> {
  // 1. Forward: which tensors depend on a `wrt` tensor.
  const active = new Set(wrt.map(storageOf));
  const nodes: GraphNode[] = [];
  for (const node of builder.nodes) {
    if (!node.inputs.some((tensor) => tensor && active.has(storageOf(tensor)))) continue;
    nodes.push(node);
    for (const output of node.outputs) active.add(output);
  }
  // 2. Backward: each node is visited after all its consumers.
  const gradients = new Map<Tensor, Tensor>();
  const accumulate = (tensor: Tensor, gradient: Tensor): void => {
    const owner = storageOf(tensor);
    const shaped = shapedAs(builder, gradient, owner.shape);
    const known = gradients.get(owner);
    gradients.set(owner, known ? builder.add(known, shaped) : shaped);
  };
  accumulate(of, seed);
  for (const node of nodes.toReversed()) {
    const [first, ...others] = node.outputs;
    if (others.some((output) => gradients.has(output)))
      throw new Error(`${node.op.kind}: only the first result can be differentiated`);
    const dy = first && gradients.get(first);
    if (!dy) continue;
    const rule = derivatives[node.op.kind] as Rule<OpKind> | undefined;
    if (!rule) throw new Error(`${node.op.kind} has no derivative`);
    const wanted = node.inputs.map((tensor) => tensor !== null && active.has(storageOf(tensor)));
    const results = rule(builder, node.op, node, dy, wanted);
    node.inputs.forEach((tensor, index) => {
      const gradient = results[index];
      if (tensor && wanted[index] && gradient) accumulate(tensor, gradient);
    });
  }
  const found = new Map<Tensor, Tensor>();
  for (const tensor of wrt) {
    const gradient = gradients.get(storageOf(tensor));
    if (gradient) found.set(tensor, shapedAs(builder, gradient, tensor.shape));
  }
  return found;
}
