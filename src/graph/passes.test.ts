// The passes and the buffer plan: dead nodes go, residuals fold, order stays valid, and no two live
// tensors share a slot.

import { describe, expect, it } from 'vitest';
import { interpret } from '../executors/reference/interpret';
import { GraphBuilder, storageOf, type Graph, type Tensor } from './graph';
import { eliminateDeadNodes, fuseResiduals, mergeEqualNodes } from './passes';

function kinds(graph: Graph): string[] {
  return graph.nodes.map((node) => node.op.kind);
}

/** Every input is computed before it is used, and by a node of this graph. */
function expectRunnable(graph: Graph): void {
  const ready = new Set<unknown>();
  for (const node of graph.nodes) {
    for (const tensor of node.inputs) {
      const owner = tensor && storageOf(tensor);
      if (owner?.source.kind === 'node') expect(ready.has(owner)).toBe(true);
    }
    node.outputs.forEach((output, index) => {
      expect(output.source).toEqual({ kind: 'node', node, index });
      ready.add(output);
    });
  }
  for (const tensor of [...Object.values(graph.outputs), ...graph.pins.map((pin) => pin.tensor)]) {
    const owner = storageOf(tensor);
    if (owner.source.kind === 'node') expect(ready.has(owner)).toBe(true);
  }
}

describe('dead code elimination', () => {
  it('keeps outputs, pins and in-place nodes, and nothing else', () => {
    const b = new GraphBuilder();
    b.declareState('p', 64);
    b.declareState('g', 64);
    const x = b.input('x', [64]);
    b.activation(x, 'silu');
    b.output('y', b.activation(x, 'gelu'));
    b.pin(b.reshape(b.add(x, x), [8, 8]), 'g', 0);
    const p = b.state('p', 0, [64]);
    const g = b.state('g', 0, [64]);
    b.adamw(p, g, p, p, b.gradientNorm(g));
    const graph = eliminateDeadNodes(b.build());
    expect(kinds(graph)).toEqual(['activation', 'add', 'gradientNorm', 'adamw']);
    expectRunnable(graph);
  });
});

describe('residual fusion', () => {
  it('folds an add into the matmul that only feeds it', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [2, 4]);
    const w = b.input('w', [4, 4]);
    b.output('y', b.add(b.activation(x, 'silu'), b.matmul(x, w)));
    const graph = fuseResiduals(b.build());
    expect(kinds(graph)).toEqual(['activation', 'matmul']);
    expect(graph.nodes[1]!.inputs[3]).toBe(graph.nodes[0]!.outputs[0]);
    expectRunnable(graph);
  });

  it('folds through views and into the first operand, and leaves other adds alone', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [2, 4]);
    const w = b.input('w', [4, 4]);
    const shared = b.matmul(x, w);
    const filled = b.matmul(x, w, { residual: x });
    b.output('folded', b.add(b.reshape(b.matmul(x, w), [1, 2, 4]), b.reshape(x, [1, 2, 4])));
    b.output('shared', b.add(shared, shared));
    b.output('filled', b.add(filled, x));
    b.output('scaled', b.add(b.matmul(x, w), x, 1, 2));
    const graph = fuseResiduals(b.build());
    expect(kinds(graph).filter((kind) => kind === 'add')).toHaveLength(3);
    expect(graph.outputs['folded']!.shape).toEqual([1, 2, 4]);
    expect(storageOf(graph.outputs['folded']!).source).toMatchObject({
      node: { op: { kind: 'matmul' } },
    });
    expectRunnable(graph);
  });

  it('folds through a low-rank update into its base layer, which then carries the skip', () => {
    const b = new GraphBuilder();
    const [x, w, a, up] = [
      b.input('x', [2, 4]),
      b.input('w', [4, 4]),
      b.input('a', [4, 1]),
      b.input('up', [1, 4]),
    ];
    const skip = b.activation(x, 'silu');
    const adapted = b.matmul(b.matmul(x, a), up, { residual: b.matmul(x, w) });
    b.output('y', b.add(skip, adapted));
    const graph = fuseResiduals(b.build());
    expect(kinds(graph)).toEqual(['activation', 'matmul', 'matmul', 'matmul']);
    expectRunnable(graph);
    const base = storageOf(graph.outputs['y']!);
    expect(base.source).toMatchObject({ node: graph.nodes[3] });
    const inputs = {
      x: [1, -2, 3, 0.5, 2, 1, 0, -1],
      w: Array.from({ length: 16 }, (_, i) => i - 7),
      a: [1, 2, -1, 1],
      up: [1, 0, 2, 3],
    };
    const bindings = {
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([name, data]) => [name, Float64Array.from(data)]),
      ),
    };
    // Only the order of the sum changes.
    const unfused = interpret(b.build(), bindings)(b.outputs['y']!);
    interpret(
      graph,
      bindings,
    )(graph.outputs['y']!).forEach((value, i) => expect(value).toBeCloseTo(unfused[i]!, 12));
  });

  it('does not move a read of parameters past the optimizer', () => {
    const b = new GraphBuilder();
    b.declareState('p', 64);
    const p = b.state('p', 0, [8, 8]);
    const x = b.input('x', [2, 8]);
    const y = b.matmul(x, p);
    b.adamw(p, p, p, p, b.input('norm', [4]));
    b.output('y', b.add(y, x));
    expect(kinds(fuseResiduals(b.build()))).toEqual(['matmul', 'adamw', 'add']);
  });
});

describe('merging equal nodes', () => {
  it('computes what two passes share once, but never across a state', () => {
    const b = new GraphBuilder();
    b.declareState('p', 64);
    const x = b.input('x', [2, 8]);
    const w = b.input('w', [8, 8]);
    const p = b.state('p', 0, [8, 8]);
    const pass = (): Tensor => b.activation(b.reshape(b.matmul(x, w), [16]), 'silu');
    b.output('first', pass());
    b.output('second', b.add(pass(), pass(), 1, 2));
    b.output('before', b.matmul(x, p));
    b.adamw(p, p, p, p, b.input('norm', [4]));
    b.output('after', b.matmul(x, p));
    const graph = mergeEqualNodes(b.build());
    expect(kinds(graph)).toEqual(['matmul', 'activation', 'add', 'matmul', 'adamw', 'matmul']);
    expectRunnable(graph);
  });

  it('keeps ops of other attributes or shapes apart', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [4, 4]);
    b.output('a', b.matmul(x, x, { transposeB: true }));
    b.output('b', b.matmul(x, x));
    b.output('c', b.slice(x, 0, 2));
    b.output('d', b.slice(b.reshape(x, [2, 8]), 0, 2));
    expect(mergeEqualNodes(b.build()).nodes).toHaveLength(4);
  });
});
