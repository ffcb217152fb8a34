// Records of the studio's own storage that cannot be used: what each is, why, and the two things
// that can be done with it.

import { Button } from '@mantine/core';
import type { StorageContents } from '../../domain/storageUse';
import { strings } from '../../strings';
import { show } from '../../strings/show';
import {
  checkStorage,
  deleteRecord,
  exportRecord,
  storageStore,
} from '../../state/storage/storageStore';
import { ConfirmDelete } from '../common/ConfirmDelete';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.storage;

export function DamagedRecords({ contents: { damaged } }: { readonly contents: StorageContents }) {
  const busy = useStore(storageStore, (state) => state.busy);
  const checked = useStore(storageStore, (state) => state.checked);
  return (
    <Panel
      title={text.damagedTitle}
      lede={damaged.length > 0 ? text.damagedLede : undefined}
      aside={
        <Button
          size="compact-sm"
          variant="default"
          disabled={busy}
          data-testid={testIds.checkStorage}
          onClick={() => void checkStorage()}
        >
          {text.check}
        </Button>
      }
    >
      {damaged.length === 0 ? (
        <p className="small muted">{checked ? text.damagedChecked : text.damagedNone}</p>
      ) : (
        <p>{text.damaged(damaged.length)}</p>
      )}
      <ul className="list">
        {damaged.map(({ store, key, reason }) => (
          <li key={`${store} ${String(key)}`} data-testid={testIds.damagedRecord}>
            <span className="list-main">
              <span className="list-title">
                {text.kind(store)} {show(String(key))}
              </span>
              <span className="small muted">{reason}</span>
            </span>
            <Button
              size="compact-sm"
              variant="default"
              data-part="files"
              data-testid={testIds.damagedExport}
              onClick={() => void exportRecord({ store, key })}
            >
              {text.download}
            </Button>
            <ConfirmDelete
              question={text.deleteRecord(text.kind(store))}
              testId={testIds.damagedDelete}
              onDelete={() => void deleteRecord({ store, key })}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
