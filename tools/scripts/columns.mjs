// No line of code, style or page is longer than 100 columns: prettier leaves comments and strings
// as they are. Part of `npm run lint`.
//   node tools/scripts/columns.mjs        says every longer line; exit 1 if any

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COLUMNS = 100;
const SOURCE = /\.(ts|tsx|mjs|wgsl|css|html)$/;

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const files = [
  ...readdirSync(root),
  ...['src', 'tools', 'e2e', 'test-support'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)),
  ),
].filter((file) => SOURCE.test(file));
const long = files.flatMap((file) =>
  readFileSync(join(root, file), 'utf8')
    .split('\n')
    .flatMap((line, i) => ([...line].length > COLUMNS ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
);
for (const line of long) console.error(line);
console.log(`${files.length} files: ${long.length} lines over ${COLUMNS} columns`);
process.exit(long.length > 0 ? 1 : 0);
