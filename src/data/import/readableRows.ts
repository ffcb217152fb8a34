// The rows of a plan whose images an import could read, for its draft: images are read as far as
// the import reads them before it decodes, the first ones only where the set is large. A prompt
// that is in the image or beside it is found by the way.

import type { RejectedRow } from '../../domain/dataset';
import { StudioError } from '../../errors';
import { dataErrors } from '../../strings/errors/data';
import { show } from '../../strings/show';
import { embeddedFacts } from './images/embeddedFacts';
import { readImage } from './images/readImage';
import type { ImportPlan } from './planImport';
import type { PlannedRow } from './tables/rows';

/** A draft is looked at within a second or two. */
const MOST_IMAGES = 2000;
const MOST_BYTES = 64 * 2 ** 20;
const AT_ONCE = 8;

export interface ReadableRows {
  readonly rows: readonly PlannedRow[];
  readonly unread: readonly RejectedRow[];
  /** How many images were read. */
  readonly checked: number;
}

async function promptOf(
  { file, text }: PlannedRow,
  { bytes, mime }: Exclude<Awaited<ReturnType<typeof readImage>>, string>,
  plan: ImportPlan,
): Promise<string | null> {
  if (!plan.asksPrompt || text?.trim()) return text;
  const beside = await plan.sidecars.caption(file);
  const found = beside?.prompt ?? embeddedFacts(bytes, mime).prompt;
  return found ?? (await plan.sidecars.xmp(file))?.description ?? text;
}

/** The row with the prompt that is found for it, or why it is left out. */
async function read(row: PlannedRow, plan: ImportPlan): Promise<PlannedRow | string> {
  try {
    const image = await readImage(row.file);
    if (typeof image === 'string') return image;
    const text = await promptOf(row, image, plan);
    return text?.trim() === '' ? dataErrors.plan.emptyPrompt : { ...row, text };
  } catch (error) {
    if (error instanceof StudioError) return error.message;
    throw error;
  }
}

export async function readableRows(plan: ImportPlan): Promise<ReadableRows> {
  let [bytes, checked] = [0, 0];
  while (checked < plan.rows.length && checked < MOST_IMAGES) {
    bytes += plan.rows[checked]!.file.size;
    if (bytes > MOST_BYTES && checked > 0) break;
    checked++;
  }
  const rows: PlannedRow[] = [];
  const unread: RejectedRow[] = [];
  for (let at = 0; at < checked; at += AT_ONCE) {
    const part = plan.rows.slice(at, Math.min(at + AT_ONCE, checked));
    const found = await Promise.all(part.map((row) => read(row, plan)));
    for (const [i, { row, fileName }] of part.entries()) {
      const one = found[i]!;
      if (typeof one === 'string') unread.push({ row, file: show(fileName), reason: one });
      else rows.push(one);
    }
  }
  return { rows: [...rows, ...plan.rows.slice(checked)], unread, checked };
}
