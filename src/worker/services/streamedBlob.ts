// A file of any size made piece by piece: pieces become blobs as they come, which a browser may
// keep on disk, so that JavaScript holds a few at a time.

const PIECE_BYTES = 16 * 2 ** 20;

/** The bytes as one blob; `told` hears how many are there. Errors: abort; what a piece throws. */
export async function blobOf(
  { pieces }: { pieces(): AsyncIterable<Uint8Array<ArrayBuffer>> },
  signal: AbortSignal,
  told: (done: number) => void,
): Promise<Blob> {
  const blobs: Blob[] = [];
  let open: Uint8Array<ArrayBuffer>[] = [];
  let [held, done] = [0, 0];
  for await (const piece of pieces()) {
    signal.throwIfAborted();
    open.push(piece);
    held += piece.length;
    done += piece.length;
    if (held < PIECE_BYTES) continue;
    blobs.push(new Blob(open));
    [open, held] = [[], 0];
    told(done);
  }
  return new Blob([...blobs, ...open]);
}
