// What is looked at of the chosen runs: each with its name, note, tags and what can be done with
// it, then curves, differences, samples or a sweep.

import type { RunSummary } from '../../bridge/protocol';
import type { RunStatus } from '../../domain/run';
import { useEffect } from 'react';
import { chooseView, fetchShown } from '../../state/history/historyActions';
import { HISTORY_VIEWS, historyStore } from '../../state/history/historyStore';
import { strings } from '../../strings';
import { Segments } from '../common/Segments';
import { useStore } from '../common/useStore';
import { Lab } from './Lab';
import { RunCard } from './RunCard';
import { RunDiff } from './RunDiff';
import { RunOverlay } from './RunOverlay';
import { RunSamples } from './RunSamples';
import { Sweep } from './Sweep';

const text = strings.runs;
const hasEnded = (status: RunStatus): boolean =>
  status === 'finished' || status === 'stopped' || status === 'failed';

export function ChosenRuns({ runs }: { readonly runs: readonly RunSummary[] }) {
  const ids = useStore(historyStore, (state) => state.chosen);
  const view = useStore(historyStore, (state) => state.view);
  // The table of a sweep or lab fills as its runs end.
  const ended = runs.filter(({ sweep, status }) => sweep !== undefined && hasEnded(status)).length;
  useEffect(() => {
    if (ended > 0) void fetchShown();
  }, [ended]);
  const chosen = ids.flatMap((id) => runs.find((run) => run.id === id) ?? []);
  return (
    <>
      {chosen.length === 0 ? (
        <p className="muted">{text.chooseFirst}</p>
      ) : (
        <ul className="run-cards">
          {chosen.map((run, place) => (
            <RunCard key={run.id} run={run} place={place} />
          ))}
        </ul>
      )}
      <Segments
        label={text.viewsLabel}
        value={view}
        onChange={(next) => chooseView(next)}
        options={HISTORY_VIEWS.map((value) => ({ value, label: text.views[value] }))}
        testId="runs-view"
      />
      {view === 'sweep' ? <Sweep runs={runs} chosen={chosen} /> : null}
      {view === 'curves' && chosen.length > 0 ? <RunOverlay runs={chosen} /> : null}
      {view === 'lab' ? <Lab runs={runs} chosen={chosen} /> : null}
      {view === 'diff' && chosen.length > 0 ? <RunDiff runs={chosen} /> : null}
      {view === 'samples' && chosen.length > 0 ? <RunSamples run={chosen.at(-1)!} /> : null}
    </>
  );
}
