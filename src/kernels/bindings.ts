// How a lowering names its buffers' access: `bindings: [read(context.input(0)),
// write(context.output(0))]`.

import type { Binding, BufferRef } from './kernel';

/** Bound as `var<storage, read>`. */
export function read(buffer: BufferRef): Binding {
  return { buffer, access: 'read' };
}

/** Bound as `var<storage, read_write>`. */
export function write(buffer: BufferRef): Binding {
  return { buffer, access: 'read_write' };
}
