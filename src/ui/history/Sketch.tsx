// A run's small curve: its whole course in the width of a word, over a line at zero where that is
// in sight.

interface SketchProps {
  readonly values: readonly number[];
  readonly label: string;
  readonly colour?: string;
}

const WIDTH = 96;
const HEIGHT = 24;

export function Sketch({ values, label, colour = 'var(--accent)' }: SketchProps) {
  const low = Math.min(0, ...values);
  const high = Math.max(...values, low + 1e-9);
  const y = (value: number): number => HEIGHT - 2 - ((value - low) / (high - low)) * (HEIGHT - 4);
  const points = values.map(
    (value, i) =>
      `${((i / Math.max(1, values.length - 1)) * WIDTH).toFixed(1)},${y(value).toFixed(1)}`,
  );
  return (
    <svg className="sketch" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <line x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} stroke="var(--grid)" />
      <polyline points={points.join(' ')} fill="none" stroke={colour} strokeWidth={1.5} />
    </svg>
  );
}
