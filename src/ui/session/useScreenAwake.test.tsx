// @vitest-environment happy-dom
// The screen is kept on while a run trains, asked for again after the tab was hidden, and let go.

import { renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { useScreenAwake } from './useScreenAwake';

const asked: { release: ReturnType<typeof vi.fn> }[] = [];
const request = vi.fn(() => {
  const lock = { release: vi.fn(() => Promise.resolve()) };
  asked.push(lock);
  return Promise.resolve(lock);
});
let visibility: DocumentVisibilityState = 'visible';
Object.defineProperty(document, 'visibilityState', { get: () => visibility });
const turn = (to: DocumentVisibilityState): void => {
  visibility = to;
  document.dispatchEvent(new Event('visibilitychange'));
};

afterEach(() => {
  Reflect.deleteProperty(navigator, 'wakeLock');
  asked.length = 0;
  request.mockClear();
});

it('asks while something trains, again when the tab is back, and lets all go', async () => {
  Object.defineProperty(navigator, 'wakeLock', { value: { request }, configurable: true });
  const { rerender, unmount } = renderHook(({ trains }) => useScreenAwake(trains), {
    initialProps: { trains: false },
  });
  expect(request).not.toHaveBeenCalled();
  rerender({ trains: true });
  turn('hidden');
  expect(request).toHaveBeenCalledTimes(1);
  turn('visible');
  expect(request).toHaveBeenCalledTimes(2);
  rerender({ trains: false });
  await Promise.resolve();
  await Promise.resolve();
  expect(asked.map(({ release }) => release.mock.calls.length)).toEqual([1, 1]);
  turn('visible');
  expect(request).toHaveBeenCalledTimes(2);
  unmount();
});

it('does without a lock that is refused or not there', async () => {
  const { unmount } = renderHook(() => useScreenAwake(true));
  unmount();
  const refused = vi.fn(() => Promise.reject(new DOMException('low battery', 'NotAllowedError')));
  Object.defineProperty(navigator, 'wakeLock', { value: { request: refused }, configurable: true });
  renderHook(() => useScreenAwake(true)).unmount();
  await new Promise((done) => setTimeout(done, 5));
  expect(refused).toHaveBeenCalledTimes(1);
});
