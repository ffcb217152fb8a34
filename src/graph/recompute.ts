// A rewrite for memory, when a training graph's activations exceed a budget: what a layer norm
// gives is not kept for the derivative of the adapters behind it but computed again there, from the
// norm's input, which is kept anyway. It runs last: merging equal nodes would undo it. The numbers
// are the same; the cost is one norm per transformer block and adapter group.

import { sizeOf, storageOf, type Graph, type GraphNode, type Tensor } from './graph';
import { rebuild, rootsOf, type Draft } from './passes';

/** Bytes of activations above which a training step computes norms again. */
export const ACTIVATION_BUDGET = 2 ** 30;

/** Most bytes of node results that are alive at once. */
export function peakBytes(graph: Graph): number {
  const last = new Map<Tensor, number>();
  graph.nodes.forEach((node, index) => {
    for (const output of node.outputs) last.set(output, index);
    for (const input of node.inputs) if (input) last.set(storageOf(input), index);
  });
  for (const root of rootsOf(graph)) last.set(root, graph.nodes.length);
  const ending = graph.nodes.map((): Tensor[] => []);
  for (const [tensor, index] of last)
    if (tensor.source.kind === 'node') ending[index]?.push(tensor);
  const bytes = (tensors: readonly Tensor[]): number =>
    tensors.reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
  let alive = 0;
  let peak = 0;
  graph.nodes.forEach((node, index) => {
    alive += bytes(node.outputs);
    peak = Math.max(peak, alive);
    alive -= bytes(ending[index]!);
  });
  return peak;
}

/** Nodes that depend on the objective: the derivative pass. */
function derivativePass(graph: Graph): Set<GraphNode> {
  const found = new Set<GraphNode>();
  const late = new Set<Tensor>();
  for (const node of graph.nodes) {
    const depends = node.inputs.some((input) => input && late.has(storageOf(input)));
    if (node.op.kind !== 'objective' && !depends) continue;
    found.add(node);
    for (const output of node.outputs) late.add(output);
  }
  return found;
}

/**
 * The graph with each layer norm that the derivative pass reads computed again just before that.
 */
export function recomputeNorms(graph: Graph): Graph {
  const late = derivativePass(graph);
  const kept = rootsOf(graph);
  const normOf = new Map<Tensor, GraphNode>();
  let nextId = 0;
  for (const node of graph.nodes) {
    for (const { id } of node.outputs) nextId = Math.max(nextId, id + 1);
    const [y] = node.outputs;
    if (node.op.kind === 'layerNorm' && !late.has(node) && y && !kept.has(y)) normOf.set(y, node);
  }
  const again = new Map<Tensor, Tensor>();
  const drafts: Draft[] = [];
  const replaced = (tensor: Tensor): Tensor => {
    if (tensor.source.kind === 'view')
      return { ...tensor, source: { kind: 'view', of: replaced(tensor.source.of) } };
    return again.get(tensor) ?? tensor;
  };
  for (const node of graph.nodes) {
    if (!late.has(node)) {
      drafts.push(node);
      continue;
    }
    for (const input of node.inputs) {
      const owner = input && storageOf(input);
      const norm = owner && normOf.get(owner);
      if (!owner || !norm || again.has(owner)) continue;
      const outputs = norm.outputs.map((output) => ({ ...output, id: nextId++ }));
      again.set(owner, outputs[0]!);
      drafts.push({ op: norm.op, inputs: norm.inputs, outputs });
    }
    const inputs = node.inputs.map((input) =>
      input && again.has(storageOf(input)) ? replaced(input) : input,
    );
    drafts.push({ op: node.op, inputs, outputs: node.outputs });
  }
  return rebuild(graph, drafts);
}

/** The graph as it is where it fits the budget, else with norms computed again. */
export function withinBudget(graph: Graph, budget: number): Graph {
  return peakBytes(graph) <= budget ? graph : recomputeNorms(graph);
}
