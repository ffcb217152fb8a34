// What the page knows of the worker and the machine: connection, capability, models on offer,
// storage, and the troubles that are waiting to be read. Also which of the screens is open; the
// address hash mirrors it, so reload and the back button work. No React here: ui/ subscribes
// through ui/common/useStore.

import { createStore } from 'zustand/vanilla';
import type { Capability, ModelInfo, StudioFailure } from '../../bridge/protocol';
import type { StorageUse } from '../../domain/storageUse';
import { readLink, writeLink } from './pageLink';
import { preferencesStore, setPreferences } from './preferences';

/** The first screen stands before the steps, bench and storage beside them: none is a step. */
export const SCREENS = [
  'home',
  'data',
  'rate',
  'objective',
  'training',
  'compare',
  'runs',
  'race',
  'bench2d',
  'storage',
] as const;
export type Screen = (typeof SCREENS)[number];

export type Connection = 'starting' | 'ready' | 'failed' | 'crashed';

export interface Notice {
  readonly id: number;
  readonly failure: StudioFailure;
}

export interface SessionState {
  readonly connection: Connection;
  /** Why the start failed or what the crash said. */
  readonly failure: StudioFailure | null;
  readonly capability: Capability | null;
  readonly models: readonly ModelInfo[];
  readonly modelId: string | null;
  readonly storage: StorageUse | null;
  readonly notices: readonly Notice[];
  /** For how long the worker has not answered; null while it does. */
  readonly silentSeconds: number | null;
  /** The worker's GPU is gone: it can do nothing more but be started again. */
  readonly deviceLost: boolean;
  readonly screen: Screen;
  /** The training screen alone, in large type, for a projector. */
  readonly presenting: boolean;
}

export const sessionStore = createStore<SessionState>(() => ({
  connection: 'starting',
  failure: null,
  capability: null,
  models: [],
  modelId: null,
  storage: null,
  notices: [],
  silentSeconds: null,
  deviceLost: false,
  screen: screenOfHash(),
  presenting: false,
}));

export function screenOfHash(): Screen {
  const { screen } = readLink(globalThis.location?.hash ?? '');
  return SCREENS.find((one) => one === screen) ?? 'home';
}

/** Marks an address the page made, or one it followed: going back to it sets nothing. */
export const FOLLOWED = 'followed';

export function openScreen(screen: Screen): void {
  if (globalThis.location !== undefined) {
    // What a link hides stays hidden on the way.
    const { screen: shown, hide, text } = readLink(location.hash);
    if (shown !== screen) history.pushState(FOLLOWED, '', writeLink({ screen, hide, text }));
  }
  sessionStore.setState({ screen, presenting: false });
}

let noticeId = 0;

export function addNotice(failure: StudioFailure): void {
  if (failure.kind === 'Aborted') return;
  if (failure.kind === 'DeviceLost') sessionStore.setState({ deviceLost: true });
  const notices = sessionStore
    .getState()
    .notices.filter((notice) => notice.failure.message !== failure.message);
  sessionStore.setState({ notices: [...notices.slice(-3), { id: ++noticeId, failure }] });
}

export function dismissNotice(id: number): void {
  sessionStore.setState((state) => ({
    notices: state.notices.filter((notice) => notice.id !== id),
  }));
}

export function chooseModel(modelId: string): void {
  setPreferences({ modelId });
  sessionStore.setState({ modelId });
}

/** The model last chosen, where it is still on offer; else the first. */
export function initialModel(models: readonly ModelInfo[]): string | null {
  const stored = preferencesStore.getState().modelId;
  return (models.find((model) => model.id === stored) ?? models[0])?.id ?? null;
}

export function currentModel(state: SessionState): ModelInfo | null {
  return state.models.find((model) => model.id === state.modelId) ?? null;
}
