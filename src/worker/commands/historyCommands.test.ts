// Names, notes and tags of runs on a real database: kept whole or refused, never cut.

import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { runRecord } from '../../../test-support/testRecords';
import { openDatabase } from '../../storage/database';
import { getRun, putRun } from '../../storage/runs';
import type { Studio } from '../services/studio';
import { historyCommands } from './historyCommands';

const context = { signal: new AbortController().signal, progress: () => undefined };

it('keeps a label whole or refuses it with its length', async () => {
  const db = await openDatabase({}, 'labels');
  const { labelRun } = historyCommands({ db } as unknown as Studio);
  await putRun(db, runRecord('r', { name: 'first' }));
  const note = 'n'.repeat(5000);
  await labelRun({ runId: 'r', note, tags: [' a', 'b', 'a', ''] }, context);
  const kept = await getRun(db, 'r');
  expect(kept).toMatchObject({ name: 'first', note, tags: ['a', 'b'] });
  const refused: [label: { name?: string; note?: string; tags?: string[] }, said: string][] = [
    [{ note: `${note}!` }, '5001'],
    [{ name: 'n'.repeat(1e6) }, '1000000'],
    [{ tags: ['t'.repeat(6000)] }, '6000'],
    [{ tags: Array.from({ length: 21 }, (_, i) => `t${i}`) }, '21'],
    [{ name: ' ' }, 'name'],
  ];
  for (const [label, said] of refused)
    await expect(labelRun({ runId: 'r', ...label }, context)).rejects.toMatchObject({
      kind: 'BadSettings',
      message: expect.stringContaining(said),
    });
  expect(await getRun(db, 'r')).toEqual(kept);
  db.close();
});
