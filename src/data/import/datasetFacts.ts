// plumbline.json, the file beside the table of an exported set: what the table cannot say. With it
// a set imports back as it was; without it the same zip is an ordinary scored set, for this studio
// or any other tool.

import * as v from 'valibot';
import { StudioError } from '../../errors';
import { headsSchema } from './datasetHeads';
import { folderOf, MAX_TABLE_BYTES, readWhole, type SourceFile } from './files/sourceFile';
import { dataErrors } from '../../strings/errors/data';
import { issueSays } from '../../strings/issueSays';
import { show, showError } from '../../strings/show';

export const FACTS_FILE = 'plumbline.json';

const factsSchema = v.object({
  format: v.literal('plumbline set'),
  version: v.literal(1),
  name: v.string(),
  /**
   * What the table's column `score` holds. For ratings it is their mean; the ratings themselves are
   * in the column `ratings`.
   */
  scoreSource: v.string(),
  rewardId: v.nullable(v.string()),
  modelId: v.nullable(v.string()),
  /**
   * How it was drawn; more stands in the file for its reader. The import asks whether a LoRA drew
   * it.
   */
  plan: v.optional(v.object({ runId: v.nullable(v.string()), strength: v.number() })),
  /**
   * Tastes and heads that gave scores; absent where none did, and in sets from before they were
   * kept.
   */
  heads: v.optional(headsSchema),
  /** Source of each further score column, since a source may be called anything. */
  columns: v.record(v.string(), v.string()),
});

export type DatasetFacts = v.InferOutput<typeof factsSchema>;

/**
 * The facts beside a table, or null when there are none. `table` is its path. Errors: BadScoreFile
 * when the file is there and cannot be read.
 */
export async function readDatasetFacts(
  files: readonly SourceFile[],
  table: string,
): Promise<DatasetFacts | null> {
  const file = files.find(({ path }) => path === folderOf(table) + FACTS_FILE);
  if (!file) return null;
  let told: unknown;
  try {
    told = JSON.parse(new TextDecoder().decode(await readWhole(file, MAX_TABLE_BYTES)));
  } catch (error) {
    throw new StudioError(
      'BadScoreFile',
      ...dataErrors.plan.factsNotJson(show(file.path), showError(error)),
    );
  }
  const parsed = v.safeParse(factsSchema, told);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const path = v.getDotPath(issue);
  throw new StudioError(
    'BadScoreFile',
    ...dataErrors.plan.unknownFacts(
      show(file.path),
      path === null ? null : show(path),
      issueSays(issue),
    ),
  );
}
