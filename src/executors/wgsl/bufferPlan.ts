// Lifetimes -> buffer slots. Each planned buffer is live from its first to its last node; two
// buffers may share a slot when their lives do not meet. Largest first, best fit (TFLite's "greedy
// by size"), one whole slot a buffer: a slot is a GPUBuffer of its own, so what is live together is
// never in one GPUBuffer and may be read and written in one dispatch. graph/plan.ts plans a graph's
// tensors before any kernel is chosen; this one also places the kernels' scratch.

/** One buffer to be placed. `last` = Infinity keeps it to the end of the run and beyond. */
export interface PlannedBuffer {
  readonly bytes: number;
  /** Index of the node that writes it first. */
  readonly first: number;
  /** Index of the last node that touches it. */
  readonly last: number;
}

export interface BufferPlan {
  /** Bytes of each slot. */
  readonly slotBytes: readonly number[];
  /** Slot of each buffer, in the order given. */
  readonly slotOf: readonly number[];
}

/** Places every buffer in a slot. */
export function planBuffers(buffers: readonly PlannedBuffer[]): BufferPlan {
  const order = buffers
    .map((_, index) => index)
    .sort((a, b) => buffers[b]!.bytes - buffers[a]!.bytes || buffers[a]!.first - buffers[b]!.first);
  const slots: { bytes: number; held: PlannedBuffer[] }[] = [];
  const slotOf = Array.from<number>({ length: buffers.length }).fill(-1);
  for (const index of order) {
    const buffer = buffers[index]!;
    // Slots come in falling size, so the last that is free is the best fit.
    let chosen = slots.length - 1;
    while (
      chosen >= 0 &&
      slots[chosen]!.held.some((other) => other.first <= buffer.last && buffer.first <= other.last)
    )
      chosen--;
    if (chosen < 0) chosen = slots.push({ bytes: buffer.bytes, held: [] }) - 1;
    slots[chosen]!.held.push(buffer);
    slotOf[index] = chosen;
  }
  return { slotBytes: slots.map((slot) => slot.bytes), slotOf };
}
