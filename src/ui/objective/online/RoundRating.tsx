// The images of a round that waits for a person: rated by keys or clicks, in any order; the last
// rating sends them and the run goes on. One image is the current one: it has the outline, and
// the keys rate it.

import { Button } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useEffect, useRef } from 'react';
import type { RatingScale } from '../../../domain/rating';
import type { RunSummary } from '../../../bridge/protocol';
import { parseRatingSource } from '../../../data/scores/scoreSource';
import { strings } from '../../../strings';
import { whole } from '../../../strings/format';
import {
  chooseInRound,
  onlineStore,
  rateInRound,
  undoInRound,
} from '../../../state/objective/onlineStore';
import { preferencesStore } from '../../../state/session/preferences';
import { Failure } from '../../common/Failure';
import { Panel } from '../../common/Panel';
import { useStore } from '../../common/useStore';
import { RatingInput } from '../../rate/RatingInput';
import { ratingText } from '../../rate/ratingText';
import { useRatingKeys } from '../../rate/useRatingKeys';
import { testIds } from '../../testIds';

const text = strings.online;

/** The rating a key gives, or null. */
function ratingOfKey(key: string, scale: RatingScale): number | null {
  if (scale === 'stars' && /^[1-5]$/u.test(key)) return Number(key);
  return scale === 'like' && (key === 'l' || key === 'd') ? (key === 'l' ? 1 : -1) : null;
}

export function RoundRating({ run }: { readonly run: RunSummary }) {
  const asking = useStore(onlineStore, (state) =>
    state.asking?.runId === run.id ? state.asking : null,
  );
  const bank = useStore(onlineStore, (state) => state.banks[run.id]);
  const shortcuts = useStore(preferencesStore, (state) => state.shortcuts);
  const scale = parseRatingSource(run.settings.source.onlineReward ?? '')?.scale ?? null;
  const list = useRef<HTMLUListElement>(null);
  const at = asking?.at ?? 0;
  // The focus follows the current image where it is among the images already.
  useEffect(() => {
    if (list.current?.contains(document.activeElement) === true)
      list.current.querySelectorAll<HTMLElement>('li')[at]?.focus();
  }, [at]);

  const columns = (): number => {
    const tiles = [...(list.current?.children ?? [])] as HTMLElement[];
    return Math.max(1, tiles.filter((tile) => tile.offsetTop === tiles[0]?.offsetTop).length);
  };
  const act = (key: string): boolean => {
    const now = onlineStore.getState().asking;
    if (now === null || scale === null) return false;
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns() }[key];
    const value = ratingOfKey(key, scale);
    if (by !== undefined) chooseInRound(now.at + by);
    else if (value !== null) rateInRound(now.at, value);
    else if (key === 'u') undoInRound();
    else return false;
    return true;
  };
  useRatingKeys(act);
  // Keys that act on what has the focus are no shortcuts: they stay when those are switched off.
  const press = (event: KeyboardEvent): void => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      (event.repeat && !event.key.startsWith('Arrow'))
    )
      return;
    if (
      event.target instanceof HTMLElement &&
      event.target.tagName === 'LI' &&
      act(event.key.length === 1 ? event.key.toLowerCase() : event.key)
    )
      event.preventDefault();
  };

  if (scale === null) return null;
  if (asking === null)
    return run.status === 'paused' ? (
      <p className="message" role="status">
        {text.ratePaused(whole((bank?.round ?? -1) + 2))}
      </p>
    ) : null;
  const done = asking.ratings.filter((value) => value !== null).length;
  const total = asking.images.length;
  return (
    <Panel
      title={text.rateTitle(whole(asking.round + 1))}
      lede={text.rateLede}
      testId={testIds.roundRating}
      aside={
        <span
          className="small muted"
          data-testid={testIds.roundProgress}
          data-done={done}
          data-round={asking.round}
        >
          {text.rateProgress(whole(done), whole(total))}
        </span>
      }
    >
      <div className="stack">
        <div
          className="progress"
          role="progressbar"
          aria-label={text.rateProgressLabel}
          aria-valuemin={0}
          aria-valuemax={total}
          aria-valuenow={done}
        >
          <span style={{ inlineSize: `${(done / total) * 100}%` }} />
        </div>
        {asking.failure === null ? null : <Failure failure={asking.failure} />}
        <ul
          className="rating-grid round-grid"
          ref={list}
          aria-label={text.rateList}
          onKeyDown={press}
        >
          {asking.images.map(({ prompt, url }, index) => {
            const value = asking.ratings[index] ?? null;
            return (
              <li
                key={url}
                tabIndex={index === at ? 0 : -1}
                className={[value === null ? '' : 'rated', index === at ? 'current' : '']
                  .join(' ')
                  .trim()}
                data-testid={testIds.roundImage}
                data-rating={value ?? ''}
                aria-current={index === at}
                aria-label={
                  `${prompt}, ` +
                  `${value === null ? strings.rating.notRated : ratingText(value, scale)}`
                }
                onFocus={() => chooseInRound(index)}
              >
                <img
                  className="picture"
                  src={url}
                  alt={text.rateAlt(prompt)}
                  onPointerDown={() => chooseInRound(index)}
                />
                <RatingInput
                  scale={scale}
                  value={value}
                  onRate={(given) => rateInRound(index, given)}
                  compact
                />
                <span className="thumb-caption">{prompt}</span>
              </li>
            );
          })}
        </ul>
        <div className="row tight">
          <Button
            size="compact-sm"
            variant="default"
            disabled={asking.order.length === 0 || asking.sending}
            onClick={undoInRound}
          >
            {text.rateUndo}
          </Button>
          <span className="small muted" role="status">
            {asking.sending
              ? text.rateSending
              : shortcuts
                ? text.rateKeys[scale]
                : strings.rating.keysOff}
          </span>
        </div>
        <p className="small muted">{text.ratePause}</p>
      </div>
    </Panel>
  );
}
