// From a plan to accepted images: reads each row's image, checks that it is whole and decodes, asks
// the files beside it and the image itself for what the row does not say, and hands over the good
// ones in order, so that a cancelled or killed import keeps what it had. A few images are under way
// at once; memory is theirs alone.

import type { RejectedRow } from '../../domain/dataset';
import { isAbort, StudioError } from '../../errors';
import type { ImageScore } from '../scores/scoreSource';
import { embeddedFacts, type EmbeddedFacts } from './images/embeddedFacts';
import { kindOfFile, type ImageMime } from './images/fileKind';
import { readImage } from './images/readImage';
import { sortRejected, type ImportChoice, type ImportPlan } from './planImport';
import type { Caption } from './sources/sidecars';
import type { PlannedRow } from './tables/rows';
import type { DecodedImage } from './resample';
import { strings } from '../../strings';
import { dataErrors } from '../../strings/errors/data';
import { show, showError } from '../../strings/show';

export type { ImageMime } from './images/fileKind';
/**
 * Decodes an image file to straight (not premultiplied) RGBA, upright and in sRGB. Errors: throws.
 */
export type DecodeImage = (bytes: Uint8Array, mime: ImageMime) => Promise<DecodedImage>;
/** As DecodeImage, where only the size is wanted: whether the file decodes. */
export type ProbeImage = (
  bytes: Uint8Array,
  mime: ImageMime,
) => Promise<{ readonly width: number; readonly height: number }>;

export interface AcceptedImage {
  readonly row: number;
  readonly fileName: string;
  readonly caption: string;
  /** Null where nothing gives one. */
  readonly score: number | null;
  readonly negativePrompt: string | null;
  readonly groupId: string | null;
  /** Names of the images of the set that it was preferred over, once per comparison. */
  readonly preferredOver: readonly string[];
  /** Scores of other sources (columns score_<source>), raters and ratings. */
  readonly furtherScores: readonly ImageScore[];
  readonly mime: ImageMime;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

/** A row that is in the set. */
export type StoredRow = Pick<AcceptedImage, 'row' | 'fileName' | 'caption' | 'sha256'>;

export interface ImportHooks {
  readonly decode: ProbeImage;
  readonly hash: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
  accept(image: AcceptedImage): Promise<void>;
  /** Rows that an import which was closed has stored already: they are not read again. */
  readonly stored?: readonly StoredRow[];
  progress?(done: number, total: number): void;
}

export interface ImportResult {
  readonly accepted: number;
  readonly rejected: RejectedRow[];
  readonly notes: readonly string[];
}

const said = () => dataErrors.plan;

/** Images read and decoded at once: a photo of 12 megapixels takes 48 MB while it decodes. */
const AT_ONCE = 3;

/** Image type by its first bytes, or null. */
export function imageMime(bytes: Uint8Array): ImageMime | null {
  return kindOfFile(bytes).mime;
}

interface CheckedImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: ImageMime;
  readonly sha256: string;
  readonly embedded: EmbeddedFacts | null;
  readonly caption: Caption | null;
  readonly beside: { readonly rating: number | null; readonly description: string | null } | null;
}

/** Reads and checks one row's image; the reason where it cannot be used. */
async function check(
  { file, text, score }: PlannedRow,
  plan: ImportPlan,
  hooks: ImportHooks,
): Promise<CheckedImage | string> {
  const image = await readImage(file);
  if (typeof image === 'string') return image;
  const { bytes, mime } = image;
  const { width, height } = await hooks.decode(bytes, mime);
  if (width < 1 || height < 1) return dataErrors.images.emptySize(width, height);
  const wantsPrompt = plan.asksPrompt && !text?.trim();
  const wantsScore = plan.asksScore && score === null;
  const ask = wantsPrompt || wantsScore;
  return {
    bytes,
    mime,
    sha256: await hooks.hash(bytes),
    embedded: ask ? embeddedFacts(bytes, mime) : null,
    caption: wantsPrompt ? await plan.sidecars.caption(file) : null,
    beside: ask ? await plan.sidecars.xmp(file) : null,
  };
}

async function checked(
  signal: AbortSignal,
  row: PlannedRow,
  plan: ImportPlan,
  hooks: ImportHooks,
): Promise<CheckedImage | string> {
  signal.throwIfAborted();
  try {
    return await check(row, plan, hooks);
  } catch (error) {
    if (signal.aborted || isAbort(error)) throw error;
    if (error instanceof StudioError) return error.message;
    return dataErrors.images.notDecoded(showError(error));
  }
}

/** Counts where prompts and scores came from, to be said once. */
class Origins {
  private readonly counts = new Map<string, number>();

