// What can be known of a graph before it runs: which nodes are needed, after which node each result
// can be dropped, what must be written into flat states, and the peak of live activation bytes.
// Pure; knows nothing of tfjs.

import {
  sizeOf,
  storageOf,
  type Graph,
  type GraphNode,
  type Pin,
  type Tensor,
} from '../../graph/graph';

export interface Step {
  readonly node: GraphNode;
  /** Ids of the results no later step reads. */
  readonly drop: readonly number[];
  readonly pins: readonly Pin[];
}

export interface TfjsPlan {
  readonly steps: readonly Step[];
  readonly weights: readonly Tensor[];
  /** Peak of f32 results alive at once. */
  readonly activationBytes: number;
}

/**
 * Nodes whose results somebody wants: in-place operations, graph outputs, pins and what these need.
 */
function neededNodes(graph: Graph): Set<GraphNode> {
  const wanted = new Set<number>();
  for (const tensor of Object.values(graph.outputs)) wanted.add(storageOf(tensor).id);
  for (const pin of graph.pins) wanted.add(storageOf(pin.tensor).id);
  const needed = new Set<GraphNode>();
  for (let index = graph.nodes.length - 1; index >= 0; index--) {
    const node = graph.nodes[index]!;
    if (node.outputs.length > 0 && !node.outputs.some((output) => wanted.has(output.id))) continue;
    needed.add(node);
    for (const input of node.inputs) if (input) wanted.add(storageOf(input).id);
  }
  return needed;
}

export function planGraph(graph: Graph): TfjsPlan {
  const needed = neededNodes(graph);
  const nodes = graph.nodes.filter((node) => needed.has(node));
  const lastUse = new Map<number, number>();
  const weights = new Map<number, Tensor>();
  nodes.forEach((node, index) => {
    for (const output of node.outputs) lastUse.set(output.id, index);
    for (const input of node.inputs) {
      if (!input) continue;
      const owner = storageOf(input);
      if (owner.source.kind === 'node') lastUse.set(owner.id, index);
      if (owner.source.kind === 'weight') weights.set(owner.id, owner);
    }
  });
  for (const tensor of Object.values(graph.outputs)) {
    const owner = storageOf(tensor);
    if (owner.source.kind === 'weight') weights.set(owner.id, owner);
    if (owner.source.kind === 'node') lastUse.set(owner.id, Infinity);
  }
  const drops: number[][] = nodes.map(() => []);
  for (const [id, index] of lastUse) drops[index]?.push(id);

  const bytes = new Map<number, number>();
  let live = 0;
  let peak = 0;
  const steps = nodes.map((node, index): Step => {
    for (const output of node.outputs) {
      bytes.set(output.id, sizeOf(output.shape) * 4);
      live += sizeOf(output.shape) * 4;
    }
    peak = Math.max(peak, live);
    const drop = drops[index]!;
    for (const id of drop) live -= bytes.get(id) ?? 0;
    const ids = new Set(node.outputs.map((output) => output.id));
    return { node, drop, pins: graph.pins.filter((pin) => ids.has(storageOf(pin.tensor).id)) };
  });
  return { steps, weights: [...weights.values()], activationBytes: peak };
}
