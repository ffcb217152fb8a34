// Other sets of the kinds that shared/cases has, made here: see siblings.ts.

import { describe, expect, it } from 'vitest';
import { memoryFile } from '../../../src/data/import/files/sourceFile';
import { checkFiles } from './checkSet';
import { SIBLINGS } from './siblings';
import { TOOL_EXPORTS } from './toolExports';

describe('relatives of the cases', () => {
  it.each([...SIBLINGS, ...TOOL_EXPORTS])(
    '$name',
    async ({ files, scores, prompts, rejected, says = [] }) => {
      const report = await checkFiles(() =>
        Promise.resolve(
          Object.entries(files).map(([path, bytes]) => memoryFile(path, new Uint8Array(bytes))),
        ),
      );
      const rows = report.rejected.filter(({ row }) => row > 0);
      const told = [
        ...report.recognised,
        ...report.notes,
        ...report.rejected.map(({ row, file, reason }) => `row ${row} (${file}): ${reason}`),
        report.error?.message ?? '',
      ].join('\n');
      expect(
        report.images.map(({ score }) => score),
        told,
      ).toEqual(scores);
      if (prompts) expect(report.images.map(({ prompt }) => prompt)).toEqual(prompts);
      if (scores.length > 0) expect(rows, told).toHaveLength(rejected ?? 0);
      for (const words of says) expect(told).toMatch(words);
      expect(report.error === null).toBe(scores.length > 0);
      if (report.error !== null) expect(report.error.remedy).not.toBe('');
      expect(told).not.toMatch(/\[object|undefined|NaN fields/u);
    },
  );
});
