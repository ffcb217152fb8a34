import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { toCsv, toMarkdown } from './table';

const table = {
  columns: ['prompt', 'score, mean', 'note'],
  rows: [
    ['a "red" heart,\nbig', 0.1 + 0.2, null],
    ['b|c', Number.NaN, 'x'],
  ],
};

describe('tables', () => {
  it('as CSV read back what was written', () => {
    const { data, errors } = Papa.parse<string[]>(toCsv(table), { skipEmptyLines: true });
    expect(errors).toEqual([]);
    expect(data).toEqual([
      ['prompt', 'score, mean', 'note'],
      ['a "red" heart,\nbig', '0.30000000000000004', ''],
      ['b|c', '', 'x'],
    ]);
  });
  it('as Markdown keep their columns', () => {
    expect(
      toMarkdown({
        columns: ['model', 'mean'],
        rows: [
          ['base|x', 0.123456],
          ['TGO', 3],
        ],
      }),
    ).toBe('| model | mean |\n| --- | ---: |\n| base\\|x | 0.1235 |\n| TGO | 3 |\n');
  });
});
