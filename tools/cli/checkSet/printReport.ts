// A set's report for a person at a terminal: what was recognised, the images, every row left out.

import type { SetReport } from './checkSet';

/** Images printed one by one; the JSON line holds all. */
const MOST_IMAGES = 20;

const oneLine = (text: string, most: number): string => {
  const plain = text.replace(/\s+/gu, ' ');
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
};

export function printReport({ recognised, images, rejected, notes, error }: SetReport): void {
  for (const line of recognised) console.log(`found: ${line}`);
  const scored = images.filter(({ score }) => score !== null).length;
  const counted = images.length === 1 ? '1 image' : `${images.length} images`;
  console.log(`${counted} would come in, ${scored} with a score.`);
  for (const { file, prompt, score } of images.slice(0, MOST_IMAGES))
    console.log(`  ${score ?? 'no score'}  ${oneLine(file, 40)}  ${oneLine(prompt, 60)}`);
  if (images.length > MOST_IMAGES) console.log(`  … and ${images.length - MOST_IMAGES} more`);
  if (rejected.length > 0) console.log(`${rejected.length} left out:`);
  for (const { row, file, reason } of rejected)
    console.log(`  ${row > 0 ? `row ${row}` : 'in no row'}  ${file}: ${reason}`);
  for (const note of notes) console.log(`note: ${note}`);
  if (error !== null) console.log(`error: ${error.message}\n${error.remedy}`);
}
