// Rewrites of a finished graph: dead nodes are dropped, equal nodes merged, `add`s folded into
// residual slots. Each pass returns a new graph whose node results are new tensors (inputs, weights
// and states stay the same objects), so find results again through `outputs` and `pins`, not
// through tensors of the builder. Node order stays one in which the graph can run.

import { storageOf, type Graph, type GraphNode, type Tensor } from './graph';
import type { Op } from './ops';

/** What a node becomes: its op and inputs, in terms of the old graph's tensors. */
export interface Draft {
  readonly op: Op;
  readonly inputs: readonly (Tensor | null)[];
  /** Old tensors this node computes. */
  readonly outputs: readonly Tensor[];
  readonly module: string | null;
}

/** Builds the graph of these drafts, in their order, with consistent tensors. */
export function rebuild(graph: Graph, drafts: readonly Draft[]): Graph {
  const made = new Map<Tensor, Tensor>();
  const moved = (tensor: Tensor): Tensor => {
    const { source } = tensor;
    const known = made.get(tensor);
    if (known) return known;
    if (source.kind === 'node')
      throw new Error(`graph pass: ${tensor.name} is used before it is computed`);
    if (source.kind !== 'view') return tensor;
    const view: Tensor = { ...tensor, source: { kind: 'view', of: moved(source.of) } };
    made.set(tensor, view);
    return view;
  };
  const nodes = drafts.map((draft, id): GraphNode => {
    const outputs: Tensor[] = [];
    const node: GraphNode = {
      id,
      op: draft.op,
      inputs: draft.inputs.map((tensor) => tensor && moved(tensor)),
      outputs,
      module: draft.module,
    };
    draft.outputs.forEach((old, index) => {
      const fresh: Tensor = { ...old, source: { kind: 'node', node, index } };
      made.set(old, fresh);
      outputs.push(fresh);
    });
    return node;
  });
  return {
    nodes,
    inputs: graph.inputs,
    outputs: Object.fromEntries(
      Object.entries(graph.outputs).map(([name, tensor]) => [name, moved(tensor)]),
    ),
    states: graph.states,
    pins: graph.pins.map((pin) => ({ ...pin, tensor: moved(pin.tensor) })),
  };
}

/** Storage tensors that must exist when the graph has run. */
export function rootsOf(graph: Graph): Set<Tensor> {
  return new Set(
    [...Object.values(graph.outputs), ...graph.pins.map((pin) => pin.tensor)].map(storageOf),
  );
}

/**
 * Drops nodes nothing needs. Outputs, pins and nodes that act in place (no results) are needed;
 * declared inputs stay.
 */
export function eliminateDeadNodes(graph: Graph): Graph {
  const needed = rootsOf(graph);
  const kept: GraphNode[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (node.outputs.length > 0 && !node.outputs.some((output) => needed.has(output))) continue;
    kept.push(node);
    for (const tensor of node.inputs) if (tensor) needed.add(storageOf(tensor));
  }
  return rebuild(graph, kept.reverse());
}

/** Residual slot of the ops that have one. */
function residualSlot(op: Op): number | null {
  if (op.kind === 'matmul' || op.kind === 'conv2d') return 3;
  return op.kind === 'conv2dInput' ? 2 : null;
}

/**
 * Folds add(p, q) with unit scales into the matmul, conv2d or conv2dInput that alone computes q (or
 * p) for it. If that
 *  node already has a residual (a low-rank update on its base layer), the residual's own producer
 *  is tried, and the add disappears between the two. A folded node runs where the add ran (or where
 *  it stood, in the second case); nothing is moved past an in-place node.
 */
