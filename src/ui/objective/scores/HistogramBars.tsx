// The bars of the score histogram: stacked by label from bad to good, with those parts hatched that
// the choice of τ turns.

import { useId } from 'react';
import type { ScoreBin } from '../../../state/objective/scoreAnalysis';
import type { Scale } from '../../common/scale';

const HATCHED = {
  good: 'var(--good-fill)',
  bad: 'var(--bad-fill)',
  either: 'var(--line-strong)',
} as const;

export function HistogramBars({
  bins,
  x,
  y,
}: {
  readonly bins: readonly ScoreBin[];
  readonly x: Scale;
  readonly y: Scale;
}) {
  const id = useId();
  const hatch = (name: keyof typeof HATCHED): string => `url(#${id}-${name})`;
  return (
    <>
      <defs>
        {Object.entries(HATCHED).map(([name, colour]) => (
          <pattern
            key={name}
            id={`${id}-${name}`}
            patternUnits="userSpaceOnUse"
            width="5"
            height="5"
            patternTransform="rotate(45)"
          >
            <rect width="5" height="5" fill="var(--surface)" />
            <rect width="2.6" height="5" fill={colour} />
          </pattern>
        ))}
      </defs>
      {bins.map((bin) => {
        const left = x(bin.from) + 0.5;
        const wide = Math.max(1, x(bin.to) - x(bin.from) - 1);
        const stack = [
          ['bad', bin.negative - bin.lowered, 'var(--bad-fill)'],
          ['lowered', bin.lowered, hatch('bad')],
          ['dropped', bin.dropped, 'var(--line-strong)'],
          ['wavering', bin.wavering, hatch('either')],
          ['raised', bin.raised, hatch('good')],
          ['good', bin.positive - bin.raised, 'var(--good-fill)'],
        ] as const;
        let under = 0;
        return stack.map(([name, count, fill]) => {
          const top = y(under + count);
          const tall = y(under) - top;
          under += count;
          return count === 0 ? null : (
            <rect
              key={`${bin.from}-${name}`}
              x={left}
              width={wide}
              y={top}
              height={tall}
              fill={fill}
              data-part={name}
            />
          );
        });
      })}
    </>
  );
}
