// Zips of other systems, and files that belong to no image.

import { strToU8, zipSync } from 'fflate';
import { encodePng } from '../../../../src/formats/png';
import { each, images, lines, ONE_TWO_THREE, png, PROMPTS, type Sibling } from '../setFiles';

export const ZIP_EXPORTS: readonly Sibling[] = [
  {
    name: 'zip of Windows: backslashes, Thumbs.db, desktop.ini',
    files: {
      'set.zip': zipSync({
        'My set\\images\\0.png': png(1),
        'My set\\images\\1.png': png(2),
        'My set\\Thumbs.db': new Uint8Array(10),
        'My set\\desktop.ini': strToU8('[.ShellClassInfo]'),
        'My set\\scores.csv': lines('file_name;text;score', 'images\\0.png;a;1', '1.png;b;2'),
      }),
    },
    scores: [1, 2],
  },
  {
    name: 'zip of macOS: __MACOSX, .DS_Store, a folder around',
    files: {
      'Archive.zip': zipSync({
        'set/0.png': png(1),
        'set/1.png': png(2),
        'set/.DS_Store': new Uint8Array(10),
        '__MACOSX/set/._0.png': new Uint8Array(82),
        '__MACOSX/set/._metadata.csv': new Uint8Array(82),
        'set/metadata.csv': lines('file_name,text,score', '0.png,a,1', '1.png,b,2'),
      }),
    },
    scores: [1, 2],
  },
  {
    name: 'zip of Google Drive: two parts, the table in the second',
    files: {
      'set-20250501T1-001.zip': zipSync({ 'set/0.png': png(1), 'set/1.png': png(2) }),
      'set-20250501T1-002.zip': zipSync({
        'set/2.png': png(3),
        'set/metadata.csv': lines(
          'file_name,text,score',
          ...each((text, i) => `${i}.png,${text},${i + 1}`),
        ),
      }),
    },
    scores: ONE_TWO_THREE,
    prompts: PROMPTS,
  },
  // What is left over.
  {
    name: 'a list of prompts that belongs to no image',
    files: { ...images(), 'prompts.txt': lines(...PROMPTS) },
    scores: [null, null, null],
    says: [/prompts\.txt/u],
  },
  {
    name: 'PNG and JPEG of one name, extension not told',
    files: {
      ...images('0.png', '1.png'),
      '0.jpg': encodePng(new Uint8Array(192).fill(9), 8, 8),
      'm.csv': lines('image,text,score', '0,a,1', '1,b,2'),
    },
    scores: [2],
    rejected: 1,
    says: [/row 2.*several files/u],
  },
];
