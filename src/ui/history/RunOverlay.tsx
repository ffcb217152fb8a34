// One curve of all chosen runs, over one another: by step or by training time.

import { useMemo, useState } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { CURVE_KEYS, type CurveKey, type RunCurve } from '../../domain/runCurve';
import { historyStore } from '../../state/history/historyStore';
import { strings } from '../../strings';
import { short } from '../../strings/format';
import { Choice } from '../common/Choice';
import { newestOf, type Curve } from '../common/plot/curve';
import { CurvePanel } from '../common/plot/CurvePanel';
import { useStore } from '../common/useStore';
import { runColour } from './runColour';

const text = strings.runs;

function curveOf(run: RunSummary, place: number, key: CurveKey, curve: RunCurve): Curve {
  const values = curve.values[key];
  const points = Array.from(curve.step, (step, i) => ({
    step,
    seconds: curve.seconds[i]!,
    value: values[i]!,
  }));
  return {
    id: run.id,
    name: run.name,
    colour: runColour(place),
    points: () => points,
  };
}

const last = ({ points }: Curve): number => newestOf(points());

export function RunOverlay({ runs }: { readonly runs: readonly RunSummary[] }) {
  const [key, setKey] = useState<CurveKey>('separation');
  const fetched = useStore(historyStore, (state) => state.curves);
  const curves = useMemo(
    () =>
      runs
        .flatMap((run, place) => {
          const curve = fetched[run.id];
          return curve === undefined ? [] : [curveOf(run, place, key, curve)];
        })
        .filter((curve) => Number.isFinite(last(curve))),
    [runs, fetched, key],
  );
  const without = runs
    .filter(({ id }) => fetched[id] !== undefined && !curves.some((curve) => curve.id === id))
    .map(({ name }) => name);
  return (
    <section
      className="panel stack tight"
      aria-label={text.views.curves}
      data-testid="runs-overlay"
    >
      <Choice
        label={text.curve}
        value={key}
        options={CURVE_KEYS.map((value) => ({ value, label: text.curves[value] }))}
        onChange={setKey}
      />
      {curves.length === 0 ? (
        <p className="muted">{text.noCurve}</p>
      ) : (
        <CurvePanel
          title={text.curves[key]}
          summary={text.curveSummary(
            curves.map((curve) => text.curveOf(curve.name, short(last(curve)))).join(', '),
          )}
          curves={curves}
          height={300}
        />
      )}
      {curves.length === 0 || without.length === 0 ? null : (
        <p className="small muted">{text.withoutCurve(without.join('; '))}</p>
      )}
    </section>
  );
}
