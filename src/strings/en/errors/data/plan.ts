// What an import leaves out, and what it did with the rest.

import type { Said } from '../said';

const FACTS_REMEDY =
  'Export the set again, or remove that file: the table then imports as an ordinary one.';
const HEADS_REMEDY =
  'Export the set again, or remove “heads” from plumbline.json: the set then imports with its ' +
  'scores alone.';

/** The tastes and heads of an exported set. */
const heads = {
  /** For a head that is refused by what reads it. */
  remedy: HEADS_REMEDY,
  missing: (head: string, path: string): Said => [
    `The head “${head}” is not in the zip: there is no ${path}.`,
    HEADS_REMEDY,
  ],
  otherSize: (path: string, bytes: number, told: number): Said => [
    `${path} has ${bytes} bytes, plumbline.json says ${told}.`,
    HEADS_REMEDY,
  ],
  otherContent: (path: string, seen: string, told: string): Said => [
    `${path} is not the file that was exported: its SHA-256 begins with ${seen}, plumbline.json ` +
      `says ${told}.`,
    HEADS_REMEDY,
  ],
  hash: '64 hexadecimal digits expected',
  leaveOneOut: 'as many ratings as leave-one-out judgements expected',
};

export const plan = {
  heads,
  factsNotJson: (path: string, reason: string): Said => [
    `${path} is not JSON: ${reason}`,
    FACTS_REMEDY,
  ],
  unknownFacts: (path: string, key: string | null, reason: string): Said => [
    `${path} is not a set’s description that this studio knows: ${key ?? 'the file'}: ${reason}`,
    'Open it with the studio that wrote it, or remove that file: the table then imports as an ' +
      'ordinary one.',
  ],
  /** Why a row is left out. */
  namedTwice: (row: number) => `named twice: row ${row} is used`,
  otherPrompt: (row: number) => `has another prompt than row ${row}, which names the same image`,
  severalFiles: 'several files have this name: give their folder too',
  noFile: 'no such file in what was dropped',
  noFileButNear: (name: string) =>
    `no such file in what was dropped; the nearest name is “${name}”`,
  noScore: 'no table has a score for it',
  inNoRow: 'in no row of the table',
  emptyPrompt: 'empty prompt',
  sameImage: (row: number) => `the same image with the same prompt as row ${row}`,
  /** Notes on the whole. */
  comparisons: (kept: number) => `${kept} comparisons were read: pairs for DPO and its kin.`,
  lostComparisons: (lost: number) => ` ${lost} more name an image that is not in the set.`,
  notNeeded: (table: string) => `${table} was not needed and not read.`,
  completed: (rows: number, tables: string) =>
    `${rows} rows were completed from ${tables}, by file name.`,
  severalRatings: (images: number) =>
    `${images} images have several ratings: their score is the mean over raters, and each rating ` +
    'is kept.',
  splits: (splits: readonly { readonly name: string; readonly rows: number }[]) =>
    `All splits were read: ` +
    `${splits.map(({ name, rows }) => `${name} (${rows} rows)`).join(', ')}. The split is kept ` +
    `in the file names.`,
  matched: {
    case: (files: number) =>
      `${files} ${files === 1 ? 'file was' : 'files were'} matched without regard to case.`,
    path: (files: number) =>
      `${files} ${files === 1 ? 'file was' : 'files were'} matched by name only (by the end of ` +
      'the path): the table gives other folders.',
    extension: (files: number) =>
      `${files} ${files === 1 ? 'file was' : 'files were'} matched without the extension, or ` +
      'with another image extension.',
  },
  notAllRead: (checked: number, rows: number) =>
    `The first ${checked} of ${rows} images were read for this list; the import reads the others.`,
  tags: (count: number, tag: string) =>
    `${count} ${count === 1 ? 'prompt holds' : 'prompts hold'} tags of A1111, as “${tag}”. They ` +
    'are kept as text, and the model reads them as words: no LoRA is loaded by them.',
  longPrompts: (count: number, model: string, longest: number, limit: number) =>
    `${count} ${count === 1 ? 'prompt is' : 'prompts are'} longer than “${model}” reads (up to ` +
    `${longest} of ${limit} tokens): the rest is ignored.`,
  samePrompts: (count: number, left: number) =>
    ` ${count} prompts become the same as a different one by it (${left} ` +
    `${left === 1 ? 'prompt is' : 'prompts are'} left of them).`,
  /** Where prompts and scores came from. */
  origin: (images: number, what: string) =>
    `${images} ${images === 1 ? 'image has' : 'images have'} ${what}.`,
  origins: {
    promptBeside: 'a prompt from the .txt beside it',
    promptXmp: 'a prompt from the XMP beside it',
    promptIn: (place: string) => `a prompt from ${place}`,
    promptForAll: 'the one prompt for all',
    noPrompt: 'no prompt: type one for all, or add a column “text”',
    scoreXmp: 'a score from the XMP beside it',
    scoreIn: (place: string) => `a score from ${place}`,
    noScore: 'no score: rate or score them here',
  },
  /** Where nothing could be used. */
  row: (row: number, file: string) => `row ${row} (${file || 'no file name'})`,
  because: (named: string, reason: string) => `${named}: ${reason}`,
  moreReasons: (more: number) => `; ${more} more reasons`,
  nothingUsable: (rows: number, reasons: string): Said => [
    `None of the ${rows} rows could be used. ${reasons}.`,
    'Mend these rows or files and import again.',
  ],
};
