// How much this browser holds for the studio and how much it may still hold; leads to the storage
// screen, also where the amount is not known.

import { strings } from '../../strings';
import { bytes } from '../../strings/format';
import { openScreen, sessionStore } from '../../state/session/sessionStore';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

export function StorageMeter() {
  const storage = useStore(sessionStore, (state) => state.storage);
  const words =
    storage === null
      ? strings.header.storage
      : strings.header.storageUse(
          bytes(storage.usedBytes),
          bytes(Math.max(0, storage.quotaBytes - storage.usedBytes)),
        );
  return (
    <button
      type="button"
      className="header-link small muted"
      data-testid={testIds.storage}
      title={storage?.persisted === true ? strings.header.persisted : strings.header.notPersisted}
      onClick={() => openScreen('storage')}
    >
      <span className="visually-hidden">{strings.storage.open}. </span>
      {words}
    </button>
  );
}
