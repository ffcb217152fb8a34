// The right half of the training screen: one large chart of good against bad, the scores of the
// samples over the steps, and the other curves as sparklines; a press enlarges any of them.

import { useState } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { preferencesStore } from '../../state/session/preferences';
import { sessionStore } from '../../state/session/sessionStore';
import { previewStore } from '../../state/training/previews';
import { strings } from '../../strings';
import { LegendEntry } from '../common/LegendEntry';
import { PLAIN_VIEW } from '../common/plot/curve';
import { CurveDialog } from '../common/plot/CurveDialog';
import { LinePlot } from '../common/plot/LinePlot';
import { Sparkline } from '../common/plot/Sparkline';
import { useShortWindow } from '../common/useShortWindow';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { Ridgeline } from './Ridgeline';
import { runCurves, type RunCurve } from './runCurves';
import { marksOf, useHistory } from './SeparateChart';

const text = strings.training;

export function RunCharts({ run }: { readonly run: RunSummary }) {
  useHistory();
  const scores = useStore(previewStore, (state) => state.scores);
  const smoothing = useStore(preferencesStore, (state) => state.smoothing);
  const [open, setOpen] = useState<RunCurve['id'] | null>(null);
  const curves = runCurves(run, scores);
  const [large, ...small] = curves;
  const enlarged = curves.find(({ id }) => id === open);
  const marks = marksOf(run);
  return (
    <div className="run-charts">
      {large === undefined ? null : (
        <Large curve={large} marks={marks} onOpen={() => setOpen(large.id)} />
      )}
      <Ridgeline run={run} />
      <div className="sparklines">
        {small.map((curve) => (
          <Sparkline
            key={curve.id}
            title={curve.short}
            points={curve.curves[0]!.points}
            smoothing={curve.curves[0]!.exact === true ? 0 : smoothing}
            open={strings.plot.enlarge(curve.title)}
            onOpen={() => setOpen(curve.id)}
            {...(curve.levels?.[0] === undefined ? {} : { level: curve.levels[0] })}
            {...(curve.format === undefined ? {} : { format: curve.format })}
            {...(curve.testId === undefined ? {} : { testId: curve.testId })}
          />
        ))}
      </div>
      {enlarged === undefined ? null : (
        <CurveDialog {...enlarged} marks={marks} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}

function Large({
  curve,
  marks,
  onOpen,
}: {
  readonly curve: RunCurve;
  readonly marks: readonly number[];
  readonly onOpen: () => void;
}) {
  const smoothing = useStore(preferencesStore, (state) => state.smoothing);
  const points = curve.curves[0]?.points().length ?? 0;
  const short = useShortWindow();
  const presenting = useStore(sessionStore, (state) => state.presenting);
  // A presentation hides the sparklines: their place is the chart's.
  const height = (short ? 132 : 200) + (presenting ? 80 : 0);
  return (
    <figure className="chart separate" data-testid={testIds.separateChart} data-points={points}>
      <div className="chart-head">
        <h2>{curve.title}</h2>
        <button type="button" className="pill" onClick={onOpen}>
          {strings.plot.enlargeShort}
          <span className="visually-hidden">: {curve.title}</span>
        </button>
      </div>
      <div className="legend" aria-hidden="true">
        {curve.curves
          .filter(({ bound }) => bound !== true)
          .map(({ id, dash, colour, name }) => (
            <LegendEntry
              key={id}
              mark={dash === true ? 'dash' : 'line'}
              colour={colour}
              name={name}
            />
          ))}
      </div>
      {points === 0 ? (
        <p className="plot-waiting small muted">{text.waitingForSteps}</p>
      ) : (
        <LinePlot
          curves={curve.curves}
          view={{ ...PLAIN_VIEW, smoothing }}
          height={height}
          marks={marks}
          levels={curve.levels ?? []}
          bands={curve.bands ?? []}
          raw={curve.bands === undefined}
          {...(curve.format === undefined ? {} : { format: curve.format })}
          {...(curve.domain === undefined ? {} : { domain: curve.domain })}
        />
      )}
      <figcaption className="chart-summary">
        {curve.id === 'separate' ? text.separateSays : curve.summary}
        <span className="visually-hidden"> {curve.summary}</span>
      </figcaption>
    </figure>
  );
}
