// The run that was deleted last: it can be taken back, or its room freed at once.

import { Button } from '@mantine/core';
import { purgeRuns, undoDelete } from '../../state/history/historyActions';
import { historyStore } from '../../state/history/historyStore';
import { strings } from '../../strings';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.runs;

export function DeletedRun() {
  const deleted = useStore(historyStore, (state) => state.deleted);
  if (deleted === null) return null;
  return (
    <div className="message row" role="status">
      <span>
        {text.deleted(deleted.name)} <span className="muted">{text.deletedHint}</span>
      </span>
      <Button size="compact-sm" data-testid={testIds.runUndo} onClick={() => void undoDelete()}>
        {text.undo}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => void purgeRuns()}>
        {text.freeRoom}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => historyStore.setState({ deleted: null })}
      >
        {strings.errors.dismiss}
      </Button>
    </div>
  );
}
