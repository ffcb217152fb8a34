// What an import of a path would give, as one record: images with their prompts and scores, rows
// left out, what is said, and the error where nothing could be used.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbort, StudioError } from '../../../src/errors';
import { importSet, nothingUsable } from '../../../src/data/import/importSet';
import type { SourceFile } from '../../../src/data/import/files/sourceFile';
import { planImport, type ImportChoice } from '../../../src/data/import/planImport';
import { promptNotes, scoreNotes, tagNotes } from '../../../src/data/import/setNotes';
import type { RejectedRow } from '../../../src/domain/dataset';
import { createClipTokenizer, type ClipTokenizer } from '../../../src/formats/clipTokenizer';
import { sha256 } from '../../../src/formats/sha256';
import { decodeWithSharp } from '../decodeImage';
import { filesAt } from '../nodeFiles';

export interface CheckedRow {
  readonly file: string;
  readonly prompt: string;
  /** Null where nothing gives one. */
  readonly score: number | null;
}

export interface SetReport {
  readonly recognised: readonly string[];
  readonly images: readonly CheckedRow[];
  readonly rejected: readonly RejectedRow[];
  readonly notes: readonly string[];
  readonly error: { readonly message: string; readonly remedy: string } | null;
}

export interface CheckOptions {
  readonly choice?: ImportChoice;
  /** A bundled base model's id; null = the first. */
  readonly model?: string | null;
}

const MODELS = 'public/models';

/** The tokenizer of a bundled base, and its name. */
async function tokenizerOf(
  model: string | null,
): Promise<{ name: string; tokenizer: ClipTokenizer }> {
  const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  const { models } = (await json(join(MODELS, 'catalogue.json'))) as {
    models: { id: string; name: string }[];
  };
  const found = model === null ? models[0] : models.find(({ id }) => id === model);
  if (found === undefined)
    throw new StudioError(
      'BadModel',
      `There is no bundled model “${model}”.`,
      `Name one of ${models.map(({ id }) => id).join(', ')}.`,
    );
  const folder = join(MODELS, found.id, 'tokenizer');
  const config = (await json(join(folder, 'tokenizer_config.json'))) as {
    model_max_length: number;
  };
  return {
    name: found.name,
    tokenizer: createClipTokenizer({
      vocab: (await json(join(folder, 'vocab.json'))) as Record<string, number>,
      merges: await readFile(join(folder, 'merges.txt'), 'utf8'),
      maxLength: config.model_max_length,
    }),
  };
}

/** Checks a folder, zip or table. Errors: only what is no fault of the set (an unknown model). */
export const checkSet = (path: string, options?: CheckOptions): Promise<SetReport> =>
  checkFiles(() => filesAt(path), options);

/** The same for files from anywhere. */
export async function checkFiles(
  files: () => Promise<SourceFile[]>,
  { choice = {}, model = null }: CheckOptions = {},
): Promise<SetReport> {
  const { name, tokenizer } = await tokenizerOf(model);
  const images: CheckedRow[] = [];
  const report = { recognised: [], images, rejected: [], notes: [], error: null };
  try {
    const plan = await planImport(await files(), choice);
    const { rejected, notes } = await importSet(
      new AbortController().signal,
      plan,
      {
        decode: decodeWithSharp,
        hash: sha256,
        accept({ fileName, caption, score }) {
          images.push({ file: fileName, prompt: caption, score });
          return Promise.resolve();
        },
      },
      choice,
    );
    return {
      ...report,
      recognised: plan.recognised,
      rejected,
      notes: [
        ...notes,
        ...scoreNotes(images.flatMap(({ score }) => (score === null ? [] : [score]))),
        ...tagNotes(images.map(({ prompt }) => prompt)),
        ...promptNotes(
          images.map(({ prompt }) => prompt),
          { name, tokenizer },
        ),
      ],
      error: images.length === 0 ? faultOf(nothingUsable(rejected)) : null,
    };
  } catch (error) {
    if (isAbort(error) || !(error instanceof StudioError)) throw error;
    return { ...report, images: [], error: faultOf(error) };
  }
}

function faultOf({ message, remedy }: StudioError): { message: string; remedy: string } {
  return { message, remedy };
}
