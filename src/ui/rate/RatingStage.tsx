// One image large with its prompt, its control, and the ways back and forth. The next few images
// are fetched ahead, so that a key is answered at once.

import { Button } from '@mantine/core';
import { useState } from 'react';
import { RATING_SCALES } from '../../data/scores/scoreSource';
import { strings } from '../../strings';
import { datasetStore } from '../../state/data/datasetStore';
import { preferencesStore } from '../../state/session/preferences';
import { move, rate, ratingOf, ratingStore, skip, undo } from '../../state/rate/ratingStore';
import { Failure } from '../common/Failure';
import { useImages } from '../common/useImages';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { RatingInput } from './RatingInput';
import { ratingText } from './ratingText';
import { useRatingKeys } from './useRatingKeys';

const text = strings.rating;
const AHEAD = 5;
/** Arrow up and down move the slider by so much. */
const NUDGE = 0.5;

const clamp = (value: number): number =>
  Number(Math.min(RATING_SCALES.slider.max, Math.max(RATING_SCALES.slider.min, value)).toFixed(1));

export function RatingStage() {
  const state = useStore(ratingStore, (now) => now);
  const { datasetId, queue, at, scale, last, undoable } = state;
  const showing = queue[at];
  const items = useStore(datasetStore, (now) => now.items);
  const unscored = useStore(datasetStore, (now) => now.unscored);
  const shortcuts = useStore(preferencesStore, (now) => now.shortcuts);
  const images = useImages(
    datasetId,
    queue.slice(at, at + AHEAD).map(({ imageId }) => imageId),
  );
  const [draft, setDraft] = useState<{ showing: typeof showing; value: number } | null>(null);
  const given = showing === undefined ? null : ratingOf(state, showing);
  const drafted = draft !== null && draft.showing === showing ? draft.value : (given?.value ?? 0);

  useRatingKeys((key, shift) => {
    const now = ratingStore.getState();
    const target = now.queue[now.at];
    if (key === 'ArrowLeft' || key === 'ArrowRight') move(key === 'ArrowLeft' ? -1 : 1);
    else if (key === 'u') void undo();
    else if (target === undefined) return false;
    else if (key === 's') skip();
    else if (now.scale === 'stars' && /^[1-5]$/u.test(key)) void rate(target, Number(key));
    else if (now.scale === 'like' && (key === 'l' || key === 'ArrowUp')) void rate(target, 1);
    else if (now.scale === 'like' && (key === 'd' || key === 'ArrowDown')) void rate(target, -1);
    else if (now.scale === 'slider' && (key === 'ArrowUp' || key === 'ArrowDown'))
      setDraft({
        showing: target,
        value: clamp(
          drafted + (key === 'ArrowUp' ? 1 : -1) * (shift ? RATING_SCALES.slider.step : NUDGE),
        ),
      });
    else if (now.scale === 'slider' && /^[0-5]$/u.test(key))
      setDraft({ showing: target, value: Number(key) });
    else if (now.scale === 'slider' && key === '-') setDraft({ showing: target, value: -drafted });
    else if (now.scale === 'slider' && key === 'Enter') void rate(target, drafted);
    else return false;
    return true;
  });

  const said =
    last === null
      ? ''
      : last.kind === 'rated'
        ? text.rated(ratingText(last.value!, scale))
        : last.kind === 'skipped'
          ? text.skipped
          : text.undone;
  const item =
    showing === undefined
      ? undefined
      : (items.find(({ id }) => id === showing.imageId) ??
        unscored.find(({ id }) => id === showing.imageId));
  const url = showing === undefined ? undefined : images.urls.get(showing.imageId);
  return (
    <section
      className="rating-stage"
      aria-label={text.stage}
      data-testid={testIds.ratingStage}
      data-at={at}
      data-image={showing?.imageId}
    >
      {images.failure === null ? null : (
        <Failure failure={images.failure} title={strings.data.imageFailed} />
      )}
      {showing === undefined || item === undefined ? (
        <div className="rating-done" data-testid={testIds.ratingDone}>
          <h2>{text.doneTitle}</h2>
          <p className="muted">{text.doneText}</p>
        </div>
      ) : (
        <>
          {url === undefined ? (
            <span className="picture waiting" />
          ) : (
            <img className="picture" src={url} alt={item.caption} />
          )}
          <p className="rating-prompt">{item.caption}</p>
          <RatingInput
            scale={scale}
            value={given?.value ?? null}
            draft={drafted}
            onDraft={(value) => setDraft({ showing, value })}
            onRate={(value) => void rate(showing, value)}
          />
        </>
      )}
      <p className="small muted rating-said" role="status">
        {said !== '' ? said : given !== null ? text.already(ratingText(given.value, scale)) : ''}
      </p>
      <div className="row tight rating-moves">
        <Button variant="default" size="sm" disabled={at === 0} onClick={() => move(-1)}>
          {text.previous}
        </Button>
        <Button
          variant="default"
          size="sm"
          data-testid={testIds.ratingUndo}
          disabled={undoable.length === 0}
          onClick={() => void undo()}
        >
          {text.undo}
        </Button>
        <Button
          variant="default"
          size="sm"
          data-testid={testIds.ratingSkip}
          disabled={showing === undefined}
          onClick={skip}
        >
          {text.skip}
        </Button>
        <Button variant="default" size="sm" disabled={at >= queue.length} onClick={() => move(1)}>
          {text.next}
        </Button>
      </div>
      <p className="small muted keys-hint">
        {shortcuts ? text.keysHint(text.keys[scale]) : text.keysOff}
      </p>
    </section>
  );
}
