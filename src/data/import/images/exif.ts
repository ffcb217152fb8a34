// The few EXIF fields an import needs (TIFF 6.0, EXIF 2.32): the comment in which A1111 keeps its
// generation data, the description, and the rating of Windows and photo tools.

export interface ExifFacts {
  readonly userComment: string | null;
  readonly description: string | null;
  /** Stars 0…5. */
  readonly rating: number | null;
}

const NOTHING: ExifFacts = { userComment: null, description: null, rating: null };
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
/** Fields read of one directory; a real one has some dozens. */
const MAX_FIELDS = 512;

const EXIF_POINTER = 0x8769;
const USER_COMMENT = 0x9286;
const DESCRIPTION = 0x010e;
const RATING = 0x4746;

function trimmed(text: string): string | null {
  const plain = text.replace(/\0+$/u, '').trim();
  return plain === '' ? null : plain;
}

function utf8Or(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** UserComment: eight bytes of encoding, then text; writers disagree on UTF-16's byte order. */
function commentOf(bytes: Uint8Array, littleEndian: boolean): string | null {
  const code = new TextDecoder('latin1').decode(bytes.subarray(0, 8)).replace(/\0+$/u, '');
  const body = bytes.subarray(8);
  if (code !== 'UNICODE') return trimmed(utf8Or(code === 'ASCII' || code === '' ? body : bytes));
  // The order in which most first letters are below 256, whatever the file says.
  let [first, second] = [0, 0];
  for (let i = 0; i + 1 < Math.min(body.length, 400); i += 2) {
    if (body[i] === 0) first++;
    if (body[i + 1] === 0) second++;
  }
  const big = first === second ? !littleEndian : first > second;
  return trimmed(new TextDecoder(big ? 'utf-16be' : 'utf-16le').decode(body));
}

/** Reads a TIFF block (after “Exif\0\0” in a JPEG). Never throws: damaged fields are left out. */
export function readExif(block: Uint8Array): ExifFacts {
  const bytes =
    block.length > 6 && block[0] === 0x45 && block[1] === 0x78 && block[4] === 0
      ? block.subarray(6)
      : block;
  if (bytes.length < 8) return NOTHING;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  if (view.getUint16(2, little) !== 42) return NOTHING;
  const facts = { userComment: null, description: null, rating: null } as {
    -readonly [K in keyof ExifFacts]: ExifFacts[K];
  };
  const directory = (at: number, inner: boolean): void => {
    if (at + 2 > bytes.length) return;
    const count = Math.min(view.getUint16(at, little), MAX_FIELDS);
    for (let i = 0; i < count; i++) {
      const field = at + 2 + i * 12;
      if (field + 12 > bytes.length) return;
      const tag = view.getUint16(field, little);
      const type = view.getUint16(field + 2, little);
      const size = view.getUint32(field + 4, little) * (TYPE_BYTES[type] ?? 0);
      const begin = size <= 4 ? field + 8 : view.getUint32(field + 8, little);
      if (begin + size > bytes.length) continue;
      const content = bytes.subarray(begin, begin + size);
      if (tag === EXIF_POINTER && !inner && size === 4)
        directory(view.getUint32(begin, little), true);
      else if (tag === USER_COMMENT && size > 8) facts.userComment = commentOf(content, little);
      else if (tag === DESCRIPTION) facts.description = trimmed(utf8Or(content));
      else if (tag === RATING && size === 2) facts.rating = view.getUint16(begin, little);
    }
  };
  directory(view.getUint32(4, little), false);
  return facts;
}
