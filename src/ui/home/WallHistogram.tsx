// Histogram of the demo's scores with τ as a plumb line: dragged, or moved with the arrow keys.

import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import {
  moveWallThreshold,
  setWallPercentile,
  wallPercentile,
  wallScores,
  type Wall,
} from '../../state/home/wallStore';
import { strings } from '../../strings';
import { short, whole } from '../../strings/format';
import { PlumbBob } from '../session/PlumbBob';
import { testIds } from '../testIds';

const text = strings.home;
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 0.01,
  ArrowUp: 0.01,
  ArrowLeft: -0.01,
  ArrowDown: -0.01,
  PageUp: 0.1,
  PageDown: -0.1,
  Home: -1,
  End: 1,
};

interface WallHistogramProps {
  readonly wall: Wall;
  readonly tau: number;
  readonly positive: number;
  readonly negative: number;
}

export function WallHistogram({ wall, tau, positive, negative }: WallHistogramProps) {
  const chart = useRef<HTMLDivElement>(null);
  const { low, high, bins } = wallScores(wall);
  const most = Math.max(...bins.map(({ count }) => count));
  const share = (score: number): number => (100 * (score - low)) / (high - low);
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const box = chart.current?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    moveWallThreshold(wall, low + ((event.clientX - box.left) / box.width) * (high - low));
  };
  const press = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setWallPercentile(wallPercentile() + step);
  };
  return (
    <figure className="wall-histogram">
      <figcaption className="spread small">
        <span>{text.scores(whole(wall.scores.length))}</span>
        {wall.label === '' ? null : <b>{text.scoreOf(wall.label)}</b>}
      </figcaption>
      <div className="wall-chart" ref={chart}>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {bins.map(({ from, to, count }) => {
            const tall = (96 * count) / most;
            // A bin that τ runs through is divided there.
            const cut = Math.min(to, Math.max(from, tau));
            return [
              [from, cut, 'var(--bad-fill)'] as const,
              [cut, to, 'var(--good-fill)'] as const,
            ].map(([start, end, fill]) =>
              end <= start ? null : (
                <rect
                  key={`${from}${fill}`}
                  x={share(start)}
                  width={share(end) - share(start)}
                  y={100 - tall}
                  height={tall}
                  fill={fill}
                />
              ),
            );
          })}
        </svg>
        <div
          className="wall-tau"
          style={{ insetInlineStart: `${share(tau)}%` }}
          role="slider"
          tabIndex={0}
          aria-label={text.threshold}
          aria-valuemin={low}
          aria-valuemax={high}
          aria-valuenow={tau}
          aria-valuetext={text.thresholdValue(short(tau, 3), whole(positive), whole(negative))}
          data-testid={testIds.homeTau}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
          onKeyDown={press}
        >
          <span className="wall-tau-name">
            <i>τ</i> {short(tau, 3)}
          </span>
          <PlumbBob size={18} />
        </div>
      </div>
      <div className="spread small muted" aria-hidden="true">
        <span>{text.lower}</span>
        <span>{text.higher}</span>
      </div>
    </figure>
  );
}
