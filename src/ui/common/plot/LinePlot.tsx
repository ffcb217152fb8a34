// Curves on a canvas by uPlot: thousands of points stay fluent while new ones arrive. Drag zooms,
// a double click shows all again; what lies under the pointer is told to the owner, who shows it in
// words. The image itself is decoration to a screen reader: summaries and tables stand beside it.

import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { marks, short } from '../../../strings/format';
import { aligned, finite, smoothed, valueRange, type Curve, type CurveView } from './curve';
import { pageColours, type Colours } from './pageColours';

/** Values under the pointer, one per curve; null where a curve has none. */
export interface Hovered {
  readonly x: number;
  readonly values: readonly (number | null)[];
}

export interface Band {
  /** Ids of the curves that bound it. */
  readonly high: string;
  readonly low: string;
  readonly colour: string;
}

interface LinePlotProps {
  readonly curves: readonly Curve[];
  readonly view: CurveView;
  readonly height: number;
  /** Horizontal lines. */
  readonly levels?: readonly number[];
  /** Vertical lines, in steps. */
  readonly marks?: readonly number[];
  readonly bands?: readonly Band[];
  readonly domain?: readonly [number, number];
  readonly format?: (value: number) => string;
  /** Each curve's raw line under its smoothed one. */
  readonly raw?: boolean;
  readonly onHover?: (hovered: Hovered | null) => void;
}

/** What is drawn of the curves: per curve its raw points (or none) and its line. */
function columnsOf({ curves, view, raw = true }: LinePlotProps): uPlot.AlignedData {
  const lists = curves.flatMap(({ points: made, exact, bound }) => {
    const points = made();
    const bare = finite(points);
    return exact === true || view.smoothing === 0
      ? [[], bare]
      : [raw && bound !== true ? bare : [], smoothed(points, view.smoothing)];
  });
  const { x, columns } = aligned(lists, view.axis);
  // A logarithmic axis has no place for the rest.
  const shown = view.logY
    ? columns.map((column) => column.map((value) => (value !== null && value > 0 ? value : null)))
    : columns;
  return [x, ...shown] as uPlot.AlignedData;
}

function lines({ marks = [], levels = [], view }: LinePlotProps, colours: Colours) {
  return (plot: uPlot): void => {
    const { ctx, bbox } = plot;
    const line = (x1: number, y1: number, x2: number, y2: number): void => {
      ctx.beginPath();
      ctx.moveTo(x1, y1);
      ctx.lineTo(x2, y2);
      ctx.stroke();
    };
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.lineWidth = devicePixelRatio;
    ctx.strokeStyle = colours.of('var(--line-strong)');
    for (const level of levels) {
      if (view.logY && level <= 0) continue;
      const y = plot.valToPos(level, 'y', true);
      line(bbox.left, y, bbox.left + bbox.width, y);
    }
    ctx.strokeStyle = colours.of('var(--ink-3)');
    ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
    if (view.axis === 'step')
      for (const step of marks) {
        const x = plot.valToPos(step, 'x', true);
        line(x, bbox.top, x, bbox.top + bbox.height);
      }
    ctx.restore();
  };
}

/** What ticks of a step axis may lie apart: 1, 2 or 5 times a power of ten. */
const WHOLE_STEPS = [1, 10, 100, 1e3, 1e4, 1e5].flatMap((power) => [power, 2 * power, 5 * power]);

