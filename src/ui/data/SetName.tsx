// Beside the title of the open set: another name for it, the last correction to take back, and
// removed images to put back.

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DatasetSummary } from '../../domain/dataset';
import { datasetStore } from '../../state/data/datasetStore';
import {
  editStore,
  lastEdit,
  renameSet,
  restoreImages,
  undoEdit,
} from '../../state/data/editStore';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.edit;

export function SetName({ dataset }: { readonly dataset: DatasetSummary }) {
  const [typed, setTyped] = useState<string | null>(null);
  if (typed === null)
    return (
      <Button
        variant="subtle"
        size="compact-sm"
        data-testid={testIds.setRename}
        onClick={() => setTyped(dataset.name)}
      >
        {text.rename}
      </Button>
    );
  const close = (): void => setTyped(null);
  return (
    <form
      className="row tight"
      onSubmit={(event) => {
        event.preventDefault();
        void renameSet(dataset.id, typed).then((done) => done && close());
      }}
    >
      <TextInput
        size="sm"
        aria-label={text.name}
        value={typed}
        data-autofocus
        data-testid={testIds.setName}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && close()}
      />
      <Button type="submit" size="compact-sm" disabled={typed.trim() === ''}>
        {text.save}
      </Button>
      <Button variant="subtle" size="compact-sm" onClick={close}>
        {text.cancel}
      </Button>
    </form>
  );
}

/** What was corrected last, with undo, and how many images are out of the set. */
export function EditLine({ dataset }: { readonly dataset: DatasetSummary }) {
  const last = useStore(editStore, (state) => lastEdit(state, dataset.id));
  const removed = useStore(datasetStore, (state) => state.removed);
  if (last === null && removed === 0) return null;
  return (
    <div className="row tight edit-line" role="status">
      {last === null ? null : (
        <>
          <span className="small">
            {last.before.removed === false
              ? text.removed(last.fileName)
              : text.changed(last.fileName)}
          </span>
          <Button
            variant="default"
            size="compact-sm"
            data-testid={testIds.editUndo}
            onClick={() => void undoEdit()}
          >
            {text.undo}
          </Button>
        </>
      )}
      {removed === 0 ? null : (
        <>
          <span className="small muted">{text.removedCount(whole(removed))}</span>
          <Button
            variant="subtle"
            size="compact-sm"
            data-testid={testIds.editRestore}
            onClick={() => void restoreImages(dataset.id)}
          >
            {text.restore}
          </Button>
        </>
      )}
    </div>
  );
}
