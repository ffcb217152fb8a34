// How much this browser holds for the studio and how much it may still hold.

import { strings } from '../../strings';
import { bytes } from '../../strings/format';
import { sessionStore } from '../../state/session/sessionStore';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

export function StorageMeter() {
  const storage = useStore(sessionStore, (state) => state.storage);
  if (storage === null) return null;
  const left = Math.max(0, storage.quotaBytes - storage.usedBytes);
  const words = strings.header.storageUse(bytes(storage.usedBytes), bytes(left));
  return (
    <span
      className="small muted"
      data-testid={testIds.storage}
      title={storage.persisted ? strings.header.persisted : strings.header.notPersisted}
    >
      <span className="visually-hidden">{strings.header.storage}: </span>
      {words}
    </span>
  );
}
