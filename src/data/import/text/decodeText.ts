// A text file's bytes as text, with the encoding it was read as: by its byte order mark, by the
// zeros of UTF-16, as UTF-8 where that is valid, else as Windows-1252, which is what Excel saves.
// So no character is lost without a word.

import { StudioError } from '../../../errors';
import { dataErrors } from '../../../strings/errors/data';
import { show } from '../../../strings/show';

export type TextEncodingName = 'UTF-8' | 'UTF-16' | 'Windows-1252';

export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncodingName;
}

/** First bytes that tell UTF-16 without a mark. */
const SAMPLE = 4096;

function utf16WithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, SAMPLE) & ~1;
  if (length < 4) return null;
  const zeros = [0, 0];
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i & 1]!++;
  const half = length / 2;
  if (zeros[1]! > half * 0.4 && zeros[0]! < half * 0.05) return 'utf-16le';
  if (zeros[0]! > half * 0.4 && zeros[1]! < half * 0.05) return 'utf-16be';
  return null;
}

/** What Windows-1252 has at 0x80 to 0x9f; Node's decoder leaves control characters there. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function windows1252(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252')
    .decode(bytes)
    .replace(/[\x80-\x9f]/gu, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80]!);
}

/** Decodes a text file. Errors: BadScoreFile where it holds binary data. */
export function decodeText(name: string, bytes: Uint8Array): DecodedText {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : utf16WithoutMark(bytes);
  if (utf16 !== null) return { text: new TextDecoder(utf16).decode(bytes), encoding: 'UTF-16' };
  if (bytes.subarray(0, SAMPLE).includes(0))
    throw new StudioError('BadScoreFile', ...dataErrors.files.binary(show(name)));
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true }).decode(bytes),
      encoding: 'UTF-8',
    };
  } catch {
    return { text: windows1252(bytes), encoding: 'Windows-1252' };
  }
}
