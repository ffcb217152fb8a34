// What differs between the chosen runs, a column per run.

import type { RunSummary } from '../../bridge/protocol';
import { runDiff } from '../../state/history/runDiff';
import { strings } from '../../strings';
import { testIds } from '../testIds';
import { names } from './runWords';
import { runColour } from './runColour';

const text = strings.runs;

export function RunDiff({ runs }: { readonly runs: readonly RunSummary[] }) {
  if (runs.length < 2) return <p className="muted">{text.chooseTwo}</p>;
  const rows = runDiff(runs, names);
  if (rows.length === 0) return <p className="muted">{text.same}</p>;
  return (
    <section className="panel" aria-label={text.views.diff} data-testid={testIds.runDiff}>
      <div className="scroll across" tabIndex={0} role="group" aria-label={text.views.diff}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{text.setting}</th>
              {runs.map((run, place) => (
                <th key={run.id} scope="col">
                  <span className="swatch" style={{ background: runColour(place) }} />
                  {run.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, label, values }) => (
              <tr key={key} data-setting={key}>
                <th scope="row">{label}</th>
                {values.map((value, i) => (
                  <td key={runs[i]!.id}>{value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
