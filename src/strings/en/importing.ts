// What an import says of the files of other tools: what was read how, and what was left alone.

export const importing = {
  /** Why files of these kinds were left alone; `listed` names some of them. */
  unread: {
    workbook: (listed: string) =>
      `${listed}: a spreadsheet, which is not read. Save its sheet as CSV (UTF-8) and drop that.`,
    arrow: (listed: string) =>
      `${listed}: an Arrow file, which is not read. Save the set as Parquet (to_parquet) or as a ` +
      'folder of images with metadata.jsonl.',
    video: (listed: string) => `${listed}: a video, not an image, was not read.`,
    mask: (listed: string) => `${listed}: a mask or condition of another image, was not read.`,
    text: (listed: string) => `${listed}: text that belongs to no image, was not read.`,
    other: (listed: string) => `${listed} was not read.`,
  },
  andMore: (listed: string, more: number) => `${listed} and ${more} more`,
  beside: 'JSON files beside images',
  besideUnread: (count: number, why: string) =>
    `${count} JSON ${count === 1 ? 'file' : 'files'} beside images could not be read: ${why}`,
  noImages: (table: string, rows: number): readonly [string, string] => [
    `${table} has ${rows} rows, and there is no image in what was dropped.`,
    'Drop the images (a folder or zip) together with the table. Nothing is fetched from the ' +
      'web: images that it gives the addresses of must be downloaded first (e.g. by img2dataset).',
  ],
  nothing: (count: number): readonly [string, string] => [
    count === 0
      ? 'There are no files in what was dropped.'
      : count === 1
        ? 'The file is neither an image nor a table.'
        : `There is no image and no table among the ${count} files.`,
    'Drop a folder or zip of images, with metadata.csv (or .jsonl) that has the columns ' +
      'file_name, text, score.',
  ],
  column: (place: number) => `column ${place}`,
  noHeader: (table: string) =>
    `${table} has no header: its first line was read as a row, its columns were recognised by ` +
    'what they hold.',
  linesBeforeHeader: (table: string, count: number, first: string) =>
    `Above the header of ${table} ` +
    `${count === 1 ? 'one line' : `${count} lines`} (“${first}”) ` +
    `${count === 1 ? 'was' : 'were'} not read.`,
  turk: (table: string) =>
    `${table} holds results of Mechanical Turk: its columns Input.… and Answer.… were read.`,
  pairsUnread: (table: string, count: number, row: number, verdict: string) =>
    `${count} ${count === 1 ? 'pair' : 'pairs'} of ${table} ${count === 1 ? 'was' : 'were'} left ` +
    `out, since which image is better cannot be read (row ${row}: “${verdict}”).`,
  tables: (names: string) =>
    `Several tables rate the same images: each counts as a rater (${names}). If one replaces ` +
    'another, drop only the newer.',
  date: 'is a date, which a spreadsheet makes of numbers it misreads: format the column as text',
};
