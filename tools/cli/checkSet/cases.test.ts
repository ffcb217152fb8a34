// Sets as people really have them, and what a reasonable person gets of each (expected.json). The
// cases lie beside the checkout (../shared/cases); a fresh clone has the few of fixtures/cases.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSet, type SetReport } from './checkSet';

interface Expected {
  readonly images?: number | 'all';
  readonly scores?: readonly number[];
  readonly prompts?: readonly string[];
  readonly prompts_from?: string;
  readonly rejected?: number;
  readonly says?: string;
}

const CASES = ['../shared/cases', 'fixtures/cases'].find((folder) =>
  existsSync(join(folder, 'expected.json')),
)!;
const expected = JSON.parse(readFileSync(join(CASES, 'expected.json'), 'utf8')) as Record<
  string,
  Expected
>;

/** What must be told, as words that each of our messages has; every one must be found. */
const SAID: Readonly<Record<string, readonly RegExp[]>> = {
  '02-semicolon-decimal-comma': [/decimal commas/iu],
  '06-utf16': [/UTF-16/u],
  '07-windows-1252': [/Windows-1252/u],
  '10-absolute-paths': [/6 files .*by name only/u],
  '12-name-case': [/6 files .*without regard to case/u],
  '13-no-extension': [/6 files .*without the extension/u],
  '16-percent': [/% sign was dropped/u],
  '17-booleans': [/true.* = 1.*false.* = 0/u],
  '24-imagefolder-splits': [/test.*3 rows.*train.*3 rows/u],
  '27-several-raters': [/4 images have several ratings.*mean/u],
  '29-unquoted-commas': [/row 2 \(0\.png\).*5 fields.*has 3.*quotes/u],
  '30-url-names': [/end of the path/u],
  '31-one-bad-quote': [/quote.*never closed/u],
  '47-zero-byte': [/is empty/u, /a web page \(HTML\), not an image/u],
  '48-huge-dimensions': [/megapixels/u],
  '51-avif-bmp-tiff': [/a BMP image/u, /a TIFF image/u],
  '65-zip-encrypted': [/encrypted/u],
  '67-zip-deflate64': [/Deflate64/u, /drop the folder/u],
  '69-zip-duplicates': [/“0\.png” twice/u],
  '73-rar-named-zip': [/is not a zip.*RAR/u],
  '74-zip-truncated': [/cut off/u],
  '75-zip-bad-crc': [/CRC/u],
  '81-all-same-score': [/scores are equal/u, /no τ would help/u],
  '82-skewed': [
    /1 image is good and 11 bad/u,
    /ties at τ would make all 12 good; counting ties as bad/u,
  ],
  '83-huge-scores': [/3\.4e\+38/u],
  '86-long-prompts': [/6 prompts are longer .* tokens/u, /6 prompts become the same/u],
  '88-like-dislike': [/10 images are good and 2 bad/u],
  '89-mostly-dislikes': [/4 images are good and 8 bad/u],
  '90-no-prompt-column': [/6 images have no prompt/u],
  '96-score-nested': [/“score\.aesthetic”, “score\.clip”/u],
};

const everythingSaid = ({ notes, rejected, error, recognised }: SetReport): string =>
  [
    ...recognised,
    ...notes,
    ...rejected.map(({ row, file, reason }) => `row ${row} (${file}): ${reason}`),
    error?.message ?? '',
    error?.remedy ?? '',
  ].join('\n');

/** A folder that holds one .zip is dropped as that zip. */
function dropOf(folder: string): string {
  const files = readdirSync(folder);
  return files.length === 1 && files[0]!.endsWith('.zip') ? join(folder, files[0]!) : folder;
}

describe.each(Object.keys(expected))('%s', (name) => {
  const wanted = expected[name]!;
  it('gives what a reasonable person gets', async () => {
    const report = await checkSet(dropOf(join(CASES, name)));
    const told = everythingSaid(report);
    if (typeof wanted.images === 'number') expect(report.images.length, told).toBe(wanted.images);
    if (wanted.images === 'all') expect(report.rejected, told).toEqual([]);
    if (wanted.scores) expect(report.images.map(({ score }) => score)).toEqual(wanted.scores);
    if (wanted.prompts) expect(report.images.map(({ prompt }) => prompt)).toEqual(wanted.prompts);
    if (wanted.prompts_from)
      for (const { prompt } of report.images) expect(prompt.length).toBeGreaterThan(0);
    if (wanted.rejected !== undefined)
      expect(report.rejected.filter(({ row }) => row > 0)).toHaveLength(wanted.rejected);
    for (const words of SAID[name] ?? []) expect(told).toMatch(words);
    expect(report.error === null).toBe(report.images.length > 0);
    if (report.error !== null) expect(report.error.remedy).not.toBe('');
    expect(told).not.toContain('[object');
  });
});

it('has words to look for wherever something must be said', () => {
  const silent = Object.keys(expected).filter((name) => expected[name]!.says && !SAID[name]);
  expect(silent).toEqual([]);
});
