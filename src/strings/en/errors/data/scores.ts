// Why a score cannot be used, and how unusual ones were read.

import type { Said } from '../said';

export const scores = {
  /** What is wrong with a cell: the end of the sentence “score “…” …”. */
  record: 'is a record, not a number',
  listWithoutNumbers: 'is a list that holds no numbers',
  noNumber: 'is not a number',
  ambiguous: 'may be a thousand or a decimal number: write it without the comma, or with a point',
  notFinite: 'is not a finite number',
  emptyCell: 'is not a finite number: the cell is empty',
  noPercent: 'has no % sign, and most others have one',
  withPercent: 'has a % sign, and most others have none',
  /** `source` = the column’s, null for the score that trains. */
  score: (written: string, source: string | null, what: string) =>
    `score “${written}” ${source === null ? '' : `of ${source} `}${what}`,
  tooLarge: (row: number, table: string, score: string, most: string): Said => [
    `Row ${row} of ${table} has the score ${score}; scores beyond ±${most} cannot be trained on.`,
    'Divide all scores by one number and import again.',
  ],
  spellings: {
    'decimal comma': 'Decimal commas were read as points (0,5 is 0.5).',
    thousands: 'Separators of thousands were left out (1,005.5 is 1005.5).',
    percent: 'The % sign was dropped (60% is 60).',
    'minus sign': 'The typographic minus sign was read as a minus.',
    boolean: 'Words were read as numbers: true, yes, like = 1; false, no, dislike = 0.',
    fraction: 'Fractions were read as their first number (4/5 is 4), since all have one scale.',
    stars: 'Stars were counted (★★★ is 3).',
    list: 'Scores that are lists count as their mean.',
  },
  mixedFractions:
    'Fractions were read as numbers between 0 and 1 (4/5 is 0.8): their scales differ.',
  badRatings: (key: string, reason: string) => `its ratings cannot be read: ${key}: ${reason}`,
  offScale: (value: number, scale: string) => `the rating ${value} is not one of ${scale}`,
  notOfRatings: (score: number | null, made: number | null) =>
    `its score ${score === null ? 'is absent and ' : `${score} is `}not what its ratings make, ` +
    `${made ?? 'nothing'}: change the ratings too, or remove plumbline.json`,
  /** Of a whole set. */
  allEqual: (count: number, score: number) =>
    `All ${count} scores are equal (${score}), so nothing tells good from bad: no τ would help. ` +
    'Score the images differently, or train on all of them as demonstrations (SFT).',
  twoScores: (low: number, high: number, good: number, bad: number) =>
    `Two scores, ${low} and ${high}: τ lies between them, so ${good} ` +
    `${good === 1 ? 'image is' : 'images are'} good and ${bad} bad.`,
  twoScoresTied: (tau: number, count: number) =>
    ` (At the median, ${tau}, ties at τ would make all ${count} good; counting ties as bad would ` +
    'not.)',
  ties: (tau: number, good: number, bad: number, ties: number) =>
    `At τ = ${tau} (the median) ${good} images are good and ${bad} bad, since ${ties} scores ` +
    `equal τ. Counting ties as bad gives ${good - ties} good and ${bad + ties} bad.`,
  farOut: (count: number, first: number, low: number, high: number) =>
    `${count === 1 ? 'One score lies' : `${count} scores lie`} far from all others (${first}; ` +
    `the middle half is ${low} to ${high}): if that is a slip, correct it. As it is, all other ` +
    'images weigh nearly the same; the score scale “Rank 0–1” is not moved by it.',
};
