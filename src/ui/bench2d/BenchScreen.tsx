// The bench in the plane: base, model and the best possible distribution beside each other, the
// frontier with the run below it, the sliders, and what every method tried has come to.

import { useEffect } from 'react';
import { benchLabel } from '../../objectives/benchVariants';
import { benchStore, openBench } from '../../state/bench2d/benchStore';
import { strings } from '../../strings';
import { fixed, percent, whole } from '../../strings/format';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { BenchGuide } from './BenchGuide';
import { BenchControls } from './BenchControls';
import { BenchDraw, OpenDrawing } from './BenchDraw';
import { FrontierView } from './FrontierView';
import { PlaneView } from './PlaneView';

const text = strings.bench2d;

export function BenchScreen() {
  const { status, failure, density, points, frame, plan, own, pretraining } = useStore(
    benchStore,
    (state) => state,
  );
  useEffect(openBench, []);
  const drawn = own.distribution || pretraining !== null;
  return (
    <div className="screen bench2d" data-testid={testIds.bench}>
      <header>
        <h1>{text.title}</h1>
        <p className="lede">{text.lede}</p>
      </header>
      {failure === null ? null : (
        <p className="message warn" role="alert">
          {failure.message} {failure.remedy}
        </p>
      )}
      {status === 'ready' ? <BenchGuide /> : null}
      {status === 'ready' ? (
        <div className="bench-grid">
          <Panel
            title={text.planeTitle}
            aside={
              <>
                <span className="small muted bench-note">
                  {own.score ? text.ownScore : text.planeLede}
                </span>
                <OpenDrawing />
              </>
            }
          >
            <BenchDraw />
            <div className="planes">
              <PlaneView
                title={drawn ? text.ownBase : text.base}
                alt={drawn ? text.ownBaseAlt : text.baseAlt}
                testId={testIds.benchBase}
                density={density}
                points={points ?? undefined}
              />
              <PlaneView
                title={benchLabel(plan)}
                alt={text.policyAlt(
                  fixed(frame?.place.kl ?? 0, 2),
                  fixed(frame?.place.gain ?? 0, 2),
                )}
                density={frame?.density ?? density}
                points={frame?.points}
                testId={testIds.benchPlane}
              />
              <PlaneView title={text.best} alt={text.bestAlt} density={frame?.best ?? density} />
            </div>
          </Panel>
          <Panel title={text.setup}>
            <BenchControls />
          </Panel>
          <Panel title={text.frontierTitle}>
            <FrontierView />
            <p className="small muted">{text.frontierLede}</p>
          </Panel>
          <Panel title={text.resultsTitle} lede={text.resultsHint}>
            <Results />
          </Panel>
        </div>
      ) : (
        <p className="muted" role="status">
          {text.opening}
        </p>
      )}
    </div>
  );
}

function Results() {
  const results = useStore(benchStore, (state) => state.results);
  return (
    <div className="stack tight">
      {results.length === 0 ? null : (
        <div className="scroll across" tabIndex={0} role="group" aria-label={text.resultsTitle}>
          <table className="plain results">
            <thead>
              <tr>
                <th scope="col">{text.method}</th>
                <th scope="col" className="number">
                  {text.stepsColumn}
                </th>
                <th scope="col" className="number">
                  {text.kl}
                </th>
                <th scope="col" className="number">
                  {text.gain}
                </th>
                <th scope="col" className="number">
                  {text.share}
                </th>
              </tr>
            </thead>
            <tbody>
              {results.map(({ label, place, share, step }) => (
                <tr key={label} data-testid={testIds.benchResult}>
                  <th scope="row">{label}</th>
                  <td className="number">{whole(step)}</td>
                  <td className="number">{fixed(place.kl, 2)}</td>
                  <td className="number">{fixed(place.gain, 2)}</td>
                  <td className="number">{percent(share)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="small muted note">{text.note}</p>
    </div>
  );
}
