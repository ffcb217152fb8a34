// An interval as a mark beside its numbers: the whole width is the domain, the stroke the
// reference, the bar the interval, the dot the value.

import { linearScale } from '../common/scale';

interface IntervalMarkProps {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly domain: readonly [number, number];
  /** No effect lies here: 0 or one half. */
  readonly reference: number;
}

const [WIDTH, HEIGHT] = [104, 12];

export function IntervalMark({ value, lower, upper, domain, reference }: IntervalMarkProps) {
  if (![value, lower, upper].every(Number.isFinite)) return null;
  const x = linearScale(domain, [4, WIDTH - 4]);
  const inside = (at: number): number => x(Math.min(domain[1], Math.max(domain[0], at)));
  const colour =
    lower > reference ? 'var(--good)' : upper < reference ? 'var(--bad)' : 'var(--ink-2)';
  return (
    <svg className="interval" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <line x1={4} x2={WIDTH - 4} y1={HEIGHT / 2} y2={HEIGHT / 2} stroke="var(--line)" />
      <line x1={x(reference)} x2={x(reference)} y1={0} y2={HEIGHT} stroke="var(--line-strong)" />
      <line
        x1={inside(lower)}
        x2={Math.max(inside(upper), inside(lower) + 1)}
        y1={HEIGHT / 2}
        y2={HEIGHT / 2}
        stroke={colour}
        strokeWidth="3"
      />
      <circle cx={inside(value)} cy={HEIGHT / 2} r="4" fill={colour} />
    </svg>
  );
}
