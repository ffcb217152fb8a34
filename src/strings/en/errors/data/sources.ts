// What dropped tables and databases are, and why one is not read.

import type { Said } from '../said';

/** What is wrong with an SQLite file: ends of “… is a damaged SQLite database: it …”. */
const sqlite = {
  damaged: (name: string, what: string): Said => [
    `${name} is a damaged SQLite database: it ${what}.`,
    'Copy it again while no program has it open, or export its ratings as CSV.',
  ],
  tooShort: 'is too short',
  pageSize: (bytes: number) => `has pages of ${bytes} bytes`,
  manyRows: (most: number) => `has more than ${most} rows`,
  pageTwice: (page: number) => `names page ${page} twice`,
  ends: (page: number) => `ends before its page ${page}`,
  noTable: (page: number) => `has no table on page ${page}`,
  brokenPage: (page: number) => `has a broken page ${page}`,
  cutNumber: 'has a number that is cut off',
  brokenNumber: 'has a broken number',
  sharedRows: 'has rows that share their bytes',
  rowLeavesPage: 'has a row that leaves its page',
  largeRow: (bytes: number) => `has a row of ${bytes} bytes`,
  noValues: 'has a row without its values',
  valueLeavesRow: 'has a value that leaves its row',
};

const parquet = {
  manyImages: (name: string, most: number): Said => [
    `${name} holds more than ${most} MiB of images.`,
    'Split it into smaller parts, or export the images as a folder.',
  ],
  damaged: (name: string, reason: string): Said => [
    `${name} cannot be read as Parquet: ${reason}.`,
    'Download it again; only Snappy or no compression is read.',
  ],
  twoColumns: 'two columns have one name',
  otherColumns: 'its row groups do not fit its columns',
  groupWithoutSize: 'a row group without size',
  manyRows: (name: string, most: number): Said => [
    `${name} has more than ${most} rows.`,
    'Split it.',
  ],
  largeGroup: (name: string, size: number, most: number): Said => [
    `${name} has a row group of ${size} MiB; ${most} MiB is the most.`,
    'Write it with smaller row groups.',
  ],
};

export const sources = {
  sqlite,
  parquet,
  /** What a table was made by. */
  labels: {
    table: 'table',
    eagle: 'Eagle library',
    imagesBrowser: 'images browser ratings',
    diffusionToolkit: 'Diffusion Toolkit images',
    hpdV2: 'HPDv2 preferences',
    imageReward: 'ImageRewardDB ratings',
    labelStudio: 'Label Studio annotations',
    civitai: 'Civitai images',
    coco: 'COCO captions',
    huggingFace: 'Hugging Face rows',
    pairs: 'pairs of images',
    pickAPic: 'Pick-a-Pic pairs',
    parquet: 'Parquet table',
  },
  unknownDatabase: (name: string, tables: readonly string[]): Said => [
    `${name} is an SQLite database with the tables ` +
      `${tables.map((table) => `“${table}”`).join(', ')}, none of which holds ratings that are ` +
      'known here.',
    'Export its ratings as CSV with the columns file_name, text, score.',
  ],
  manyTables: (count: number, most: number): Said => [
    `There are ${count} tables and JSON files; ${most} are the most.`,
    'Drop the images with the one table that holds their scores, named metadata.csv or ' +
      'metadata.jsonl.',
  ],
  noRows: (name: string, label: string) => `${name} holds no rows (${label}).`,
  noRecords: (name: string) => `${name} holds no list of records and was not read.`,
  notRead: (name: string, reason: string) => `${name} was not read: ${reason}`,
  rows: (count: number, table: string, label: string | null) =>
    `${count} ${count === 1 ? 'row' : 'rows'} in ${table}${label === null ? '' : ` (${label})`}`,
  withoutTable: (images: number) => `${images} images without a table`,
  folderScores: 'scores from the names of folders',
  nameScores: 'scores from file names',
  captions: (images: number) => `prompts of ${images} images from the .txt beside them`,
};
