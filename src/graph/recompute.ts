// A rewrite for memory, when a training graph's activations exceed a budget: what the derivatives
// need of a module is not kept but computed again right before them, from the module's inputs
// (gradient checkpointing, Chen et al. 2016). First each layer norm by itself, which costs next to
// nothing; then whole modules, as few as fit. It runs last: merging equal nodes would undo it. The
// same operations run on the same numbers, so every result keeps its bits.

import { sizeOf, storageOf, type Graph, type GraphNode, type Tensor } from './graph';
import { rebuild, rootsOf, type Draft } from './passes';

/** Bytes of activations above which a training step computes norms and modules again. */
export const ACTIVATION_BUDGET = 768 * 2 ** 20;

/** Forward nodes that are computed again together. */
type Unit = ReadonlySet<GraphNode>;

const bytesOf = (tensors: Iterable<Tensor>): number =>
  [...tensors].reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);

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
  let alive = 0;
  let peak = 0;
  graph.nodes.forEach((node, index) => {
    alive += bytesOf(node.outputs);
    peak = Math.max(peak, alive);
    alive -= bytesOf(ending[index]!);
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

/** A training graph, its derivative pass, and what of it can be computed again. */
class Checkpointing {
  private readonly late: ReadonlySet<GraphNode>;
  /** Forward nodes that read a tensor. */
  private readonly readers = new Map<Tensor, GraphNode[]>();
  private readonly lateReads = new Set<Tensor>();
  private readonly roots: ReadonlySet<Tensor>;

  constructor(readonly graph: Graph) {
    this.late = derivativePass(graph);
    this.roots = rootsOf(graph);
    for (const node of graph.nodes)
      for (const input of node.inputs) {
        if (!input) continue;
        const owner = storageOf(input);
        if (this.late.has(node)) this.lateReads.add(owner);
        else this.readers.set(owner, [...(this.readers.get(owner) ?? []), node]);
      }
  }

  /** Each layer norm, a unit of its own. */
  norms(): Unit[] {
    return this.graph.nodes
      .filter((node) => node.op.kind === 'layerNorm' && !this.late.has(node))
      .map((node) => new Set([node]));
  }

  /** The modules of the network, those that save most first. */
  modules(): Unit[] {
    const byName = new Map<string, Set<GraphNode>>();
    for (const node of this.graph.nodes) {
      if (node.module === null || this.late.has(node)) continue;
      const known = byName.get(node.module);
      if (known) known.add(node);
      else byName.set(node.module, new Set([node]));
    }
    const saved = (unit: Unit): number =>
      bytesOf(
        [...unit].flatMap(({ outputs }) => outputs.filter((output) => this.isLost(output, unit))),
      );
    return [...byName.values()]
      .map((unit) => ({ unit, bytes: saved(unit) }))
      .filter(({ bytes }) => bytes > 0)
      .sort((a, b) => b.bytes - a.bytes)
      .map(({ unit }) => unit);
  }

  /** Whether a result of a unit is needed late and is no result for other parts of the graph. */
  private isLost(tensor: Tensor, unit: Unit): boolean {
    return this.lateReads.has(tensor) && this.isInner(tensor, unit);
  }

  private isInner(tensor: Tensor, unit: Unit): boolean {
    const read = this.readers.get(tensor) ?? [];
    // The last layer norm before adapters may be read by nobody but them.
    const inside = unit.size === 1 || read.every((node) => unit.has(node));
    return inside && !this.roots.has(tensor);
  }

  /** The graph in which the results that the derivatives need of these units are computed again. */
  rewrite(units: readonly Unit[]): Graph {
    const unitOf = new Map<Tensor, Unit>();
    const nodeOf = new Map<Tensor, GraphNode>();
    // Ids name places in memory: no input, weight or state may have that of a new tensor.
    let nextId = 0;
    for (const node of this.graph.nodes) {
      for (const output of node.outputs) nodeOf.set(output, node);
      for (const tensor of [...node.inputs, ...node.outputs])
        if (tensor) nextId = Math.max(nextId, tensor.id + 1, storageOf(tensor).id + 1);
    }
    // Later units win: a module takes its norms with it.
    for (const unit of units)
      for (const { outputs } of unit)
        for (const output of outputs) if (this.isInner(output, unit)) unitOf.set(output, unit);

    const again = new Map<Tensor, Tensor>();
    const drafts: Draft[] = [];
    const replaced = (tensor: Tensor): Tensor => {
      if (tensor.source.kind !== 'view') return again.get(tensor) ?? tensor;
      const of = replaced(tensor.source.of);
      return of === tensor.source.of ? tensor : { ...tensor, source: { kind: 'view', of } };
    };
    /** Computes a node again, and before it what it needs of its own unit. */
    const repeat = (node: GraphNode, unit: Unit): void => {
      for (const input of node.inputs) if (input) need(storageOf(input), unit);
      const outputs = node.outputs.map((output) => ({ ...output, id: nextId++ }));
      drafts.push({
        ...node,
        inputs: node.inputs.map((input) => input && replaced(input)),
        outputs,
      });
      node.outputs.forEach((output, index) => {
        if (unitOf.get(output) === unit) again.set(output, outputs[index]!);
      });
    };
    const need = (tensor: Tensor, unit: Unit): void => {
      if (unitOf.get(tensor) === unit && !again.has(tensor)) repeat(nodeOf.get(tensor)!, unit);
    };
    for (const node of this.graph.nodes) {
      if (!this.late.has(node)) {
        drafts.push(node);
        continue;
      }
      for (const input of node.inputs) {
        const unit = input && unitOf.get(storageOf(input));
        if (!unit || again.has(storageOf(input))) continue;
        // All that is lost of a unit at once: its derivatives follow one another.
        for (const { outputs } of unit)
          for (const output of outputs) if (this.isLost(output, unit)) need(output, unit);
      }
      drafts.push({ ...node, inputs: node.inputs.map((input) => input && replaced(input)) });
    }
    return rebuild(this.graph, drafts);
  }
}

/** The graph with each layer norm that the derivatives read computed again just before them. */
export function recomputeNorms(graph: Graph): Graph {
  const checkpointing = new Checkpointing(graph);
  return checkpointing.rewrite(checkpointing.norms());
}

/** The graph with norms and all modules computed again: the least memory there is. */
export function recomputeModules(graph: Graph): Graph {
  const checkpointing = new Checkpointing(graph);
  return checkpointing.rewrite([...checkpointing.norms(), ...checkpointing.modules()]);
}

/**
 * The graph as it is where its activations fit the budget, else with norms computed again, else
 * with as few modules as fit; with all of them where even that does not.
 */
export function withinBudget(graph: Graph, budget: number): Graph {
  if (peakBytes(graph) <= budget) return graph;
  const checkpointing = new Checkpointing(graph);
  const norms = checkpointing.norms();
  const fewer = checkpointing.rewrite(norms);
  if (peakBytes(fewer) <= budget) return fewer;
  const modules = checkpointing.modules();
  const at = (chosen: readonly Unit[]): Graph => checkpointing.rewrite([...norms, ...chosen]);
  const fits = (chosen: readonly Unit[]): boolean => peakBytes(at(chosen)) <= budget;
  // The fewest of those that save most, by halving; then those that are not needed after all.
  let few = 0;
  let many = modules.length;
  while (many - few > 1) {
    const middle = (few + many) >> 1;
    if (fits(modules.slice(0, middle))) many = middle;
    else few = middle;
  }
  let chosen = modules.slice(0, many);
  if (!fits(chosen)) return at(chosen);
  for (const unit of chosen) {
    const without = chosen.filter((other) => other !== unit);
    if (fits(without)) chosen = without;
  }
  return at(chosen);
}
