// Base models of a person's own: what was dropped or picked, what it is, keeping and removing it.
// The list itself is part of the session's models.

import { createStore } from 'zustand/vanilla';
import type { GivenModel } from '../../bridge/modelProtocol';
import type { ModelInfo, StudioFailure } from '../../bridge/protocol';
import type { Progress } from '../../bridge/studioClient';
import type { LoraReport } from '../../domain/openedLora';
import type { ModelReport } from '../../domain/ownModel';
import { strings } from '../../strings';
import { toFailure } from '../common/failure';
import { task } from '../common/task';
import { adoptModelDefaults } from '../objective/settingsStore';
import { client } from '../session/client';
import { chooseModel, currentModel, openScreen, sessionStore } from '../session/sessionStore';
import { loadedRun, runStore } from '../training/runStore';

export interface ModelState {
  /** Whether the shelf stands open. */
  readonly open: boolean;
  readonly given: GivenModel | null;
  /** What was given, of the two that it can be. */
  readonly report: ModelReport | null;
  readonly lora: LoraReport | null;
  readonly busy: Progress | null;
  readonly failure: StudioFailure | null;
}

export const modelStore = createStore<ModelState>(() => ({
  open: false,
  given: null,
  report: null,
  lora: null,
  busy: null,
  failure: null,
}));

const change = task(({ left: _, ...state }) => modelStore.setState(state));
export const cancelModel = change.cancel;

export function setShelfOpen(open: boolean): void {
  modelStore.setState({ open });
}

/** Shows the shelf, from wherever one is. */
export function openShelf(): void {
  setShelfOpen(true);
  openScreen('data');
}

/** Looks at what was dropped or picked; a report or a failure follows. */
export async function giveModel(given: GivenModel): Promise<void> {
  modelStore.setState({ given, report: null, lora: null, open: true });
  const modelId = sessionStore.getState().modelId ?? '';
  const found = await change.run({ phase: 'modelCheck', done: 0, total: 0 }, (options) =>
    client.request('inspectModel', { ...given, modelId }, options),
  );
  modelStore.setState(
    found === null
      ? { given: null }
      : 'model' in found
        ? { report: found.model }
        : { lora: found.lora },
  );
}

export function dismissModel(): void {
  modelStore.setState({ given: null, report: null, lora: null, failure: null });
}

/** Says what the network predicts, where the file does not. */
export async function setPrediction(prediction: GivenModel['prediction']): Promise<void> {
  const { given } = modelStore.getState();
  if (given !== null) await giveModel({ ...given, prediction });
}

function receive(models: readonly ModelInfo[]): void {
  sessionStore.setState({ models });
}

/** Makes a model the base of the next run, unless a run holds another. */
function useModel(id: string): void {
  if (loadedRun(runStore.getState()) !== null) return;
  chooseModel(id);
  const model = currentModel(sessionStore.getState());
  if (model !== null) adoptModelDefaults(model);
}

export async function keepModel(name: string): Promise<void> {
  const { given } = modelStore.getState();
  if (given === null) return;
  void navigator.storage?.persist?.().catch(() => false);
  const reply = await change.run({ phase: 'modelCopy', done: 0, total: 0 }, (options) =>
    client.request('addModel', { ...given, name }, options),
  );
  if (reply === null) return;
  receive(reply.models);
  sessionStore.setState({ storage: reply.storage });
  dismissModel();
  useModel(reply.id);
}

/** Keeps the LoRA that was given, as one of a base it fits. */
export async function keepLora(name: string, modelId: string): Promise<void> {
  const { given } = modelStore.getState();
  if (given === null) return;
  const reply = await change.run({ phase: 'modelCopy', done: 0, total: 0 }, (options) =>
    client.request('addLora', { ...given, name, modelId }, options),
  );
  if (reply === null) return;
  sessionStore.setState({ storage: reply.storage });
  runStore.setState(({ runs }) => ({ runs: [reply.run, ...runs] }));
  dismissModel();
  useModel(modelId);
}

export async function renameModel(id: string, name: string): Promise<void> {
  try {
    receive((await client.request('renameModel', { id, name })).models);
  } catch (error) {
    modelStore.setState({ failure: toFailure(error) });
  }
}

export async function removeModel(id: string): Promise<void> {
  const reply = await change.run({ phase: 'modelDelete', done: 0, total: 0 }, (options) =>
    client.request('deleteModel', { id }, options),
  );
  if (reply === null) return;
  receive(reply.models);
  sessionStore.setState({ storage: reply.storage });
  const first = reply.models[0];
  if (sessionStore.getState().modelId === id && first) useModel(first.id);
}

type Askable = FileSystemHandle & { requestPermission?(of: object): Promise<PermissionState> };

/** Asks the browser to let a linked model be read again; called from a press. */
export async function allowModel({ id, name }: ModelInfo): Promise<void> {
  try {
    const { handle } = await client.request('modelHandle', { id });
    const answer = await (handle as Askable | null)?.requestPermission?.({ mode: 'read' });
    receive((await client.request('listModels', {})).models);
    if (answer === 'denied' || answer === 'prompt')
      modelStore.setState({
        failure: {
          kind: 'BadModel',
          message: strings.models.refused(name),
          remedy: strings.models.refusedRemedy,
        },
      });
  } catch (error) {
    modelStore.setState({ failure: toFailure(error) });
  }
}
