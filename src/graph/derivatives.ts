// Reverse-mode rules, one an operation: given dL/d(first output), the derivatives of the inputs
// that are wanted, as graph ops. Base weights are frozen: there is no rule for their derivatives,
// and asking for one throws. Forward and derivative read the same weight in the same layout, so
// that each is stored once. Of the derivative ops only conv2dInput can be differentiated again: it
// also serves as the transposed convolution.

import { lastAxis, type GraphBuilder, type GraphNode, type Tensor } from './graph';
import type { Op, OpKind } from './ops';

/**
 * Derivatives of the inputs, in their order; null where not wanted. `dy` has the first output's
 * shape.
 */
export type Rule<K extends OpKind> = (
  builder: GraphBuilder,
  op: Extract<Op, { kind: K }>,
  node: GraphNode,
  dy: Tensor,
  wanted: readonly boolean[],
) => readonly (Tensor | null)[];

function input(node: GraphNode, index: number): Tensor {
  const tensor = node.inputs[index];
  if (!tensor) throw new Error(`derivative of ${node.op.kind}: input ${index} is missing`);
  return tensor;
}

function frozen(node: GraphNode, wanted: readonly boolean[], ...slots: number[]): void {
  for (const slot of slots) {
    if (wanted[slot])
      throw new Error(
        `derivative of ${node.op.kind} by its input ${slot} (${node.inputs[slot]?.name}) is ` +
          'not implemented: such tensors are frozen',
      );
  }
}

/** factor · dy; dy itself for 1. */
function scaled(builder: GraphBuilder, dy: Tensor, factor: number): Tensor {
  return factor === 1 ? dy : builder.add(dy, dy, factor, 0);
}

const matmul: Rule<'matmul'> = (builder, op, node, dy, wanted) => {
  frozen(node, wanted, 2);
  const a = input(node, 0);
  const b = input(node, 1);
  const { transposeA, transposeB, scale } = op;
  let da: Tensor | null = null;
  let db: Tensor | null = null;
  if (wanted[0]) {
    da = transposeA
      ? builder.matmul(b, dy, { transposeA: transposeB, transposeB: true, scale })
      : builder.matmul(dy, b, { transposeB: !transposeB, scale });
  }
  if (wanted[1]) {
    db = transposeB
      ? builder.matmul(dy, a, { transposeA: true, transposeB: transposeA, scale })
      : builder.matmul(a, dy, { transposeA: !transposeA, scale });
  }
  return [da, db, null, wanted[3] ? dy : null];
};

const conv2d: Rule<'conv2d'> = (builder, op, node, dy, wanted) => {
  frozen(node, wanted, 1, 2);
  const x = input(node, 0);
  const dx = wanted[0]
    ? builder.conv2dInput(dy, input(node, 1), op, [x.shape[1]!, x.shape[2]!])
    : null;
  return [dx, null, null, wanted[3] ? dy : null];
};

/**
 * A transposed convolution (ConvTranspose2d: conv2dInput run forwards); its derivative by dy is the
 * convolution.
 */
const conv2dInput: Rule<'conv2dInput'> = (builder, op, node, dy, wanted) => {
  frozen(node, wanted, 1);
  const { kernel, stride, pad } = op;
  const dx = wanted[0] ? builder.conv2d(dy, input(node, 1), { kernel, stride, pad }) : null;
  return [dx, null, wanted[2] ? dy : null];
};

const attention: Rule<'attention'> = (builder, op, node, dy) => {
  const [o, lse] = node.outputs;
  const { heads, scale, causal } = op;
  const { dq, dk, dv } = builder.attentionInput(
    dy,
    input(node, 0),
    input(node, 1),
    input(node, 2),
    o!,
    lse!,
    { heads, scale, causal },
  );
  return [dq, dk, dv];
};

/** Zeros of the shape of x[…, start:start+length]; exact for finite x. Null for no length. */
function zerosLike(builder: GraphBuilder, x: Tensor, start: number, length: number): Tensor | null {
  if (length === 0) return null;
  const part = builder.slice(x, start, length);
  return builder.add(part, part, 0, 0);
}

/** The slice's derivative is dy between zeros. */
const slice: Rule<'slice'> = (builder, op, node, dy) => {
  const x = input(node, 0);
  const left = zerosLike(builder, x, 0, op.start);
  const right = zerosLike(builder, x, op.start + op.length, lastAxis(x) - op.start - op.length);
  const padded = left ? builder.concat(left, dy) : dy;
  return [right ? builder.concat(padded, right) : padded];
};

/**
 * The rules. An op that is not here has no derivative (losses, optimizer, derivative ops, token and
 * noise inputs).
 */
export const derivatives: { readonly [K in OpKind]?: Rule<K> } = {
  matmul,
  conv2d,
  conv2dInput,
  attention,
  slice,
  groupNorm: (builder, op, node, dy, wanted) => {
    frozen(node, wanted, 1, 2);
    const { groups, eps, silu } = op;
    return [
      builder.groupNormInput(dy, input(node, 0), node.outputs[1]!, input(node, 1), input(node, 2), {
        groups,
        eps,
        silu,
      }),
    ];
  },
  layerNorm: (builder, op, node, dy, wanted) => {
    frozen(node, wanted, 1, 2);
    return [builder.layerNormInput(dy, input(node, 0), node.outputs[1]!, input(node, 1), op.eps)];
  },
  rmsNorm: (builder, op, node, dy, wanted) => {
    frozen(node, wanted, 1);
    return [builder.rmsNormInput(dy, input(node, 0), node.outputs[1]!, input(node, 1), op.eps)];
  },
  globalResponseNorm: (builder, op, node, dy, wanted) => {
    frozen(node, wanted, 1, 2);
    return [
      builder.globalResponseNormInput(dy, input(node, 0), node.outputs[1]!, input(node, 1), op.eps),
    ];
  },
  depthwiseConv2d: (builder, op, node, dy, wanted) => {
    frozen(node, wanted, 1, 2);
    return [builder.depthwiseConv2dInput(dy, input(node, 1), op)];
  },
  // By e it is refused: conditioning carries no adapters.
  scaleShiftPerSample: (builder, _op, node, dy, wanted) => {
    frozen(node, wanted, 1);
    return [builder.scalePerSample(dy, input(node, 1))];
  },
  geglu: (builder, _op, node, dy) => [builder.gegluInput(dy, input(node, 0))],
  activation: (builder, op, node, dy) => [builder.activationInput(dy, input(node, 0), op.name)],
  upsampleNearest: (builder, _op, node, dy) => [
    builder.upsampleNearestInput(dy, [input(node, 0).shape[1]!, input(node, 0).shape[2]!]),
  ],
  concat: (builder, _op, node, dy, wanted) => {
    const ca = lastAxis(input(node, 0));
    return [
      wanted[0] ? builder.slice(dy, 0, ca) : null,
      wanted[1] ? builder.slice(dy, ca, lastAxis(dy) - ca) : null,
    ];
  },
  add: (builder, op, _node, dy, wanted) => [
    wanted[0] ? scaled(builder, dy, op.scaleA) : null,
    wanted[1] ? scaled(builder, dy, op.scaleB) : null,
  ],
  addPerSample: (builder, _op, _node, dy, wanted) => [
    wanted[0] ? dy : null,
    wanted[1] ? builder.sumPositions(dy) : null,
  ],
};
