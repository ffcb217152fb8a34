// How scores lie, without a threshold: of a draft, or for a method that reads none.

import { histogram } from '../../statistics/histogram';
import { strings } from '../../strings';
import { score as scoreText } from '../../strings/format';

const BINS = 30;
const WIDTH = 360;
const HEIGHT = 64;

export function PlainHistogram({ scores }: { readonly scores: readonly number[] }) {
  if (scores.length === 0) return null;
  const { counts, edges } = histogram(scores, BINS);
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const low = scores.reduce((a, b) => Math.min(a, b));
  const high = scores.reduce((a, b) => Math.max(a, b));
  const label =
    low === high
      ? strings.data.previewOneScore(scoreText(low))
      : strings.data.previewScores(scoreText(low), scoreText(high));
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" role="img" aria-label={label}>
        {counts.map((count, bin) => {
          const tall = (count / most) * HEIGHT;
          return (
            <rect
              key={edges[bin]}
              x={(bin * WIDTH) / BINS + 0.5}
              y={HEIGHT - tall}
              width={WIDTH / BINS - 1}
              height={tall}
              fill="var(--line-strong)"
            />
          );
        })}
      </svg>
      <figcaption className="small muted">{label}</figcaption>
    </figure>
  );
}
