// Ratings and scores without the images, for other tools: CSV and JSON lines with one row per
// rating (they import here again, rater by rater), and XMP sidecars that photo tools read as stars.

import { strToU8, zipSync } from 'fflate';
import { StudioError } from '../../errors';
import { dataErrors } from '../../strings/errors/data';
import { parseRatingSource, RATING, scoreOf, type ImageScore } from '../scores/scoreSource';
import { archivePaths } from './exportSet';

export type RatingsFormat = 'csv' | 'jsonl' | 'xmp';

export interface RatedImage {
  readonly fileName: string;
  readonly mime: string;
  readonly caption: string;
  readonly scores: readonly ImageScore[];
}

interface RatingRow {
  readonly file_name: string;
  readonly text: string;
  readonly score: number;
  readonly rater?: string;
  /** ISO 8601, where the time is known. */
  readonly time?: string;
}

/** Rows of a source: every rating of a rating source, else one row per image that has a score. */
function rowsOf(images: readonly RatedImage[], source: string): RatingRow[] {
  const rating = parseRatingSource(source);
  return images.flatMap(({ fileName, caption, scores }): RatingRow[] => {
    const common = { file_name: fileName, text: caption };
    if (rating === null) {
      const score = scoreOf(scores, source);
      return score === null ? [] : [{ ...common, score }];
    }
    return scores
      .filter(
        (score) =>
          score.source === RATING &&
          score.scale === rating.scale &&
          (rating.rater === null || score.rater === rating.rater),
      )
      .map(({ value, rater, time }) => ({
        ...common,
        score: value,
        ...(rater === undefined ? {} : { rater }),
        ...(time === undefined ? {} : { time: new Date(time).toISOString() }),
      }));
  });
}

const COLUMNS = ['file_name', 'text', 'score', 'rater', 'time'] as const;

function csvCell(value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value);
  return /[",;\t\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const xml = (text: string): string =>
  text
    .replace(/[&<>"]/gu, (char) => `&#${char.codePointAt(0)};`)
    // XML has no other control characters.
    .replace(/\p{Cc}/gu, (char) => (char === '\n' || char === '\t' ? char : ' '));

/** xmp:Rating of a score: stars as they are, a like five, a dislike −1 (rejected). */
function xmpRating(score: number, source: string): number {
  const scale = parseRatingSource(source)?.scale;
  if (scale === 'stars') return Math.min(5, Math.max(1, Math.round(score)));
  if (scale === 'like') return score > 0 ? 5 : -1;
  throw new StudioError('Unsupported', ...dataErrors.exported.noStars);
}

/** A sidecar's text (XMP specification part 1, 2012). */
export function xmpSidecar(rating: number, description: string): string {
  return (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' +
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n' +
    ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n' +
    '  <rdf:Description rdf:about=""\n' +
    '    xmlns:xmp="http://ns.adobe.com/xap/1.0/"\n' +
    '    xmlns:dc="http://purl.org/dc/elements/1.1/"\n' +
    `    xmp:Rating="${rating}">\n` +
    '   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">' +
    `${xml(description)}</rdf:li></rdf:Alt></dc:description>\n` +
    '  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>\n'
  );
}

/**
 * The scores of a source as a file: .csv, .jsonl, or a .zip of sidecars (a.png.xmp). Errors:
 * Unsupported where no image has such a score, or XMP cannot hold it.
 */
export function exportRatings(
  images: readonly RatedImage[],
  source: string,
  format: RatingsFormat,
): { extension: string; bytes: Uint8Array<ArrayBuffer> } {
  const rows = rowsOf(images, source);
  if (rows.length === 0) throw new StudioError('Unsupported', ...dataErrors.exported.noScores);
  const text = (content: string): Uint8Array<ArrayBuffer> => new Uint8Array(strToU8(content));
  if (format === 'jsonl')
    return {
      extension: '.jsonl',
      bytes: text(`${rows.map((row) => JSON.stringify(row)).join('\n')}\n`),
    };
  if (format === 'csv') {
    const columns = COLUMNS.filter((column) => rows.some((row) => row[column] !== undefined));
    const lines = rows.map((row) => columns.map((column) => csvCell(row[column])).join(','));
    return { extension: '.csv', bytes: text(`${[columns.join(','), ...lines].join('\n')}\n`) };
  }
  const paths = archivePaths(images);
  const files: Record<string, Uint8Array> = {};
  images.forEach(({ caption, scores }, i) => {
    const score = scoreOf(scores, source);
    if (score !== null)
      files[`${paths[i]!}.xmp`] = strToU8(xmpSidecar(xmpRating(score, source), caption));
  });
  return { extension: '.xmp.zip', bytes: new Uint8Array(zipSync(files)) };
}
