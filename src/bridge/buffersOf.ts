// Which buffers a message gives away when it crosses to the other side: those of its typed arrays.
// What is posted belongs to the receiver; whoever wants to keep pixels or bytes posts a copy.

/** Buffers of all typed arrays in a message that fill theirs; each once. Cost: one walk. */
export function buffersOf(message: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  walk(message, found);
  return [...found];
}

function walk(value: unknown, found: Set<ArrayBuffer>): void {
  if (typeof value !== 'object' || value === null) return;
  if (ArrayBuffer.isView(value)) {
    const { buffer } = value;
    // A view of a part would give away what lies beside it.
    if (
      buffer instanceof ArrayBuffer &&
      value.byteLength === buffer.byteLength &&
      buffer.byteLength
    )
      found.add(buffer);
    return;
  }
  if (Array.isArray(value)) {
    // Lists of numbers and words hold no buffers.
    if (typeof value[0] === 'object') for (const one of value) walk(one, found);
    return;
  }
  if (Object.getPrototypeOf(value) === Object.prototype)
    for (const one of Object.values(value)) walk(one, found);
}