  add(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  notes(): string[] {
    return [...this.counts].map(([what, count]) => said().origin(count, what));
  }
}

/**
 * Imports a plan's rows. Returns what was left out: rows first, then images in no row. An exported
 * set comes back whole, even where it holds an image twice. Errors: abort (what was accepted until
 * then stays accepted); what `accept` throws.
 */
export async function importSet(
  signal: AbortSignal,
  plan: ImportPlan,
  hooks: ImportHooks,
  choice: ImportChoice = {},
): Promise<ImportResult> {
  const rejected = [...plan.rejected];
  const hashes = new Map<string, number>();
  const origins = new Origins();
  let accepted = 0;

  const take = async (row: PlannedRow, image: CheckedImage | string): Promise<void> => {
    const reject = (reason: string): void => {
      rejected.push({ row: row.row, file: show(row.fileName), reason });
    };
    if (typeof image === 'string') return reject(image);
    const { embedded, caption, beside, bytes, mime, sha256 } = image;
    let text = row.text ?? '';
    if (text.trim() === '' && plan.asksPrompt) {
      const found =
        caption?.prompt ?? embedded?.prompt ?? beside?.description ?? (choice.promptForAll || null);
      if (found !== null) {
        text = found;
        origins.add(
          caption !== null
            ? said().origins.promptBeside
            : embedded?.prompt
              ? said().origins.promptIn(embedded.promptSource!)
              : beside?.description
                ? said().origins.promptXmp
                : said().origins.promptForAll,
        );
      } else if (row.text !== null) return reject(said().emptyPrompt);
      else origins.add(said().origins.noPrompt);
    } else if (text.trim() === '') return reject(said().emptyPrompt);
    let { score } = row;
    if (score === null && plan.asksScore) {
      score = beside?.rating ?? embedded?.score ?? null;
      origins.add(
        score === null
          ? said().origins.noScore
          : beside?.rating
            ? said().origins.scoreXmp
            : said().origins.scoreIn(embedded!.scoreSource!),
      );
    }
    const key = `${sha256}\0${text}`;
    const first = hashes.get(key);
    if (first !== undefined && plan.facts === null) return reject(said().sameImage(first));
    hashes.set(key, row.row);
    await hooks.accept({
      row: row.row,
      fileName: row.name,
      caption: text,
      score,
      negativePrompt:
        row.negativePrompt ?? caption?.negativePrompt ?? embedded?.negativePrompt ?? null,
      groupId: row.groupId,
      preferredOver: row.preferredOver,
      furtherScores: row.furtherScores,
      mime,
      bytes,
      sha256,
    });
    accepted++;
  };

  const stored = hooks.stored ?? [];
  const key = (row: number, name: string): string => `${row}\0${name}`;
  const done = new Set(stored.map(({ row, fileName }) => key(row, fileName)));
  for (const { row, caption, sha256 } of stored) hashes.set(`${sha256}\0${caption}`, row);
  const rows = plan.rows.filter(({ row, name }) => !done.has(key(row, name)));
  const underWay: Promise<CheckedImage | string>[] = [];
  const begin = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    const work = checked(signal, row, plan, hooks);
    // Its failure is heard where it is awaited, also when another ends the import before.
    work.catch(() => undefined);
    underWay.push(work);
  };
  for (let index = 0; index < AT_ONCE; index++) begin(index);
  for (const [index, row] of rows.entries()) {
    const image = await underWay.shift()!;
    begin(index + AT_ONCE);
    signal.throwIfAborted();
    await take(row, image);
    hooks.progress?.(done.size + index + 1, plan.rows.length);
  }
  return {
    accepted,
    rejected: sortRejected(rejected),
    notes: [...plan.notes, ...origins.notes()],
  };
}

/** What to say where an import gave no image: the true reasons first, each with its files. */
export function nothingUsable(rejected: readonly RejectedRow[]): StudioError {
  const rows = rejected.filter(({ row }) => row > 0);
  const reasons = new Map<string, string[]>();
  for (const { row, file, reason } of rows.length > 0 ? rows : rejected) {
    const named = reasons.get(reason) ?? [];
    named.push(row > 0 ? said().row(row, file) : file);
    reasons.set(reason, named);
  }
  const told = [...reasons].slice(0, 4).map(([reason, named]) => {
    const more = named.length - 3;
    const some = named.slice(0, 3).join(', ');
    return said().because(more > 0 ? strings.importing.andMore(some, more) : some, reason);
  });
  const more = reasons.size - told.length;
  return new StudioError(
    'BadScoreFile',
    ...said().nothingUsable(
      rows.length,
      told.join('; ') + (more > 0 ? said().moreReasons(more) : ''),
    ),
  );
}
