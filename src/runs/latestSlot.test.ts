import { describe, expect, it } from 'vitest';
import { LatestSlot } from './latestSlot';

/** Work that is ended by hand. */
function byHand() {
  const begun: number[] = [];
  const done: number[] = [];
  const failures: unknown[] = [];
  let finish: (error?: Error) => void = () => undefined;
  const slot = new LatestSlot<number>(
    async (value, signal) => {
      begun.push(value);
      await new Promise<void>((resolve, reject) => {
        finish = (error) => (error ? reject(error) : resolve());
        signal.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
      });
      done.push(value);
    },
    (error) => failures.push(error),
  );
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(resolve);
    });
  return { slot, begun, done, failures, turn, finish: (error?: Error) => finish(error) };
}

describe('the slot of the newest wish', () => {
  it('works on one at a time and skips what a newer wish has overtaken', async () => {
    const { slot, begun, done, turn, finish } = byHand();
    for (const value of [1, 2, 3, 4]) {
      slot.put(value);
      await turn();
    }
    expect(begun).toEqual([1]);
    finish();
    await turn();
    expect(begun).toEqual([1, 4]);
    finish();
    await slot.settled();
    expect(done).toEqual([1, 4]);
    slot.put(5);
    await turn();
    finish();
    await slot.settled();
    expect(done).toEqual([1, 4, 5]);
  });

  it('gives up all when it is cleared, and takes new wishes afterwards', async () => {
    const { slot, begun, done, failures, turn, finish } = byHand();
    slot.put(1);
    await turn();
    slot.put(2);
    await slot.clear();
    expect([begun, done, failures]).toEqual([[1], [], []]);
    slot.put(3);
    await turn();
    finish();
    await slot.settled();
    expect(done).toEqual([3]);
  });

  it('takes a wish that comes while it is being cleared', async () => {
    const { slot, done, turn, finish } = byHand();
    slot.put(1);
    await turn();
    const cleared = slot.clear();
    slot.put(2);
    await cleared;
    await turn();
    finish();
    await slot.settled();
    expect(done).toEqual([2]);
  });

  it('tells a failure and goes on with the next wish', async () => {
    const { slot, done, failures, turn, finish } = byHand();
    slot.put(1);
    await turn();
    slot.put(2);
    finish(new Error('out of paint'));
    await turn();
    finish();
    await slot.settled();
    expect([done, failures]).toEqual([[2], [new Error('out of paint')]]);
  });
});
