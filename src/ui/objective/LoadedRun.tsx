// What the run on screen does to the settings below: which still act, how to be free of it, and,
// where another set is open, that the scores shown are not those it learns from.

import { Button } from '@mantine/core';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { datasetStore } from '../../state/data/datasetStore';
import { endRun } from '../../state/training/runActions';
import { loadedRun, runStore } from '../../state/training/runStore';
import { useStore } from '../common/useStore';

const text = strings.objective;

export function LoadedRun() {
  const run = useStore(runStore, loadedRun);
  const open = useStore(datasetStore, (state) => state.datasetId);
  const datasets = useStore(datasetStore, (state) => state.datasets);
  if (run === null) return null;
  const over = run.status !== 'running' && run.status !== 'paused';
  const named = (id: string | null) => datasets.find((dataset) => dataset.id === id)?.name;
  const [own, other] = [named(run.datasetId), named(open)];
  const step = whole(run.step);
  return (
    <div className="message">
      {over ? text.overBanner(run.name, step) : text.lockedBanner(run.name, step)}
      {own === undefined || other === undefined || open === run.datasetId ? null : (
        <p>{text.otherSet(other, own)}</p>
      )}
      <div className="row">
        <Button size="compact-sm" variant="default" onClick={() => void endRun()}>
          {over ? strings.training.newRun : text.endRun}
        </Button>
      </div>
    </div>
  );
}
