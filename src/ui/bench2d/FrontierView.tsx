// The exact frontier of gain against KL, with the run's way below it and where every method tried
// has come to.

import type { BenchPlace } from '../../domain/bench2d';
import { benchLabel } from '../../objectives/benchVariants';
import { benchStore } from '../../state/bench2d/benchStore';
import { strings } from '../../strings';
import { fixed, percent } from '../../strings/format';
import { linearScale, ticks } from '../common/scale';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.bench2d;
const [WIDTH, HEIGHT] = [640, 260];
/** Above the plot stands the name of its vertical axis. */
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 12, 26, 40];

export function FrontierView() {
  const { frontier, frame, path, results, plan } = useStore(benchStore, (state) => state);
  const shown = [...path, ...results.map(({ place }) => place)];
  const reachKl = 1.15 * Math.max(1, ...shown.map(({ kl }) => kl));
  const within = frontier.filter(({ kl }) => kl <= reachKl);
  const reachGain = 1.1 * Math.max(0.5, ...[...within, ...shown].map(({ gain }) => gain));
  const x = linearScale([0, reachKl], [LEFT, WIDTH - RIGHT]);
  const y = linearScale(
    [Math.min(0, ...shown.map(({ gain }) => gain)), reachGain],
    [HEIGHT - BOTTOM, TOP],
  );
  const line = (places: readonly BenchPlace[]): string =>
    places.map(({ kl, gain }) => `${x(kl).toFixed(1)},${y(gain).toFixed(1)}`).join(' ');
  const said =
    frame === null
      ? text.waiting
      : text.frontierAlt(
          fixed(frame.place.kl, 2),
          fixed(frame.place.gain, 2),
          percent(frame.share),
        );
  return (
    <div className="stack tight">
      <svg
        className="bench-frontier"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={said}
      >
        {ticks(0, reachKl, 5).map((value) => (
          <g key={`x${value}`}>
            <line x1={x(value)} x2={x(value)} y1={TOP} y2={HEIGHT - BOTTOM} className="grid" />
            <text x={x(value)} y={HEIGHT - BOTTOM + 16} textAnchor="middle">
              {value}
            </text>
          </g>
        ))}
        {ticks(0, reachGain, 5).map((value) => (
          <g key={`y${value}`}>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} className="grid" />
            <text x={LEFT - 6} y={y(value) + 4} textAnchor="end">
              {value}
            </text>
          </g>
        ))}
        <text x={(LEFT + WIDTH) / 2} y={HEIGHT - 6} textAnchor="middle">
          {text.klAxis}
        </text>
        <text x={LEFT} y={TOP - 12} className="axis-name">
          {text.gainAxis}
        </text>
        <polyline points={line(within)} className="best" />
        <polyline points={line(path)} className="way" />
        {results.map(({ label, place }) => (
          <g key={label}>
            <circle cx={x(place.kl)} cy={y(place.gain)} r="4" className="result" />
            <text x={x(place.kl) + 7} y={y(place.gain) + 4} className="result-name">
              {label}
            </text>
          </g>
        ))}
        {frame === null ? null : (
          <circle cx={x(frame.place.kl)} cy={y(frame.place.gain)} r="6" className="now" />
        )}
      </svg>
      <p
        className="small"
        data-testid={testIds.benchNow}
        data-share={frame?.share}
        data-gain={frame?.place.gain}
      >
        {frame === null
          ? text.waiting
          : text.now(
              benchLabel(plan),
              fixed(frame.place.kl, 2),
              fixed(frame.place.gain, 2),
              percent(frame.share),
            )}
      </p>
    </div>
  );
}
