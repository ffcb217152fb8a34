// What is kept of a store is plain JSON; what cannot be read of it is not there.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptStore } from './keptStore';

interface Counter {
  readonly count: number;
  readonly open: boolean;
}

let kept: Map<string, string>;

const counter = () =>
  keptStore<Counter>(
    'counter',
    { count: 0, open: false },
    ({ count }) => (count === 0 ? null : { count }),
    (found) => {
      if (found === undefined) return {};
      const { count } = found as Partial<Counter>;
      if (typeof count !== 'number') throw new TypeError('no count');
      return { count };
    },
  );

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('a kept store', () => {
  it('keeps its part alone, and begins with it', () => {
    counter().setState({ count: 3, open: true });
    expect(kept.get('counter')).toBe('{"count":3}');
    expect(counter().getState()).toEqual({ count: 3, open: false });
  });
  it('leaves what is kept where the part is null, so that nothing unread is lost', () => {
    kept.set('counter', 'of another version');
    counter().setState({ open: true });
    expect(kept.get('counter')).toBe('of another version');
  });
  it.each(['{', '"text"', 'null', '{"count":"3"}'])('begins anew where %s is kept', (text) => {
    kept.set('counter', text);
    expect(counter().getState()).toEqual({ count: 0, open: false });
  });
  it('works where the browser refuses storage', () => {
    vi.stubGlobal('localStorage', undefined);
    const store = counter();
    store.setState({ count: 2 });
    expect(store.getState().count).toBe(2);
  });
});
