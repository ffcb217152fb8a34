// Rating by hand: who rates, on which scale, the queue of showings and the place in it, all ratings
// of the set, and what can be undone. A rating is shown at once and sent at once; if it cannot be
// stored it is taken back and said so. No image is here.

import type { StudioFailure } from '../../bridge/protocol';
import type { Rating, RatingScale } from '../../domain/rating';
import { RATING_SCALES } from '../../data/scores/scoreSource';
import { ratingQueue, type Showing } from '../../data/scores/ratingQueue';
import { strings } from '../../strings';
import { client } from '../session/client';
import { datasetStore } from '../data/datasetStore';
import { toFailure } from '../common/failure';
import { keptStore } from '../common/keptStore';
import { refreshSet } from '../data/datasetTask';
import { noteArrived, noteUnderWay, sendLeft, slotKey } from './ratingsUnderWay';

/**
 * What undo takes back: a rating (with the one it replaced), or a skip (with the place it was
 * skipped from).
 */
type Undoable =
  | {
      readonly kind: 'rating';
      readonly rating: Rating;
      readonly before: Rating | null;
      readonly at: number;
    }
  | { readonly kind: 'skip'; readonly showing: Showing; readonly at: number };

export interface RatingState {
  readonly datasetId: string | null;
  readonly loading: boolean;
  readonly failure: StudioFailure | null;
  readonly rater: string;
  readonly scale: RatingScale;
  readonly view: 'one' | 'grid';
  /** All ratings of the set, every rater's and scale's, by slotKey. */
  readonly ratings: ReadonlyMap<string, Rating>;
  /** This rater's showings in order. */
  readonly queue: readonly Showing[];
  /** Index of the showing on screen; queue.length when all are done. */
  readonly at: number;
  readonly undoable: readonly Undoable[];
  /**
   * Ratings were given or taken back since the screen was opened: what the set scores may be
   * another.
   */
  readonly changed: boolean;
  /** The last thing done, for the line under the image; null at the start. */
  readonly last: {
    readonly kind: 'rated' | 'skipped' | 'undone';
    readonly value: number | null;
  } | null;
}

/** The rater and the scale of the last time. */
function remembered(kept: unknown): Partial<RatingState> {
  if (typeof kept !== 'object' || kept === null) return {};
  const { rater, scale } = kept as Record<string, unknown>;
  return {
    ...(typeof rater === 'string' && rater.trim() !== '' ? { rater } : {}),
    ...(typeof scale === 'string' && Object.hasOwn(RATING_SCALES, scale)
      ? { scale: scale as RatingScale }
      : {}),
  };
}

export const ratingStore = keptStore<RatingState>(
  'plumbline.rater',
  {
    datasetId: null,
    loading: false,
    failure: null,
    rater: strings.rating.defaultRater,
    scale: 'stars',
    view: 'one',
    ratings: new Map(),
    queue: [],
    at: 0,
    undoable: [],
    changed: false,
    last: null,
  },
  ({ rater, scale }) => ({ rater, scale }),
  remembered,
);

/** The rating in force for a showing, or null. */
export function ratingOf({ ratings, rater, scale }: RatingState, showing: Showing): Rating | null {
  return ratings.get(slotKey({ ...showing, rater, scale })) ?? null;
}

/**
 * The next showing without a rating from `from` on, round the end; queue.length when there is none.
 */
function nextUnrated(state: RatingState, from: number): number {
  const count = state.queue.length;
  for (let i = 0; i < count; i++) {
    const at = (from + i) % count;
    if (ratingOf(state, state.queue[at]!) === null) return at;
  }
  return count;
}

/** Showings this rater has rated on this scale. */
export function ratedCount(state: RatingState): number {
  return state.queue.filter((showing) => ratingOf(state, showing) !== null).length;
}

/** Ratings on a scale, of one rater or (null) all. */
export function ratingsOn(
  { ratings }: RatingState,
  scale: RatingScale,
  rater: string | null,
): Rating[] {
  return [...ratings.values()].filter(
    (rating) => rating.scale === scale && (rater === null || rating.rater === rater),
  );
}

/** Raters of the set on a scale, with the present one, by name. */
export function ratersOn(state: RatingState, scale: RatingScale): string[] {
  return [...new Set(ratingsOn(state, scale, null).map((rating) => rating.rater))].sort((a, b) =>
    a.localeCompare(b),
  );
}

function withQueue(state: RatingState): RatingState {
  const { items, unscored } = datasetStore.getState();
  // A queue must depend neither on the scores in use, by which the items are parted, nor on their
  // ids, which an import makes anew.
  const named = [...items, ...unscored].sort((a, b) =>
    a.fileName < b.fileName ? -1 : a.fileName > b.fileName ? 1 : 0,
  );
  const ids = named.map((item) => item.id);
  const next: RatingState = {
    ...state,
    queue: ratingQueue(ids, state.rater),
    undoable: [],
    last: null,
  };
  return { ...next, at: nextUnrated(next, 0) };
}

