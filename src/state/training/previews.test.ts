// Images of a long run: as many object URLs as columns that are kept, every score.

import { afterEach, expect, it, vi } from 'vitest';
import type { Preview } from '../../domain/run';
import {
  MOST_COLUMNS,
  MOST_IMAGE_BYTES,
  previewStore,
  receivePreview,
  resetPreviews,
  spreadSteps,
} from './previews';

const preview = (step: number): Preview => ({
  runId: 'run',
  step,
  images: [0, 1].map((seed) => ({
    prompt: 'a cat',
    seed,
    score: step + seed,
    png: new Uint8Array([step % 256]),
  })),
});
const live = new Set<string>();
let made = 0;
vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
  const url = `blob:${made++}`;
  live.add(url);
  return url;
});
vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void live.delete(url));

afterEach(() => {
  resetPreviews(null, []);
  expect(live.size).toBe(0);
});

it('keeps the images of so many steps, the first and the newest among them, every score', () => {
  resetPreviews('run', [preview(0)]);
  for (let step = 10; step <= 2000; step += 10) receivePreview(preview(step));
  const { columns, scores } = previewStore.getState();
  expect(live.size).toBe(2 * MOST_COLUMNS);
  expect(columns).toHaveLength(MOST_COLUMNS);
  expect([columns[0]!.step, columns.at(-1)!.step]).toEqual([0, 2000]);
  const gaps = columns.slice(1).map(({ step }, i) => step - columns[i]!.step);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(120);
  expect(scores.map(({ step }) => step)).toEqual(Array.from({ length: 201 }, (_, i) => 10 * i));
  for (const { images } of columns) for (const { url } of images) expect(live).toContain(url);
});

it('replaces a step that is drawn again, and opens a stored run with as few', () => {
  resetPreviews(
    'run',
    Array.from({ length: 100 }, (_, i) => preview(i)),
  );
  expect(live.size).toBe(2 * MOST_COLUMNS);
  receivePreview(preview(99));
  expect(live.size).toBe(2 * MOST_COLUMNS);
  expect(previewStore.getState().scores).toHaveLength(100);
});

/** One image as the worker sends it, one as it is stored, of an eighth of what may be held. */
const pixels = { width: 64, height: 64, rgb: new Uint8ClampedArray(3 * 64 * 64) };
const png = new Uint8Array(MOST_IMAGE_BYTES / 8);
const largePreview = (step: number): Preview => ({
  runId: 'run',
  step,
  images: [
    { prompt: 'a cat', seed: 0, score: step, pixels },
    { prompt: 'a cat', seed: 1, score: step, png },
  ],
});

it('keeps large images by their bytes, new ones and those of a stored run', () => {
  resetPreviews('run', [largePreview(0)]);
  for (let step = 10; step <= 120; step += 10) receivePreview(largePreview(step));
  const { columns, scores } = previewStore.getState();
  // Eight of the large ones would just fit, but not with the small ones beside them.
  expect(columns).toHaveLength(7);
  expect([columns[0]!.step, columns.at(-1)!.step]).toEqual([0, 120]);
  expect(scores).toHaveLength(13);
  expect(live.size).toBe(2 * 7);
  resetPreviews(
    'run',
    Array.from({ length: 13 }, (_, i) => largePreview(i)),
  );
  expect(live.size).toBe(2 * 7);
});

it('holds the first and the newest, however large', () => {
  const huge = [0, 1, 2, 3].map((step) => ({ step, bytes: 2 * MOST_IMAGE_BYTES }));
  expect(spreadSteps(huge).map(({ step }) => step)).toEqual([0, 3]);
});

it('thins nothing where there is room', () => {
  const steps = [0, 1, 5].map((step) => ({ step, bytes: 1 }));
  expect(spreadSteps(steps, 3)).toEqual(steps);
  expect(spreadSteps(steps, 2)).toEqual([steps[0], steps[2]]);
});
