// Many images at once, each with its control under it. One of them has the focus: the arrow keys
// move it, and the rating keys rate it and go on.

import { Button } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useMemo, useRef, useState } from 'react';
import type { Showing } from '../../data/scores/ratingQueue';
import { strings } from '../../strings';
import { datasetStore } from '../../state/data/datasetStore';
import { rate, ratingOf, ratingStore, undo } from '../../state/rate/ratingStore';
import { Failure } from '../common/Failure';
import { useImages } from '../common/useImages';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { RatingInput } from './RatingInput';
import { ratingText } from './ratingText';
import { useRatingKeys } from './useRatingKeys';

const text = strings.rating;
const PAGE = 30;

const undoByKey = (key: string): boolean => {
  if (key !== 'u') return false;
  void undo();
  return true;
};

export function RatingGrid() {
  const state = useStore(ratingStore, (now) => now);
  const { datasetId, queue, scale } = state;
  const items = useStore(datasetStore, (now) => now.items);
  const unscored = useStore(datasetStore, (now) => now.unscored);
  const [page, setPage] = useState(0);
  const [focus, setFocus] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  useRatingKeys(undoByKey);
  const captions = useMemo(
    () => new Map([...items, ...unscored].map((item) => [item.id, item.caption])),
    [items, unscored],
  );
  // A second showing beside the first would measure nothing.
  const first = useMemo(() => queue.filter(({ repeat }) => !repeat), [queue]);
  const pages = Math.max(1, Math.ceil(first.length / PAGE));
  const shown = first.slice(page * PAGE, (page + 1) * PAGE);
  const images = useImages(
    datasetId,
    shown.map(({ imageId }) => imageId),
  );

  const focusOn = (index: number): void => {
    const inside = Math.max(0, Math.min(shown.length - 1, index));
    setFocus(inside);
    list.current?.querySelectorAll<HTMLElement>('li')[inside]?.focus();
  };
  const columns = (): number => {
    const tiles = [...(list.current?.children ?? [])] as HTMLElement[];
    return Math.max(1, tiles.filter((tile) => tile.offsetTop === tiles[0]?.offsetTop).length);
  };
  const press = (event: KeyboardEvent, showing: Showing, index: number): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns(),
      ArrowUp: -columns(),
      Home: -PAGE,
      End: PAGE,
    };
    const by = steps[event.key];
    const key = event.key.toLowerCase();
    // Keys that act on what has the focus are no shortcuts: they stay when those are switched off.
    const value = event.repeat
      ? null
      : scale === 'stars' && /^[1-5]$/u.test(key)
        ? Number(key)
        : scale === 'like' && key === 'l'
          ? 1
          : scale === 'like' && key === 'd'
            ? -1
            : null;
    if (by === undefined && value === null) return;
    event.preventDefault();
    if (value !== null) void rate(showing, value);
    focusOn(index + (by ?? 1));
  };
  return (
    <div className="stack">
      <p className="small muted">{text.gridHint[scale]}</p>
      {images.failure === null ? null : (
        <Failure failure={images.failure} title={strings.data.imageFailed} />
      )}
      <ul
        className="rating-grid"
        ref={list}
        data-testid={testIds.ratingGrid}
        aria-label={text.gridLabel}
      >
        {shown.map((showing, index) => {
          const given = ratingOf(state, showing);
          const caption = captions.get(showing.imageId) ?? '';
          const url = images.urls.get(showing.imageId);
          return (
            <li
              key={showing.imageId}
              tabIndex={index === Math.min(focus, shown.length - 1) ? 0 : -1}
              className={given === null ? '' : 'rated'}
              data-testid={testIds.ratingCell}
              onFocus={() => setFocus(index)}
              onKeyDown={(event) => press(event, showing, index)}
              aria-label={
                `${caption}, ` +
                `${given === null ? text.notRated : ratingText(given.value, scale)}`
              }
            >
              {url === undefined ? (
                <span className="picture waiting" />
              ) : (
                <img className="picture" src={url} alt={caption} />
              )}
              <RatingInput
                scale={scale}
                value={given?.value ?? null}
                onRate={(value) => void rate(showing, value)}
                compact
              />
              <span className="thumb-caption">
                {given !== null && scale === 'slider' ? (
                  <b>{ratingText(given.value, scale)} </b>
                ) : null}
                {caption}
              </span>
            </li>
          );
        })}
      </ul>
      <div className="row pager">
        <Button
          variant="default"
          size="compact-sm"
          disabled={page === 0}
          onClick={() => {
            setPage(page - 1);
            setFocus(0);
          }}
        >
          {strings.common.previous}
        </Button>
        <span className="small muted">{strings.common.page(page + 1, pages)}</span>
        <Button
          variant="default"
          size="compact-sm"
          disabled={page >= pages - 1}
          onClick={() => {
            setPage(page + 1);
            setFocus(0);
          }}
        >
          {strings.common.next}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          disabled={state.undoable.length === 0}
          onClick={() => void undo()}
        >
          {text.undo}
        </Button>
      </div>
    </div>
  );
}
