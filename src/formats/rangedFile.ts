// A file read by ranges: what a safetensors file of any size is opened through. A Blob or dropped
// File, bytes that are already in memory, or (tools/cli/nodeRanges.ts) a handle of the file system.

export interface RangedFile {
  /** Bytes in all. */
  readonly size: number;
  /** Bytes [start, end). Rejects when they cannot be read. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** A Blob or File. */
export function blobFile(blob: Blob): RangedFile {
  return {
    size: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}

/** Bytes in memory; ranges are views of them. */
export function bytesFile(bytes: Uint8Array): RangedFile {
  return {
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
  };
}