function optionsOf(props: LinePlotProps, width: number, colours: Colours): uPlot.Options {
  const { curves, view, height, bands = [], domain, levels = [], onHover } = props;
  const { format } = props;
  const log = view.logY;
  const series: uPlot.Series[] = [
    {},
    ...curves.flatMap(({ colour, dash, name, bound }): uPlot.Series[] => {
      const stroke = colours.of(colour);
      // A gap is where the others have points; only that keeps curves of other steps whole.
      if (bound === true) return [{}, { label: name, points: { show: false } }];
      return [
        { label: name, stroke: colours.faded(colour), width: 1, points: { show: false } },
        {
          label: name,
          stroke,
          width: 2,
          spanGaps: true,
          ...(dash === true ? { dash: [6, 4] } : {}),
          points: { show: (plot) => plot.data[0].length < 3, size: 5, fill: stroke },
        },
      ];
    }),
  ];
  for (const one of series.slice(1)) one.spanGaps = true;
  const place = (id: string): number => 2 + 2 * curves.findIndex((curve) => curve.id === id);
  const axis: uPlot.Axis = {
    stroke: colours.of('var(--ink-3)'),
    font: `${colours.size}px ${colours.font}`,
    grid: { stroke: colours.of('var(--grid)'), width: 1 },
    ticks: { show: false },
  };
  const [from, to] = domain ?? [Number.NaN, Number.NaN];
  return {
    width,
    height,
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: true, y: false, uni: 10 },
      points: { size: 6, show: (plot, index) => dotOf(plot, index) },
    },
    padding: [8, 10, 0, 0],
    series,
    bands: bands.map(({ high, low, colour }) => ({
      series: [place(high), place(low)] as uPlot.Band.Bounds,
      fill: colours.faded(colour),
    })),
    scales: {
      x: {
        time: false,
        distr: view.logX ? 3 : 1,
        range: (_, low, high) =>
          view.logX
            ? [Math.max(low, 1e-3), Math.max(high, low * 2, 2e-3)]
            : [low ?? 0, high > low ? high : (low ?? 0) + 1],
      },
      y: {
        distr: log ? 3 : 1,
        range: (plot, low, high) => {
          if (Number.isFinite(from)) return [from, to];
          // Of what is in sight: zooming in spreads the values too.
          const [first, last] = plot.series[0]?.idxs ?? [0, plot.data[0].length - 1];
          const shown = plot.data
            .slice(1)
            .flatMap((column) => column.slice(first, last + 1) as (number | null)[])
            .filter((value): value is number => typeof value === 'number');
          const [least, most] = valueRange([...shown, ...levels], view) ?? [low ?? 0, high ?? 1];
          if (log) return [least / 1.15, most * 1.15];
          const air = (most - least || Math.abs(most) || 1) * 0.06;
          return [least - air, most + air];
        },
      },
    },
    axes: [
      {
        ...axis,
        size: 14 + colours.size,
        grid: { show: false },
        // There is no step 1.25; a range of three steps would be marked in quarters otherwise.
        ...(view.axis === 'step' && !view.logX && { incrs: WHOLE_STEPS }),
        values: (_, splits) => splits.map((value) => (value === null ? '' : short(value))),
      },
      {
        ...axis,
        size: 16 + 3 * colours.size,
        values: (_, splits) =>
          format === undefined
            ? marks(splits)
            : splits.map((value) => (value === null ? '' : format(value))),
      },
    ],
    hooks: {
      draw: [lines(props, colours)],
      setCursor: [
        (plot) => {
          const index = plot.cursor.idx;
          onHover?.(
            index === null || index === undefined
              ? null
              : {
                  x: plot.data[0][index]!,
                  values: curves.map((_, i) => plot.data[2 + 2 * i]?.[index] ?? null),
                },
          );
        },
      ],
    },
  };
}

/** The dot under the pointer: on the lines, not on the raw points. */
function dotOf(plot: uPlot, index: number): HTMLElement {
  const dot = document.createElement('div');
  dot.className = 'u-cursor-pt';
  if (index % 2 === 1) dot.style.display = 'none';
  const { stroke } = plot.series[index] ?? {};
  const colour = typeof stroke === 'function' ? stroke(plot, index) : stroke;
  if (typeof colour === 'string') dot.style.background = colour;
  dot.style.width = '6px';
  dot.style.height = '6px';
  dot.style.marginInlineStart = '-3px';
  dot.style.marginBlockStart = '-3px';
  return dot;
}

/** What a plot must be made anew for; new points alone are set into it. */
const shapeOf = ({ curves, view, levels, marks, bands, domain, height, raw }: LinePlotProps) =>
  JSON.stringify([
    curves.map(({ id, name, colour, dash, bound }) => [id, name, colour, dash, bound]),
    view,
    levels,
    marks,
    bands,
    domain,
    height,
    raw,
  ]);

export function LinePlot(props: LinePlotProps) {
  return <Plot key={shapeOf(props)} {...props} />;
}

function Plot(props: LinePlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const newest = useRef(props);
  useEffect(() => {
    newest.current = props;
  });
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const make = (): void => {
      plot.current?.destroy();
      const current = newest.current;
      const width = Math.max(40, element.clientWidth);
      const options = optionsOf(
        { ...current, onHover: (hovered) => newest.current.onHover?.(hovered) },
        width,
        pageColours(element),
      );
      plot.current = new uPlot(options, columnsOf(current), element);
    };
    make();
    const resized = new ResizeObserver(() => {
      const width = Math.max(40, element.clientWidth);
      if (plot.current !== null && plot.current.width !== width)
        plot.current.setSize({ width, height: newest.current.height });
    });
    resized.observe(element);
    // Canvas colours do not follow the page's scheme by themselves.
    const scheme = new MutationObserver(make);
    scheme.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-mantine-color-scheme'],
    });
    return () => {
      resized.disconnect();
      scheme.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);
  useEffect(() => {
    plot.current?.setData(columnsOf(props), !zoomed(plot.current));
  });
  return <div className="line-plot" ref={host} aria-hidden="true" />;
}

/** A plot that was zoomed stays where it is when new points arrive. */
function zoomed(plot: uPlot): boolean {
  const x = plot.data[0];
  const { min, max } = plot.scales['x'] ?? {};
  if (x.length < 2 || min === undefined || max === undefined) return false;
  return min > x[0]! || max < x[x.length - 1]!;
}
