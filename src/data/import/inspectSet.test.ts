// The draft of a set says which prompts the chosen base model does not read whole.

import { readFileSync } from 'node:fs';
import { strToU8 } from 'fflate';
import { expect, it } from 'vitest';
import { createClipTokenizer } from '../../formats/clipTokenizer';
import { encodePng } from '../../formats/png';
import { memoryFile } from './files/sourceFile';
import { inspectSet } from './inspectSet';

const folder = 'fixtures/clip_tokenizer';
const tokenizer = createClipTokenizer({
  vocab: JSON.parse(readFileSync(`${folder}/vocab.json`, 'utf8')) as Record<string, number>,
  merges: readFileSync(`${folder}/merges.txt`, 'utf8'),
  maxLength: 12,
});

it('counts prompts longer than the model reads, and those that become the same', async () => {
  const start = 'a a a a a a a a a a a a a';
  const files = [
    memoryFile(
      'm.csv',
      strToU8(
        `file_name,text,score\n0.png,${start} b,1\n1.png,${start} c,2\n2.png,a,3\n`,
      ) as Uint8Array<ArrayBuffer>,
    ),
    ...[0, 1, 2].map((i) => memoryFile(`${i}.png`, encodePng(new Uint8Array(12).fill(i), 2, 2))),
  ];
  const { preview } = await inspectSet(files, {}, { name: 'Small', tokenizer });
  const told = preview!.notes.join('\n');
  expect(told).toMatch(/2 prompts are longer than “Small” reads \(up to 16 of 12 tokens\)/u);
  expect(told).toContain('2 prompts become the same');
  expect((await inspectSet(files)).preview!.notes.join('\n')).not.toContain('tokens');
});
