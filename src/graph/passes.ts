// Rewrites of a finished graph: dead nodes are dropped and `add`s are folded into residual slots. Each pass returns a new
// graph whose node results are new tensors (inputs, weights and states stay the same objects), so find results again through
// `outputs` and `pins`, not through tensors of the builder. Node order stays one in which the graph can run.

import { storageOf, type Graph, type GraphNode, type Tensor } from './graph';
import type { Op } from './ops';

/** What a node becomes: its op and inputs, in terms of the old graph's tensors. */
interface Draft {
  readonly op: Op;
  readonly inputs: readonly (Tensor | null)[];
  /** Old tensors this node computes. */
  readonly outputs: readonly Tensor[];
}

/** Builds the graph of these drafts, in their order, with consistent tensors. */
function rebuild(graph: Graph, drafts: readonly Draft[]): Graph {
  const made = new Map<Tensor, Tensor>();
  const moved = (tensor: Tensor): Tensor => {
    const { source } = tensor;
    const known = made.get(tensor);
    if (known) return known;
    if (source.kind === 'node') throw new Error(`graph pass: ${tensor.name} is used before it is computed`);
    if (source.kind !== 'view') return tensor;
    const view: Tensor = { ...tensor, source: { kind: 'view', of: moved(source.of) } };
    made.set(tensor, view);
    return view;
  };
  const nodes = drafts.map((draft, id): GraphNode => {
    const outputs: Tensor[] = [];
    const node: GraphNode = { id, op: draft.op, inputs: draft.inputs.map((tensor) => tensor && moved(tensor)), outputs };
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
    outputs: Object.fromEntries(Object.entries(graph.outputs).map(([name, tensor]) => [name, moved(tensor)])),
    states: graph.states,
    pins: graph.pins.map((pin) => ({ ...pin, tensor: moved(pin.tensor) })),
  };
}

/** Storage tensors that must exist when the graph has run. */
export function rootsOf(graph: Graph): Set<Tensor> {
  return new Set([...Object.values(graph.outputs), ...graph.pins.map((pin) => pin.tensor)].map(storageOf));
}

/** Drops nodes nothing needs. Outputs, pins and nodes that act in place (no results) are needed; declared inputs stay. */
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

/** Folds add(p, q) with unit scales into the matmul, conv2d or conv2dInput that alone computes q (or p) for it and has no
 *  residual yet. The fused node runs where the add ran; it is left alone when an in-place node lies between the two. */
export function fuseResiduals(graph: Graph): Graph {
  const uses = new Map<Tensor, number>();
  const count = (tensor: Tensor): void => { uses.set(storageOf(tensor), (uses.get(storageOf(tensor)) ?? 0) + 1); };
  for (const node of graph.nodes) for (const tensor of node.inputs) if (tensor) count(tensor);
  for (const root of rootsOf(graph)) count(root);

  const position = new Map<GraphNode, number>(graph.nodes.map((node, index) => [node, index]));
  const effects = graph.nodes.flatMap((node, index) => (node.outputs.length === 0 ? [index] : []));
  const drafts = new Map<GraphNode, Draft | null>(graph.nodes.map((node) => [node, node]));

  const producerFor = (tensor: Tensor, at: number): GraphNode | null => {
    const owner = storageOf(tensor);
    if (owner.source.kind !== 'node' || uses.get(owner) !== 1) return null;
    const { node } = owner.source;
    const draft = drafts.get(node);
    const slot = residualSlot(draft?.op ?? node.op);
    if (!draft || slot === null || draft.inputs[slot]) return null;
    const from = position.get(node)!;
    return effects.some((effect) => effect > from && effect < at) ? null : node;
  };

  for (const [at, node] of graph.nodes.entries()) {
    if (node.op.kind !== 'add' || node.op.scaleA !== 1 || node.op.scaleB !== 1) continue;
    const [p, q] = node.inputs as [Tensor, Tensor];
    const producer = producerFor(q, at) ?? producerFor(p, at);
    if (!producer) continue;
    const draft = drafts.get(producer)!;
    const residual = storageOf(q) === producer.outputs[0] ? p : q;
    const inputs = [...draft.inputs];
    inputs[residualSlot(draft.op)!] = residual;
    drafts.set(producer, null);
    drafts.set(node, { op: draft.op, inputs, outputs: node.outputs });
  }
  return rebuild(graph, [...drafts.values()].filter((draft) => draft !== null));
}

/** The passes every training or sampling graph goes through. */
export function optimize(graph: Graph): Graph {
  return fuseResiduals(eliminateDeadNodes(graph));
}
