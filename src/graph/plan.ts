// Lifetimes of the tensors a graph computes, and the buffer plan made from them: which tensors may share one slot.
// Two tensors share a slot only if no node lies in both lifetimes, so a node never reads and writes one slot.
// Greedy by size (largest first, Pisarchyk & Lee 2020, arXiv 2001.03288). Pinned tensors live in their flat state and have no
// slot; outputs live to the end of the run. Inputs, weights and states are not planned here.

import { sizeOf, storageOf, type Graph, type Tensor } from './graph';

/** First and last node (indices into graph.nodes) in which a tensor is bound. */
export interface Lifetime {
  readonly first: number;
  readonly last: number;
}

export interface BufferPlan {
  /** Size of each slot, a multiple of 16 bytes. */
  readonly slotBytes: readonly number[];
  /** Slot of every computed storage tensor that is not pinned. */
  readonly slotOf: ReadonlyMap<Tensor, number>;
  readonly lifetimes: ReadonlyMap<Tensor, Lifetime>;
  /** Sum of slotBytes. */
  readonly activationBytes: number;
}

/** Bytes a tensor takes in a buffer (4 an element, rounded up to 16). */
export function bytesOf(tensor: Tensor): number {
  return Math.ceil((sizeOf(tensor.shape) * 4) / 16) * 16;
}

/** Lifetimes of all computed storage tensors, pinned ones included. */
export function lifetimesOf(graph: Graph): Map<Tensor, Lifetime> {
  const lifetimes = new Map<Tensor, Lifetime>();
  graph.nodes.forEach((node, index) => {
    for (const tensor of node.inputs) {
      const owner = tensor && storageOf(tensor);
      const known = owner && lifetimes.get(owner);
      if (owner && known) lifetimes.set(owner, { first: known.first, last: index });
      else if (owner?.source.kind === 'node') throw new Error(`plan: ${owner.name} is read before it is computed`);
    }
    for (const output of node.outputs) lifetimes.set(output, { first: index, last: index });
  });
  for (const output of Object.values(graph.outputs)) {
    const owner = storageOf(output);
    const known = lifetimes.get(owner);
    if (known) lifetimes.set(owner, { first: known.first, last: graph.nodes.length });
  }
  return lifetimes;
}

/** Assigns every computed, unpinned tensor a slot. */
export function planBuffers(graph: Graph): BufferPlan {
  const lifetimes = lifetimesOf(graph);
  const pinned = new Set(graph.pins.map((pin) => storageOf(pin.tensor)));
  const bySize = [...lifetimes.keys()].filter((tensor) => !pinned.has(tensor)).sort((a, b) => bytesOf(b) - bytesOf(a) || a.id - b.id);
  const slotOf = new Map<Tensor, number>();
  const slots: { bytes: number; held: Lifetime[] }[] = [];
  for (const tensor of bySize) {
    const life = lifetimes.get(tensor)!;
    let index = slots.findIndex((slot) => slot.held.every((other) => other.last < life.first || life.last < other.first));
    if (index < 0) index = slots.push({ bytes: bytesOf(tensor), held: [] }) - 1;
    slots[index]!.held.push(life);
    slotOf.set(tensor, index);
  }
  const slotBytes = slots.map((slot) => slot.bytes);
  return { slotBytes, slotOf, lifetimes, activationBytes: slotBytes.reduce((sum, bytes) => sum + bytes, 0) };
}
