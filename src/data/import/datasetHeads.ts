// Heads that go with an exported set: the tastes and dropped heads that gave it scores, each as its
// own safetensors file in the zip, told of in plumbline.json with size and hash. So the reward that
// can score more images like these is known where the set is imported.

import * as v from 'valibot';
import { StudioError } from '../../errors';
import { sha256 } from '../../formats/sha256';
import { dataErrors } from '../../strings/errors/data';
import { headReward } from '../../rewards/headReward';
import type { TasteInfo } from '../../domain/reward';
import { readWhole, type SourceFile } from './files/sourceFile';

/** More is no head (LAION's has 4 MB). */
const MAX_HEAD_BYTES = 64 * 2 ** 20;
const MAX_HEADS = 100;
const MAX_RATINGS = 100_000;
const said = () => dataErrors.plan.heads;

const number = v.pipe(v.number(), v.finite());
/** JSON has no NaN: a correlation without spread is null there. */
const correlation = v.pipe(
  v.nullable(number),
  v.transform((value) => value ?? Number.NaN),
);
const ratings = v.pipe(v.array(number), v.maxLength(MAX_RATINGS));
const hex = v.pipe(
  v.string(),
  v.check(
    (text) => /^[0-9a-f]{64}$/u.test(text),
    () => said().hash,
  ),
);

const tasteSchema = v.pipe(
  v.object({
    datasetId: v.string(),
    rater: v.nullable(v.string()),
    scale: v.picklist(['stars', 'slider', 'like', 'scores']),
    ratings,
    leaveOneOut: ratings,
    pearson: correlation,
    spearman: correlation,
    areaUnderCurve: v.nullable(number),
  }),
  v.check(
    (taste) => taste.ratings.length === taste.leaveOneOut.length,
    () => said().leaveOneOut,
  ),
);

/** The heads of a set as its description tells them. */
export const headsSchema = v.pipe(
  v.array(
    v.object({
      id: v.pipe(v.string(), v.uuid()),
      name: v.string(),
      /** ms since 1970. */
      createdAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
      scorerHash: hex,
      /** Path in the zip, from the description's folder. */
      file: v.string(),
      bytes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_HEAD_BYTES)),
      sha256: hex,
      /** Absent for a head that was dropped as a file. */
      taste: v.optional(tasteSchema),
    }),
  ),
  v.maxLength(MAX_HEADS),
);

/** A head as it is stored. */
export interface PortableHead {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly taste?: Omit<TasteInfo, 'id' | 'name' | 'createdAt'>;
  readonly scorerHash: string;
  readonly file: Uint8Array<ArrayBuffer>;
}

export type HeadFacts = v.InferOutput<typeof headsSchema>[number];

/** What the description says of a head. */
export async function headFacts({
  id,
  name,
  createdAt,
  scorerHash,
  file,
  taste,
}: PortableHead): Promise<HeadFacts> {
  return {
    id,
    name,
    createdAt,
    scorerHash,
    file: `heads/${id}.safetensors`,
    bytes: file.length,
    sha256: await sha256(file),
    ...(taste === undefined
      ? {}
      : { taste: { ...taste, ratings: [...taste.ratings], leaveOneOut: [...taste.leaveOneOut] } }),
  };
}

function refuse(message: string, remedy: string): never {
  throw new StudioError('BadScoreFile', message, remedy);
}

/**
 * Reads the heads of a description that lies in `folder` (with a slash at its end, or empty).
 * Errors: BadScoreFile naming a file that is missing, has
 *  another size or hash, or is no head.
 */
export async function readHeads(
  files: readonly SourceFile[],
  folder: string,
  heads: readonly HeadFacts[],
): Promise<PortableHead[]> {
  const records: PortableHead[] = [];
  for (const { id, name, createdAt, scorerHash, file, bytes, sha256: wanted, taste } of heads) {
    const path = folder + file;
    const found = files.find((one) => one.path === path) ?? refuse(...said().missing(name, path));
    const content = await readWhole(found, MAX_HEAD_BYTES);
    if (content.length !== bytes) refuse(...said().otherSize(path, content.length, bytes));
    const seen = await sha256(content);
    if (seen !== wanted) refuse(...said().otherContent(path, seen.slice(0, 8), wanted.slice(0, 8)));
    try {
      headReward(id, name, content, scorerHash);
    } catch (error) {
      if (error instanceof StudioError) refuse(error.message, said().remedy);
      throw error;
    }
    records.push({
      id,
      name,
      createdAt,
      scorerHash,
      file: content,
      ...(taste === undefined ? {} : { taste }),
    });
  }
  return records;
}
