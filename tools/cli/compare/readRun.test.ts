// What a folder is answered that holds no run to compare.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRun } from './readRun';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('readRun', () => {
  it('names a folder that is not there', () =>
    expect(readRun(join(folder, 'none'))).rejects.toMatchObject({
      kind: 'BadSettings',
      message: `${join(folder, 'none')} is not there.`,
    }));
  it('says how a run without a report gets one', async () => {
    await expect(readRun(folder)).rejects.toMatchObject({
      kind: 'BadSettings',
      remedy: expect.stringContaining('that has ended'),
    });
    await writeFile(join(folder, 'settings.json'), '{}');
    await expect(readRun(folder)).rejects.toMatchObject({
      kind: 'BadSettings',
      message: `${folder} has no report: rewards.json is not there.`,
      remedy: expect.stringContaining('--reward'),
    });
  });
});
