// Line charts as SVG text for reports: panels side by side, one colour and one mark per series,
// labelled axes, readable on light and on dark ground. No library and no script.

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** Half the interval's length, where there is one. */
  readonly error?: number;
  /** Drawn large: what was chosen. */
  readonly strong?: boolean;
}

export interface Panel {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** sqrt spreads small drifts; both keep 0. */
  readonly xScale: 'linear' | 'sqrt';
  /** By series name; joined by a line in the order given. */
  readonly series: Readonly<Record<string, readonly ChartPoint[]>>;
  /** A bare line behind the series, with its name at its end: a bound, say. */
  readonly line?: { readonly label: string; readonly points: readonly ChartPoint[] };
}

/** Twelve colours that differ on white and on near-black (Tol and Okabe–Ito mixed). */
const COLOURS = [
  '#e69f00',
  '#0090d0',
  '#009e73',
  '#d55e00',
  '#cc79a7',
  '#7a68d8',
  '#999933',
  '#44aa99',
  '#aa4499',
  '#888888',
  '#dd4455',
  '#5577ff',
];
const [WIDTH, HEIGHT] = [520, 380];
const EDGE = { left: 58, right: 14, top: 30, bottom: 44 };

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const short = (value: number): string => String(Number(value.toPrecision(3)));

/** About five round numbers over a range. */
export function ticks(least: number, greatest: number): number[] {
  const raw = (greatest - least) / 5 || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= raw)!;
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(greatest / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

function marks(index: number, x: number, y: number, size: number): string {
  const colour = COLOURS[index % COLOURS.length]!;
  if (index % 3 === 0) return `<circle cx="${x}" cy="${y}" r="${size}" fill="${colour}"/>`;
  if (index % 3 === 1)
    return (
      `<rect x="${x - size}" y="${y - size}" width="${2 * size}" height="${2 * size}" ` +
      `fill="${colour}"/>`
    );
  const s = size * 1.3;
  return `<path d="M${x} ${y - s}L${x + s} ${y + s}H${x - s}Z" fill="${colour}"/>`;
}

function panelSvg(panel: Panel, names: readonly string[], left: number): string {
  const points = [...Object.values(panel.series).flat(), ...(panel.line?.points ?? [])];
  const xs = points.map(({ x }) => x);
  const ys = points.flatMap(({ y, error = 0 }) => [y - error, y + error]);
  const [x0, x1] = [Math.min(0, ...xs), Math.max(1e-6, ...xs)];
  const [y0, y1] = [Math.min(0, ...ys), Math.max(1e-6, ...ys)];
  const bend = (x: number): number =>
    panel.xScale === 'sqrt' ? Math.sign(x) * Math.sqrt(Math.abs(x)) : x;
  const place = (value: number, from: number, to: number, low: number, high: number): number =>
    Number((low + ((value - from) / (to - from)) * (high - low)).toFixed(1));
  const atX = (x: number): number =>
    place(bend(x), bend(x0), bend(x1), left + EDGE.left, left + WIDTH - EDGE.right);
  const atY = (y: number): number => place(y, y0, y1, HEIGHT - EDGE.bottom, EDGE.top);
  const bottom = HEIGHT - EDGE.bottom;
  const xTicks = ticks(bend(x0), bend(x1)).map((at) =>
    panel.xScale === 'sqrt' ? Math.sign(at) * at * at : at,
  );
  return [
    `<text x="${left + EDGE.left}" y="18" class="title">${escape(panel.title)}</text>`,
    ...xTicks.map(
      (at) =>
        `<path d="M${atX(at)} ${EDGE.top}V${bottom}" class="grid"/>` +
        `<text x="${atX(at)}" y="${bottom + 15}" text-anchor="middle">${short(at)}</text>`,
    ),
    ...ticks(y0, y1).map(
      (at) =>
        `<path d="M${left + EDGE.left} ${atY(at)}H${left + WIDTH - EDGE.right}" class="grid"/>` +
        `<text x="${left + EDGE.left - 6}" y="${atY(at) + 4}" text-anchor="end">` +
        `${short(at)}</text>`,
    ),
    `<text x="${left + (EDGE.left + WIDTH - EDGE.right) / 2}" y="${HEIGHT - 8}" ` +
      `text-anchor="middle">${escape(panel.xLabel)}</text>`,
    `<text transform="translate(${left + 14} ${(EDGE.top + bottom) / 2}) rotate(-90)" ` +
      `text-anchor="middle">${escape(panel.yLabel)}</text>`,
    ...(panel.line === undefined
      ? []
      : [
          `<path d="M${panel.line.points.map(({ x, y }) => `${atX(x)} ${atY(y)}`).join('L')}" ` +
            `class="bound"/>`,
          `<text x="${left + WIDTH - EDGE.right}" y="${atY(panel.line.points.at(-1)!.y) - 6}" ` +
            `text-anchor="end">${escape(panel.line.label)}</text>`,
        ]),
    ...Object.entries(panel.series).map(([name, own]) => {
      const index = names.indexOf(name);
      const colour = COLOURS[index % COLOURS.length]!;
      const line = own.map(({ x, y }) => `${atX(x)} ${atY(y)}`).join('L');
      return (
        `<path d="M${line}" fill="none" stroke="${colour}" stroke-width="1.5"/>` +
        own
          .map(({ x, y, error, strong }) => {
            const bar = error
              ? `<path d="M${atX(x)} ${atY(y - error)}V${atY(y + error)}" stroke="${colour}"/>`
              : '';
            return bar + marks(index, atX(x), atY(y), strong ? 6 : 3);
          })
          .join('')
      );
    }),
  ].join('\n');
}

/** Panels side by side with one legend below; a panel without points is empty axes. */
export function chartSvg(title: string, panels: readonly Panel[]): string {
  const names = [...new Set(panels.flatMap(({ series }) => Object.keys(series)))];
  const width = WIDTH * panels.length;
  const columns = Math.max(1, Math.floor(width / 150));
  const rows = Math.ceil(names.length / columns);
  const height = HEIGHT + 14 + 20 * rows;
  const legend = names.map((name, i) => {
    const x = 24 + (i % columns) * 150;
    const y = HEIGHT + 14 + 20 * Math.floor(i / columns);
    return `${marks(i, x, y, 5)}<text x="${x + 12}" y="${y + 4}">${escape(name)}</text>`;
  });
  const size = `viewBox="0 0 ${width} ${height}" width="${width}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">
<title>${escape(title)}</title>
<style>
text { font: 12px system-ui, sans-serif; fill: #222 }
.title { font-weight: 600; font-size: 13px }
.grid { stroke: #8888; stroke-width: 0.5 }
.bound { fill: none; stroke: #888; stroke-width: 2.5 }
rect.ground { fill: #fff }
@media (prefers-color-scheme: dark) { text { fill: #ddd } rect.ground { fill: #16181d } }
</style>
<rect class="ground" width="${width}" height="${height}"/>
${panels.map((panel, i) => panelSvg(panel, names, i * WIDTH)).join('\n')}
${legend.join('\n')}
</svg>
`;
}
