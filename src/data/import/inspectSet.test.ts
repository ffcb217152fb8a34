// The draft of a set says which prompts the chosen base model does not read whole, and counts what
// an import would take: no image that cannot be read.

import { readFileSync } from 'node:fs';
import { strToU8 } from 'fflate';
import { expect, it } from 'vitest';
import { createClipTokenizer } from '../../formats/clipTokenizer';
import { encodePng } from '../../formats/png';
import { dataErrors } from '../../strings/errors/data';
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

const csv = (...rows: string[]) =>
  memoryFile(
    'm.csv',
    strToU8(['file_name,text,score', ...rows, ''].join('\n')) as Uint8Array<ArrayBuffer>,
  );
const png = (i: number) => encodePng(new Uint8Array(12).fill(i), 2, 2);

it('counts no image that is unreadable or has no prompt, and says why', async () => {
  const { preview } = await inspectSet([
    csv('0.png,a,1', '1.png,b,2', '2.png,c,9', '3.png, ,3'),
    memoryFile('0.png', png(0)),
    memoryFile('1.png', png(1).slice(0, 40)),
    memoryFile('2.png', strToU8('no image') as Uint8Array<ArrayBuffer>),
    memoryFile('3.png', png(3)),
  ]);
  expect(preview).toMatchObject({ rows: 1, scores: [1] });
  expect(preview!.sample.map(({ file }) => file)).toEqual(['0.png']);
  expect(preview!.rejected.map(({ row, file }) => [row, file])).toEqual([
    [3, '1.png'],
    [4, '2.png'],
    [5, '3.png'],
  ]);
});

it('reads the first of very many images, and says how many', async () => {
  const rows = Array.from({ length: 2001 }, (_, i) => `${i}.png,a,${i}`);
  const broken = new Uint8Array(0);
  const { preview } = await inspectSet([
    csv(...rows),
    ...rows.map((_, i) => memoryFile(`${i}.png`, i === 0 || i === 2000 ? broken : png(1))),
  ]);
  expect(preview!.rows).toBe(2000);
  expect(preview!.rejected.map(({ row }) => row)).toEqual([2]);
  expect(preview!.notes).toContain(dataErrors.plan.notAllRead(2000, 2001));
});

it('names prompts that hold tags of A1111, those written in the images too', async () => {
  const loose = new Uint8Array(readFileSync('fixtures/import/a1111.jpg'));
  const table = [csv('0.png,"a <lora:style:0.8> cat",1', '1.png,a < b,2', '2.png,<LORA:x:1> c,3')];
  const images = [0, 1, 2].map((i) => memoryFile(`${i}.png`, png(i)));
  const { preview } = await inspectSet([...table, ...images]);
  expect(preview!.notes).toContain(dataErrors.plan.tags(2, '<lora:style:0.8>'));
  const inside = await inspectSet([memoryFile('a1111.jpg', loose)]);
  expect(inside.preview!.sample[0]!.prompt).not.toBeNull();
  expect(inside.preview!.notes.join()).not.toContain('A1111, as');
});
