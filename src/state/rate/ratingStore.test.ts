// The rating screen without a screen: what comes up next, skip and undo, several raters and scales,
// and a rating that cannot be stored. The worker is made of paper: it keeps what it is sent, or
// says no.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StudioCommand, StudioEvent } from '../../bridge/protocol';
import type { Rating } from '../../domain/rating';
import { datasetStore } from '../data/datasetStore';
import {
  move,
  openRating,
  rate,
  ratedCount,
  ratersOn,
  ratingOf,
  ratingStore,
  setRater,
  setScale,
  setView,
  skip,
  undo,
} from './ratingStore';

let stored: Rating[] = [];
let full = false;
/** It is in a long step: nothing that is sent is heard. */
let deaf = false;

class PaperWorker extends EventTarget {
  postMessage(command: StudioCommand): void {
    const { requestId } = command;
    const say = (event: StudioEvent): void => {
      queueMicrotask(() => {
        this.dispatchEvent(Object.assign(new Event('message'), { data: event }));
      });
    };
    if (deaf) return;
    if (command.type === 'listRatings')
      say({ type: 'reply', requestId, value: { ratings: stored } });
    else if (command.type !== 'rate') throw new Error(`nobody answers ${command.type}`);
    else if (full)
      say({
        type: 'failure',
        requestId,
        failure: { kind: 'StorageFull', message: 'no room', remedy: 'make some' },
      });
    else {
      const { value, imageId, rater, scale, time, repeat } = command;
      stored = [
        ...stored.filter(
          (one) =>
            !(
              one.imageId === imageId &&
              one.rater === rater &&
              one.scale === scale &&
              one.repeat === repeat
            ),
        ),
        ...(value === null ? [] : [{ imageId, rater, scale, time, repeat, value }]),
      ];
      say({ type: 'reply', requestId, value: {} });
    }
  }
  terminate(): void {}
}

const now = () => ratingStore.getState();
const current = () => now().queue[now().at]!;
const give = (value: number) => rate(current(), value);

beforeEach(async () => {
  vi.stubGlobal('Worker', PaperWorker);
  stored = [];
  full = false;
  deaf = false;
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  });
  const item = (i: number) => ({
    id: `id-${9 - i}`,
    fileName: `${i}.png`,
    caption: 'x',
    score: i % 2 ? i : Number.NaN,
  });
  const items = Array.from({ length: 6 }, (_, i) => item(i));
  datasetStore.setState({
    datasetId: 'd',
    items: items.filter(({ score }) => Number.isFinite(score)),
    unscored: items.filter(({ score }) => !Number.isFinite(score)),
  });
  setScale('stars');
  setRater('Anna');
  setView('one');
  await openRating('d');
});
afterEach(() => vi.unstubAllGlobals());

describe('rating', () => {
  it('goes through every showing once, the second ones too, and is done', async () => {
    expect([now().queue.length, now().at]).toEqual([12, 0]);
    for (let i = 0; i < 12; i++) {
      expect(now().at).toBe(i);
      await give((i % 5) + 1);
    }
    expect([
      now().at,
      ratedCount(now()),
      stored.length,
      stored.filter(({ repeat }) => repeat).length,
    ]).toEqual([12, 12, 12, 6]);
    expect(stored.every(({ rater, scale }) => rater === 'Anna' && scale === 'stars')).toBe(true);
  });
  it('finds its place and its order again after a reload', async () => {
    const order = now().queue;
    await give(1);
    await give(2);
    await openRating('d');
    expect([now().at, now().queue, now().undoable]).toEqual([2, order, []]);
    // The order is of the names, whichever scores part the items.
    datasetStore.setState(({ items, unscored }) => ({
      items: [...unscored, ...items].reverse(),
      unscored: [],
    }));
    await openRating('d');
    expect(now().queue).toEqual(order);
  });
  it('lets one look back and give another rating, then goes on where one was', async () => {
    await give(1);
    await give(2);
    move(-1);
    move(-1);
    const showing = current();
    expect(ratingOf(now(), showing)?.value).toBe(1);
    await give(5);
    expect([now().at, ratingOf(now(), showing)?.value, stored.length]).toEqual([2, 5, 2]);
    await undo();
    expect([now().at, ratingOf(now(), showing)?.value, stored.length]).toEqual([0, 1, 2]);
    move(-1);
    expect(now().at).toBe(0);
  });
  it('undoes ratings and skips one by one', async () => {
    const first = current();
    await give(3);
    const second = current();
    skip();
    expect(now().queue.at(-1)).toBe(second);
    expect([now().at, now().last?.kind]).toEqual([1, 'skipped']);
    await undo();
    expect(current()).toBe(second);
    await undo();
    expect([current() === first, stored, ratedCount(now())]).toEqual([true, [], 0]);
    await undo();
    expect(now().at).toBe(0);
  });
  it('brings a skipped image up again when it is the last one left', async () => {
    skip();
    const skipped = now().queue.at(-1)!;
    for (let i = 0; i < 11; i++) await give(1);
    expect(current()).toBe(skipped);
    skip();
    expect(current()).toBe(skipped);
    await give(4);
    expect(now().at).toBe(12);
  });
  it('keeps raters and scales apart', async () => {
    await give(4);
    setRater('Ben');
    expect([now().at, ratedCount(now()), now().undoable]).toEqual([0, 0, []]);
    await give(2);
    expect(ratersOn(now(), 'stars')).toEqual(['Anna', 'Ben']);
    setScale('like');
    expect([ratedCount(now()), ratersOn(now(), 'like')]).toEqual([0, []]);
    await give(-1);
    expect(stored.map(({ rater, scale, value }) => [rater, scale, value])).toEqual([
      ['Anna', 'stars', 4],
      ['Ben', 'stars', 2],
      ['Ben', 'like', -1],
    ]);
    setRater('  ');
    expect(now().rater).toBe('Ben');
  });
  it('stays where it is in the grid', async () => {
    setView('grid');
    await rate(now().queue[3]!, 5);
    await rate(now().queue[3]!, 2);
    expect([now().at, ratingOf(now(), now().queue[3]!)?.value, stored.length]).toEqual([0, 2, 1]);
    await undo();
    expect(ratingOf(now(), now().queue[3]!)?.value).toBe(5);
    await undo();
    expect(stored).toEqual([]);
  });
  it('takes a rating back that could not be stored, and says so', async () => {
    await give(1);
    full = true;
    const showing = current();
    const giving = give(5);
    // At once on screen …
    expect(ratingOf(now(), showing)?.value).toBe(5);
    await giving;
    // … and gone again.
    expect([
      ratingOf(now(), showing),
      current() === showing,
      now().failure?.message,
      now().undoable.length,
    ]).toEqual([null, true, 'no room', 1]);
    full = false;
    await give(2);
    expect([now().failure, ratingOf(now(), showing)?.value]).toEqual([null, 2]);
  });
});

it('sends ratings again that the worker had not heard of when the page was closed', async () => {
  await give(1);
  const first = current();
  deaf = true;
  void rate(first, 2);
  void rate(first, 4);
  void give(5);
  expect(stored.map(({ value }) => value)).toEqual([1]);
  // The next page: what this one knew is gone.
  deaf = false;
  await openRating('d');
  expect(stored.map(({ value }) => value).sort()).toEqual([1, 4, 5]);
  expect(ratingOf(now(), first)?.value).toBe(4);
  expect(localStorage.getItem('plumbline.ratings')).toBeNull();
});

it('does not send again what was refused with a word', async () => {
  full = true;
  await give(3);
  full = false;
  await openRating('d');
  expect(stored).toEqual([]);
});