export function fuseResiduals(graph: Graph): Graph {
  const uses = new Map<Tensor, number>();
  const count = (tensor: Tensor): void => {
    uses.set(storageOf(tensor), (uses.get(storageOf(tensor)) ?? 0) + 1);
  };
  for (const node of graph.nodes) for (const tensor of node.inputs) if (tensor) count(tensor);
  for (const root of rootsOf(graph)) count(root);

  const effects = graph.nodes.flatMap((node, index) => (node.outputs.length === 0 ? [index] : []));
  // Where each tensor is computed now, and what stands at each place; null = moved away.
  const home = new Map<Tensor, number>();
  const drafts: (Draft | null)[] = graph.nodes.map((node, index) => {
    for (const output of node.outputs) home.set(output, index);
    return node;
  });
  /** Place of the foldable producer of a tensor used once, or null. */
  const producerOf = (tensor: Tensor): number | null => {
    const owner = storageOf(tensor);
    if (owner.source.kind !== 'node' || uses.get(owner) !== 1) return null;
    const at = home.get(owner)!;
    return residualSlot(drafts[at]!.op) === null ? null : at;
  };
  const withResidual = (draft: Draft, residual: Tensor): Draft => {
    const inputs = [...draft.inputs];
    inputs[residualSlot(draft.op)!] = residual;
    return { ...draft, inputs };
  };
  const free = (draft: Draft): boolean => draft.inputs[residualSlot(draft.op)!] === null;

  const tryFold = (into: Tensor, addend: Tensor, at: number): boolean => {
    const from = producerOf(into);
    if (from === null) return false;
    const draft = drafts[from]!;
    const { outputs } = graph.nodes[at]!;
    const passes = (start: number): boolean =>
      effects.some((effect) => effect > start && effect < at);
    if (free(draft)) {
      if (passes(from)) return false;
      drafts[from] = null;
      drafts[at] = { ...withResidual(draft, addend), outputs };
      home.set(outputs[0]!, at);
      return true;
    }
    const base = draft.inputs[residualSlot(draft.op)!]!;
    const under = producerOf(base);
    const ready = home.get(storageOf(addend)) ?? -1;
    if (under === null || !free(drafts[under]!) || ready >= under || passes(under)) return false;
    drafts[under] = withResidual(drafts[under]!, addend);
    drafts[from] = { ...draft, outputs };
    drafts[at] = null;
    home.set(outputs[0]!, from);
    return true;
  };

  for (const [at, node] of graph.nodes.entries()) {
    if (node.op.kind !== 'add' || node.op.scaleA !== 1 || node.op.scaleB !== 1) continue;
    const [p, q] = node.inputs as [Tensor, Tensor];
    if (!tryFold(q, p, at)) tryFold(p, q, at);
  }
  return rebuild(
    graph,
    drafts.filter((draft) => draft !== null),
  );
}

/**
 * Merges nodes of equal op and inputs into the first of them: what reference and policy compute
 * before their first adapter.
 *  Nodes that act in place or read a flat state (which such nodes may change) are left alone.
 */
export function mergeEqualNodes(graph: Graph): Graph {
  const same = new Map<Tensor, Tensor>();
  const viewed = new Map<string, Tensor>();
  const resolve = (tensor: Tensor): Tensor => {
    const owner = same.get(storageOf(tensor));
    if (!owner) return tensor;
    const key = `${owner.id}:${tensor.shape}`;
    const view = viewed.get(key) ?? { ...tensor, source: { kind: 'view', of: owner } };
    viewed.set(key, view);
    return view;
  };
  const firstOf = new Map<string, GraphNode>();
  const drafts: Draft[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((tensor) => tensor && resolve(tensor));
    const key = JSON.stringify([
      node.op,
      inputs.map((tensor) => tensor && [storageOf(tensor).id, tensor.shape]),
    ]);
    const first = firstOf.get(key);
    const stateful =
      node.outputs.length === 0 ||
      inputs.some((tensor) => tensor && storageOf(tensor).source.kind === 'state');
    if (first && !stateful) {
      node.outputs.forEach((output, index) => same.set(output, first.outputs[index]!));
      continue;
    }
    if (!stateful) firstOf.set(key, node);
    drafts.push({ ...node, inputs });
  }
  const outputs = Object.fromEntries(
    Object.entries(graph.outputs).map(([name, tensor]) => [name, resolve(tensor)]),
  );
  return rebuild(
    { ...graph, outputs, pins: graph.pins.map((pin) => ({ ...pin, tensor: resolve(pin.tensor) })) },
    drafts,
  );
}

/** The passes every training or sampling graph goes through. */
export function optimize(graph: Graph): Graph {
  return fuseResiduals(mergeEqualNodes(eliminateDeadNodes(graph)));
}
