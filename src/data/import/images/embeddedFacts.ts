// What an image file says of itself: the prompt its tool wrote, the rating a photo tool left.

import { dataErrors } from '../../../strings/errors/data';
import { jpegSegments, pngChunks, webpChunks } from './imageHeader';
import type { ImageMime } from './fileKind';
import { readExif, type ExifFacts } from './exif';
import { generationFacts } from './generationText';
import { pngTexts } from './pngText';
import { readXmp } from './xmp';

export interface EmbeddedFacts {
  readonly prompt: string | null;
  /** Where the prompt was: “PNG text (A1111 parameters)”. */
  readonly promptSource: string | null;
  readonly negativePrompt: string | null;
  readonly score: number | null;
  readonly scoreSource: string | null;
}

interface Container {
  readonly label: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly exif: Uint8Array | null;
  readonly xmp: string | null;
}

const XMP_HEADER = 'http://ns.adobe.com/xap/1.0/\0';
const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function containerOf(bytes: Uint8Array, mime: ImageMime): Container {
  let exif: Uint8Array | null = null;
  let xmp: string | null = null;
  if (mime === 'image/png') {
    const texts = pngTexts(bytes);
    for (const { type, begin, end } of pngChunks(bytes))
      if (type === 'eXIf') exif = bytes.subarray(begin, end);
    return {
      label: dataErrors.images.pngText,
      texts,
      exif,
      xmp: texts.get('XML:com.adobe.xmp') ?? null,
    };
  }
  if (mime === 'image/jpeg') {
    for (const { marker, begin, end } of jpegSegments(bytes)) {
      if (marker !== 0xe1) continue;
      const head = new TextDecoder('latin1').decode(bytes.subarray(begin, begin + 40));
      if (head.startsWith('Exif\0')) exif ??= bytes.subarray(begin, end);
      else if (head.startsWith(XMP_HEADER))
        xmp ??= utf8(bytes.subarray(begin + XMP_HEADER.length, end));
    }
  } else if (mime === 'image/webp') {
    for (const { type, begin, end } of webpChunks(bytes)) {
      if (type === 'EXIF') exif = bytes.subarray(begin, end);
      else if (type === 'XMP ') xmp = utf8(bytes.subarray(begin, end));
    }
  }
  return { label: dataErrors.images.exif, texts: new Map(), exif, xmp };
}

/** Reads what a file says of itself. Never throws: what is damaged is not there. */
export function embeddedFacts(bytes: Uint8Array, mime: ImageMime): EmbeddedFacts {
  const said = dataErrors.images;
  const { label, texts, exif: block, xmp: packet } = containerOf(bytes, mime);
  const exif: ExifFacts | null = block === null ? null : readExif(block);
  const all = new Map(texts);
  if (exif?.userComment) all.set('UserComment', exif.userComment);
  const made = generationFacts(all);
  const xmp = packet === null ? null : readXmp(packet);
  const prompt = made?.prompt ?? xmp?.description ?? null;
  const rating = xmp?.rating ?? (exif?.rating ? exif.rating : null);
  return {
    prompt,
    promptSource:
      prompt === null ? null : made === null ? said.xmpDescription : said.place(label, made.tool),
    negativePrompt: made?.negativePrompt ?? null,
    score: made?.score ?? rating,
    scoreSource:
      made?.score !== null && made !== null
        ? said.place(label, made.tool)
        : rating === null
          ? null
          : xmp?.rating
            ? said.xmpRating
            : said.exifRating,
  };
}
