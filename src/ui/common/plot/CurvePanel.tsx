// Curves at full size: the values of all of them under the pointer, zoom, logarithmic axes, steps
// or time, smoothing over the raw lines, outliers cut off, and the numbers to take away.

import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { strings } from '../../../strings';
import { duration, fixed, percent, short, whole } from '../../../strings/format';
import { download } from '../../../state/common/imageUrls';
import { preferencesStore, setPreferences } from '../../../state/session/preferences';
import { LegendEntry } from '../LegendEntry';
import { useStore } from '../useStore';
import { curvesCsv, newestOf, PLAIN_VIEW, type Curve, type CurveView } from './curve';
import { LinePlot, type Band, type Hovered } from './LinePlot';
import { plotPng } from './plotPng';

const text = strings.plot;
const TABLE_ROWS = 200;
export const MOST_SMOOTHING = 0.999;

export interface CurvePanelProps {
  readonly title: string;
  readonly summary: string;
  readonly curves: readonly Curve[];
  readonly marks?: readonly number[];
  readonly levels?: readonly number[];
  readonly bands?: readonly Band[];
  readonly domain?: readonly [number, number];
  readonly format?: (value: number) => string;
  readonly height?: number;
}

export function CurvePanel({
  title,
  summary,
  curves,
  marks = [],
  levels = [],
  bands = [],
  domain,
  format = short,
  height = 360,
}: CurvePanelProps) {
  const smoothing = useStore(preferencesStore, (state) => state.smoothing);
  const [own, setOwn] = useState<Omit<CurveView, 'smoothing'>>(PLAIN_VIEW);
  const [table, setTable] = useState(false);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const host = useRef<HTMLDivElement>(null);
  const view: CurveView = { ...own, smoothing };
  const toggle = (values: Partial<CurveView>): void => setOwn({ ...own, ...values });
  const fileName = title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  const savePng = async (): Promise<void> => {
    const canvas = host.current?.querySelector('canvas');
    if (canvas) download(`${fileName}.png`, await plotPng(canvas, title, curves), 'image/png');
  };
  return (
    <div className="curve-panel">
      <div className="row tight curve-tools" role="toolbar" aria-label={text.tools(title)}>
        <Smoothing value={smoothing} />
        <Toggle
          on={own.axis === 'time'}
          name={text.time}
          act={() => toggle({ axis: own.axis === 'time' ? 'step' : 'time' })}
        />
        <Toggle on={own.logX} name={text.logX} act={() => toggle({ logX: !own.logX })} />
        <Toggle on={own.logY} name={text.logY} act={() => toggle({ logY: !own.logY })} />
        <Toggle on={own.clip} name={text.clip} act={() => toggle({ clip: !own.clip })} />
        <Toggle on={table} name={text.table} act={() => setTable(!table)} />
        <span className="row tight" data-part="files">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => download(`${fileName}.csv`, curvesCsv(curves), 'text/csv')}
          >
            {text.csv}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={table}
            onClick={() => void savePng()}
          >
            {text.png}
          </Button>
        </span>
      </div>
      <Values curves={curves} hovered={hovered} axis={own.axis} format={format} />
      {table ? (
        <CurveTable title={title} curves={curves} />
      ) : (
        <div ref={host}>
          <LinePlot
            curves={curves}
            view={view}
            height={height}
            marks={marks}
            levels={levels}
            bands={bands}
            format={format}
            onHover={setHovered}
            {...(domain === undefined ? {} : { domain })}
          />
        </div>
      )}
      <p className="small muted">
        {summary} {table ? '' : text.zoom}
      </p>
    </div>
  );
}

export function Smoothing({ value }: { readonly value: number }) {
  // Half of the way is 0.9, the end 0.999: the long memories need the room.
  const at = 1 - Math.cbrt(1 - value / MOST_SMOOTHING);
  return (
    <label className="smoothing small muted">
      {strings.training.smoothing}
      <input
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={at}
        aria-valuetext={strings.training.smoothingText(percent(value))}
        style={{ '--fill': `${at * 100}%` } as React.CSSProperties}
        onChange={(event) =>
          setPreferences({
            smoothing: MOST_SMOOTHING * (1 - (1 - Number(event.currentTarget.value)) ** 3),
          })
        }
      />
      <span>{fixed(value, 2)}</span>
    </label>
  );
}

function Toggle({
  on,
  name,
  act,
}: {
  readonly on: boolean;
  readonly name: string;
  readonly act: () => void;
}) {
  return (
    <button type="button" className="pill" aria-pressed={on} onClick={act}>
      {name}
    </button>
  );
}

/** The legend, with each curve's value under the pointer, else its newest. */
function Values({
  curves,
  hovered,
  axis,
  format,
}: {
  readonly curves: readonly Curve[];
  readonly hovered: Hovered | null;
  readonly axis: CurveView['axis'];
  readonly format: (value: number) => string;
}) {
  const at =
    hovered === null
      ? text.newest
      : axis === 'step'
        ? strings.training.previewStep(whole(hovered.x))
        : duration(hovered.x * 1000);
  return (
    <p className="legend plot-values">
      <b>{at}</b>
      {curves.map(({ id, name, colour, dash, bound, points }, index) => {
        if (bound === true) return null;
        const value = hovered === null ? newestOf(points()) : hovered.values[index];
        return (
          <span key={id}>
            <LegendEntry mark={dash === true ? 'dash' : 'line'} colour={colour} name={name} />{' '}
            <b>{Number.isFinite(value ?? Number.NaN) ? format(value!) : '–'}</b>
          </span>
        );
      })}
    </p>
  );
}

function CurveTable({
  title,
  curves,
}: {
  readonly title: string;
  readonly curves: readonly Curve[];
}) {
  const byStep = curves.map(
    ({ points }) => new Map(points().map(({ step, value }) => [step, value] as const)),
  );
  const steps = [...new Set(byStep.flatMap((values) => [...values.keys()]))]
    .sort((a, b) => b - a)
    .slice(0, TABLE_ROWS);
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={title}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{strings.common.stepColumn}</th>
            {curves.map(({ id, name }) => (
              <th key={id} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step}>
              <td>{whole(step)}</td>
              {byStep.map((values, index) => (
                <td key={curves[index]!.id} className="number">
                  {short(values.get(step) ?? Number.NaN)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
