import { describe, expect, it } from 'vitest';
import { guessColumns, parseTable, readRows, safePath } from './metadataTable';

describe('readRows', () => {
  it('reads csv with quoted prompts, aliases, groups and further scores', () => {
    const text =
      '\ufeffImage,Prompt,rating,negative_prompt,group_id,score_anna\n./a.png,"a cat, ' +
      'sitting\nquietly",4.5,blurry,g1,3\nb\\c.png,dog,-1e-2,,,\n';
    const { rows, rejected } = readRows(parseTable('metadata.csv', text), {});
    expect(rejected).toEqual([]);
    expect(rows).toEqual([
      {
        row: 1,
        fileName: './a.png',
        name: './a.png',
        text: 'a cat, sitting\nquietly',
        score: 4.5,
        negativePrompt: 'blurry',
        groupId: 'g1',
        furtherScores: [{ source: 'anna', value: 3 }],
      },
      {
        row: 2,
        fileName: 'b\\c.png',
        name: 'b\\c.png',
        text: 'dog',
        score: -0.01,
        negativePrompt: null,
        groupId: null,
        furtherScores: [],
      },
    ]);
  });
  it('lists every bad row with number, file and reason', () => {
    const text =
      'file_name,text,score\na.png,cat,1\nb.png,,1\nc.png,cat,NaN\nd.png,cat,Infinity\na.png,again,2\n../e.png,cat,1\nf.png,cat\ng.png,cat,\n,cat,1\n\nh.png,cat,0x10\n';
    const { rows, rejected } = readRows(parseTable('metadata.csv', text), {});
    expect(rows.map(({ fileName }) => fileName)).toEqual(['a.png']);
    expect(rejected.map(({ row, file, reason }) => `${row} ${file}: ${reason}`)).toEqual([
      '2 b.png: empty prompt',
      '3 c.png: score “NaN” is not a finite number',
      '4 d.png: score “Infinity” is not a finite number',
      '5 a.png: named twice: row 1 is used',
      '6 ../e.png: the path “../e.png” leaves the folder',
      '7 : malformed line: it has 2 fields, the first line has 3',
      '8 g.png: score “” is not a finite number',
      '9 : no file name',
      '11 h.png: score “0x10” is not a finite number',
    ]);
  });
  it('reads jsonl and rejects its malformed lines by line number', () => {
    const text =
      '{"file_name":"a.png","text":"cat","score":1}\n{oops\n[1]\n{"file_name":"b.png","text":"cat","score":null}\n';
    const { rows, rejected } = readRows(parseTable('metadata.jsonl', text), {});
    expect(rows).toHaveLength(1);
    expect(rejected.map(({ row }) => row)).toEqual([2, 3, 4]);
  });
  it('obeys a mapping and refuses one that names no column', () => {
    const text = 'pic,what,goodness\na.png,cat,2\n';
    const table = parseTable('m.csv', text);
    expect(
      readRows(table, { fileName: 'pic', text: 'what', score: 'goodness' }).rows[0]!.score,
    ).toBe(2);
    expect(() => readRows(table, {})).toThrow(
      'has the columns “pic”, “what”, “goodness”; none of them is known to hold the file name',
    );
    expect(() => readRows(table, { fileName: 'x' })).toThrow('no “x”');
    expect(() => parseTable('m.csv', '')).toThrow('holds no rows');
    expect(() => parseTable('m.csv', 'a,a\n1,2\n')).toThrow('two columns called “a”');
  });
  it('takes a table without scores when told so, and not otherwise', () => {
    const table = parseTable('m.csv', 'file_name,text\na.png,cat\n');
    expect(() => readRows(table, {})).toThrow('none of them is known to hold the score');
    expect(readRows(table, { score: null })).toMatchObject({
      rows: [{ name: 'a.png', score: null, furtherScores: [] }],
      rejected: [],
    });
  });
  it('finds parts by their columns’ names', () => {
    expect(guessColumns(['file_name', 'caption', 'other'])).toEqual({
      fileName: 'file_name',
      text: 'caption',
    });
  });
});

it('safePath keeps to the folder', () => {
  expect(['a/b.png', './a', 'a//b', '/etc/passwd', 'C:\\x', 'a/../b', '.'].map(safePath)).toEqual([
    'a/b.png',
    'a',
    'a/b',
    null,
    null,
    null,
    null,
  ]);
});
