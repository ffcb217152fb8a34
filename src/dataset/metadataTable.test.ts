import { describe, expect, it } from 'vitest';
import { inspectMetadataTable, parseMetadataTable, safePath } from './metadataTable';

describe('parseMetadataTable', () => {
  it('reads csv with quoted prompts, aliases, groups and further scores', () => {
    const text = '\ufeffImage,Prompt,rating,negative_prompt,group_id,score_anna\n./a.png,"a cat, sitting\nquietly",4.5,blurry,g1,3\nb\\c.png,dog,-1e-2,,,\n';
    const { rows, rejected } = parseMetadataTable('metadata.csv', text);
    expect(rejected).toEqual([]);
    expect(rows).toEqual([
      { row: 1, fileName: 'a.png', caption: 'a cat, sitting\nquietly', score: 4.5, negativePrompt: 'blurry', groupId: 'g1', scores: [{ source: 'metadata.csv', value: 4.5 }, { source: 'anna', value: 3 }] },
      { row: 2, fileName: 'b/c.png', caption: 'dog', score: -0.01, scores: [{ source: 'metadata.csv', value: -0.01 }] },
    ]);
  });
  it('lists every bad row with number, file and reason', () => {
    const text = 'file_name,text,score\na.png,cat,1\nb.png,,1\nc.png,cat,NaN\nd.png,cat,Infinity\na.png,again,2\n../e.png,cat,1\nf.png,cat\ng.png,cat,\n,cat,1\n\ngone.png,cat,1\nh.png,cat,0x10\n';
    const { rows, rejected } = parseMetadataTable('metadata.csv', text, { exists: (file) => file !== 'gone.png' });
    expect(rows.map(({ fileName }) => fileName)).toEqual(['a.png']);
    expect(rejected.map(({ row, file, reason }) => `${row} ${file}: ${reason}`)).toEqual([
      '2 b.png: empty prompt', '3 c.png: the score “NaN” is not a finite number', '4 d.png: the score “Infinity” is not a finite number',
      '5 a.png: duplicate: row 1 names the same file', '6 ../e.png: the path “../e.png” leaves the folder', '7 : malformed line: it has 2 fields, the first line has 3',
      '8 g.png: the score “” is not a finite number', '9 : no file name', '11 gone.png: missing file', '12 h.png: the score “0x10” is not a finite number',
    ]);
  });
  it('reads jsonl and rejects its malformed lines by line number', () => {
    const text = '{"file_name":"a.png","text":"cat","score":1}\n{oops\n[1]\n{"file_name":"b.png","text":"cat","score":null}\n';
    const { rows, rejected } = parseMetadataTable('metadata.jsonl', text);
    expect(rows).toHaveLength(1);
    expect(rejected.map(({ row }) => row)).toEqual([2, 3, 4]);
  });
  it('obeys a mapping and refuses one that names no column', () => {
    const text = 'pic,what,goodness\na.png,cat,2\n';
    expect(parseMetadataTable('m.csv', text, { mapping: { fileName: 'pic', text: 'what', score: 'goodness' } }).rows[0]!.score).toBe(2);
    expect(() => parseMetadataTable('m.csv', text)).toThrow('no column “file_name”; it has “pic”, “what”, “goodness”');
    expect(() => parseMetadataTable('m.csv', text, { mapping: { fileName: 'x' } })).toThrow('no column “x”');
    expect(() => parseMetadataTable('m.csv', '')).toThrow('has no rows');
    expect(() => parseMetadataTable('m.csv', 'a,a\n1,2\n')).toThrow('two columns called “a”');
  });
  it('shows what it found before import', () => {
    expect(inspectMetadataTable('metadata.csv', 'file_name,caption,other\na,b,c\n')).toEqual({ columns: ['file_name', 'caption', 'other'], guessed: { fileName: 'file_name', text: 'caption' }, rows: 1 });
  });
});

it('safePath keeps to the folder', () => {
  expect(['a/b.png', './a', 'a//b', '/etc/passwd', 'C:\\x', 'a/../b', '.'].map(safePath)).toEqual(['a/b.png', 'a', 'a/b', null, null, null, null]);
});
