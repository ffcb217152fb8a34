// Images without a table: prompts from the .txt beside them or from what their tool wrote into
// them, scores from an .xmp beside them, from the folders they lie in or from their names.

import { folderOf, type SourceFile } from '../files/sourceFile';
import { dataErrors } from '../../../strings/errors/data';
import type { PlannedRow } from '../tables/rows';
import { folderGrades, nameScores, type Sidecars } from './sidecars';

export interface LooseRows {
  /** What scores are stored under. */
  readonly source: string;
  readonly recognised: readonly string[];
  readonly rows: readonly PlannedRow[];
  /** Whether every score there will be is known. */
  readonly scored: boolean;
}

/** The folder all images share, so that names begin below it. */
function commonFolder(images: readonly SourceFile[]): string {
  let common = folderOf(images[0]?.path ?? '');
  for (const { path } of images)
    while (!path.startsWith(common)) common = folderOf(common.slice(0, -1));
  return common;
}

/** Rows of images that no table names, in the order of their names. */
export async function looseRows(
  images: readonly SourceFile[],
  sidecars: Sidecars,
): Promise<LooseRows> {
  const said = dataErrors.sources;
  const recognised = [said.withoutTable(images.length)];
  const grades = folderGrades(images);
  const named = grades === null ? nameScores(images) : null;
  if (grades !== null) recognised.push(said.folderScores);
  if (named !== null) recognised.push(said.nameScores);
  const captions = sidecars.captionCount(images);
  if (captions > 0) recognised.push(said.captions(captions));
  const common = commonFolder(images);
  const order = new Intl.Collator('en', { numeric: true });
  const sorted = [...images].sort((a, b) => order.compare(a.path, b.path));
  return {
    source: grades !== null ? 'folder names' : named !== null ? 'file names' : 'image ratings',
    recognised,
    scored: grades !== null || named !== null,
    rows: sorted.map((file, i) => {
      const name = file.path.slice(common.length);
      return {
        row: i + 1,
        file,
        fileName: name,
        name,
        text: null,
        score: grades?.get(file.path) ?? named?.get(file.path) ?? null,
        negativePrompt: null,
        groupId: null,
        preferredOver: [],
        furtherScores: [],
      };
    }),
  };
}
