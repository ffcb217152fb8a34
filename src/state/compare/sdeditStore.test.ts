// A file to start from that is no image: it is told, and nothing is chosen.

import { afterEach, expect, it, vi } from 'vitest';
import { chooseFile, sdeditStore } from './sdeditStore';

afterEach(() => vi.unstubAllGlobals());

it('tells a file that is no image, by its name, and chooses nothing', async () => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('not decoded')));
  await chooseFile(new File(['hello'], 'notes.txt'));
  const { chosen, failure } = sdeditStore.getState();
  expect(chosen).toBeNull();
  expect(failure).toMatchObject({ kind: 'BadImage' });
  expect(failure!.message).toContain('notes.txt');
});