/** Begins or goes on with the open set. */
export async function openRating(datasetId: string): Promise<void> {
  ratingStore.setState((state) => ({
    ...(state.datasetId === datasetId
      ? {}
      : { ratings: new Map(), queue: [], at: 0, undoable: [], last: null }),
    datasetId,
    loading: true,
    failure: null,
  }));
  try {
    await sendLeft((rating) => client.request('rate', rating));
    const { ratings } = await client.request('listRatings', { datasetId });
    if (ratingStore.getState().datasetId !== datasetId) return;
    ratingStore.setState((state) =>
      withQueue({
        ...state,
        loading: false,
        ratings: new Map(ratings.map((rating) => [slotKey(rating), rating])),
      }),
    );
  } catch (error) {
    ratingStore.setState({ loading: false, failure: toFailure(error) });
  }
}

export function setRater(name: string): void {
  const rater = name.trim();
  if (rater === '' || rater === ratingStore.getState().rater) return;
  ratingStore.setState((state) => withQueue({ ...state, rater }));
}

export function setScale(scale: RatingScale): void {
  ratingStore.setState((state) => withQueue({ ...state, scale }));
}

export function setView(view: RatingState['view']): void {
  ratingStore.setState((state) => ({
    view,
    at:
      view === 'one'
        ? nextUnrated(state, Math.min(state.at, Math.max(0, state.queue.length - 1)))
        : state.at,
  }));
}

/**
 * Puts a rating in force (or, with value null, out of it) here and in storage. Resolves with false
 * when it could not be stored.
 */
async function store(
  rating: Rating,
  before: Rating | null,
  value: number | null,
): Promise<boolean> {
  const key = slotKey(rating);
  const put = (now: Rating | null): void =>
    ratingStore.setState(({ ratings }) => {
      const next = new Map(ratings);
      if (now === null) next.delete(key);
      else next.set(key, now);
      return { ratings: next };
    });
  put(value === null ? null : { ...rating, value });
  ratingStore.setState({ changed: true });
  const sent = { ...rating, value };
  noteUnderWay(sent);
  try {
    await client.request('rate', sent);
    return true;
  } catch (error) {
    put(before);
    ratingStore.setState({ failure: toFailure(error) });
    return false;
  } finally {
    noteArrived(sent);
  }
}

/** Rates a showing. In the queue the next one without a rating comes up. */
export async function rate(showing: Showing, value: number): Promise<void> {
  const state = ratingStore.getState();
  const { rater, scale, queue } = state;
  const at = queue.indexOf(showing);
  const before = ratingOf(state, showing);
  const rating: Rating = { ...showing, rater, scale, value, time: Date.now() };
  const stored = store(rating, before, value);
  ratingStore.setState((now) => ({
    failure: null,
    undoable: [...now.undoable, { kind: 'rating', rating, before, at }],
    last: { kind: 'rated', value },
    at: now.view === 'one' ? nextUnrated(now, at + 1) : now.at,
  }));
  if (await stored) return;
  ratingStore.setState((now) => ({
    at: now.view === 'one' ? at : now.at,
    undoable: now.undoable.filter((one) => one.kind !== 'rating' || one.rating !== rating),
    last: null,
  }));
}

/** Puts the showing on screen to the end of the queue. */
export function skip(): void {
  const { queue, at } = ratingStore.getState();
  const showing = queue[at];
  if (showing === undefined) return;
  ratingStore.setState((state) => {
    const moved = { ...state, queue: [...queue.slice(0, at), ...queue.slice(at + 1), showing] };
    return {
      ...moved,
      at: at === queue.length - 1 ? nextUnrated(moved, 0) : at,
      undoable: [...state.undoable, { kind: 'skip' as const, showing, at }],
      last: { kind: 'skipped' as const, value: null },
    };
  });
}

/** Takes back the last rating or skip. */
export async function undo(): Promise<void> {
  const { undoable, queue } = ratingStore.getState();
  const last = undoable.at(-1);
  if (last === undefined) return;
  ratingStore.setState((state) => ({
    undoable: undoable.slice(0, -1),
    last: { kind: 'undone', value: null },
    at: state.view === 'one' ? last.at : state.at,
    failure: null,
    ...(last.kind === 'skip'
      ? {
          queue: queue
            .filter((showing) => showing !== last.showing)
            .toSpliced(last.at, 0, last.showing),
        }
      : {}),
  }));
  if (last.kind === 'rating')
    await store(last.before ?? last.rating, { ...last.rating }, last.before?.value ?? null);
}

/** Looks at the showing before or after, rated or not. */
export function move(by: -1 | 1): void {
  ratingStore.setState(({ at, queue }) => ({
    at: Math.max(0, Math.min(queue.length, at + by)),
    last: null,
  }));
}

/** Leaving the screen: what the set scores may have changed. */
export async function leaveRating(): Promise<void> {
  const { datasetId, changed } = ratingStore.getState();
  ratingStore.setState({ changed: false });
  if (datasetId !== null && changed && datasetStore.getState().datasetId === datasetId)
    await refreshSet(datasetId);
}
