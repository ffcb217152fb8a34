// The project that a link names: a file that an instructor put beside the page. It is opened as any
// stranger's file is, once, and its first run is shown, to be replayed.

import { strings } from '../../strings';
import { chooseView } from '../history/historyActions';
import { preferencesStore, setPreferences } from '../session/preferences';
import { addNotice } from '../session/sessionStore';
import { runStore } from '../training/runStore';
import { openShared, shareStore } from './shareActions';

/** Opens it unless it was opened before and is still here. What goes wrong is told on the page. */
export async function openLinkedProject(path: string): Promise<void> {
  const { runs } = runStore.getState();
  if (preferencesStore.getState().linkedProject === path && runs.length > 0) return;
  const response = await fetch(new URL(path, document.baseURI)).catch(() => null);
  if (response?.ok !== true) {
    const [message, remedy] = strings.share.noProject(path);
    addNotice({ kind: 'BadProject', message, remedy });
    return;
  }
  await openShared(new File([await response.blob()], path.split('/').at(-1)!));
  const { failure } = shareStore.getState();
  if (failure !== null) {
    addNotice(failure);
    return;
  }
  setPreferences({ linkedProject: path });
  const known = new Set(runs.map(({ id }) => id));
  const first = runStore.getState().runs.find(({ id }) => !known.has(id));
  if (first !== undefined) chooseView('samples', [first.id]);
}
