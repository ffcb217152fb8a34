// The control of each scale: five stars, like and dislike, or a slider that is rated by letting the
// button or Enter say so.

import { Button, UnstyledButton } from '@mantine/core';
import type { CSSProperties } from 'react';
import { useState } from 'react';
import type { RatingScale } from '../../domain/rating';
import { RATING_SCALES } from '../../data/scores/scoreSource';
import { strings } from '../../strings';
import { starId, testIds } from '../testIds';
import { ratingText } from './ratingText';

const text = strings.rating;
const STARS = [1, 2, 3, 4, 5] as const;

interface RatingInputProps {
  readonly scale: RatingScale;
  /** The rating in force, or null. */
  readonly value: number | null;
  readonly onRate: (value: number) => void;
  /** A row of its own under a thumbnail: smaller, and a slider saves when it is let go. */
  readonly compact?: boolean;
  /** Where the slider stands before it is rated. */
  readonly draft?: number;
  readonly onDraft?: (value: number) => void;
}

export function RatingInput(props: RatingInputProps) {
  if (props.scale === 'stars') return <Stars {...props} />;
  return props.scale === 'like' ? <LikeOrNot {...props} /> : <Slider {...props} />;
}

export function StarMark({ filled }: { readonly filled: boolean }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={filled ? 'star filled' : 'star'}>
      <path d="M12 2.6l2.9 6.1 6.6.9-4.8 4.6 1.2 6.6L12 17.6l-5.9 3.2 1.2-6.6L2.5 9.6l6.6-.9z" />
    </svg>
  );
}

function Stars({ value, onRate, compact = false }: RatingInputProps) {
  const [over, setOver] = useState(0);
  const lit = over > 0 ? over : (value ?? 0);
  return (
    <div
      className={compact ? 'stars compact' : 'stars'}
      role="group"
      aria-label={text.starsLabel}
      onPointerLeave={() => setOver(0)}
    >
      {STARS.map((count) => (
        <UnstyledButton
          key={count}
          aria-label={text.star(count)}
          aria-pressed={value === count}
          data-testid={compact ? undefined : starId(count)}
          tabIndex={compact ? -1 : 0}
          onPointerEnter={(event) => {
            if (event.pointerType === 'mouse') setOver(count);
          }}
          onClick={() => onRate(count)}
        >
          <StarMark filled={count <= lit} />
          {compact ? null : (
            <kbd className="mono" aria-hidden="true">
              {count}
            </kbd>
          )}
        </UnstyledButton>
      ))}
    </div>
  );
}

function LikeOrNot({ value, onRate, compact = false }: RatingInputProps) {
  const size = compact ? 'compact-xs' : 'md';
  const tab = compact ? { tabIndex: -1 } : {};
  const key = (letter: string) =>
    compact
      ? {}
      : {
          leftSection: (
            <kbd className="mono" aria-hidden="true">
              {letter}
            </kbd>
          ),
        };
  return (
    <div className={compact ? 'likes compact' : 'likes'}>
      <Button
        size={size}
        variant="default"
        className={value === -1 ? 'chosen bad' : ''}
        aria-pressed={value === -1}
        data-testid={compact ? undefined : testIds.ratingDislike}
        onClick={() => onRate(-1)}
        {...tab}
        {...key('D')}
      >
        {compact ? '−' : text.dislike}
        {compact ? <span className="visually-hidden">{text.dislike}</span> : null}
      </Button>
      <Button
        size={size}
        variant="default"
        className={value === 1 ? 'chosen good' : ''}
        aria-pressed={value === 1}
        data-testid={compact ? undefined : testIds.ratingLike}
        onClick={() => onRate(1)}
        {...tab}
        {...key('L')}
      >
        {compact ? '+' : text.like}
        {compact ? <span className="visually-hidden">{text.like}</span> : null}
      </Button>
    </div>
  );
}

function Slider({ value, onRate, compact = false, draft, onDraft }: RatingInputProps) {
  const { min, max, step } = RATING_SCALES.slider;
  const [own, setOwn] = useState<number | null>(null);
  const at = (compact ? own : draft) ?? value ?? 0;
  const move = (next: number): void => (compact ? setOwn(next) : onDraft?.(next));
  const release = (): void => {
    if (compact && own !== null) {
      onRate(own);
      setOwn(null);
    }
  };
  return (
    <div className={compact ? 'rating-slider compact' : 'rating-slider'}>
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={at}
        aria-label={text.sliderLabel}
        aria-valuetext={ratingText(at, 'slider')}
        data-testid={compact ? undefined : testIds.ratingSlider}
        style={{ '--fill': `${((at - min) / (max - min)) * 100}%` } as CSSProperties}
        onChange={(event) => move(Number(event.currentTarget.value))}
        onPointerUp={release}
        onKeyUp={release}
      />
      {compact ? null : (
        <>
          <div className="stops small" aria-hidden="true">
            {text.sliderEnds.map((end) => (
              <span key={end}>{end}</span>
            ))}
          </div>
          <Button onClick={() => onRate(at)} data-testid={testIds.ratingSave}>
            {text.sliderSave} <b className="slider-value">{ratingText(at, 'slider')}</b>
          </Button>
        </>
      )}
    </div>
  );
}
