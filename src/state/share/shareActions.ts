// Files that leave the studio and come back: reports, projects, sample images with their settings,
// fault reports.

import { pngTexts } from '../../data/import/images/pngText';
import { PNG_SETTINGS_KEY } from '../../settings/pngSettings';
import { readSettingsFile } from '../../settings/settingsFile';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { createStore } from 'zustand/vanilla';
import type { StudioFailure } from '../../bridge/protocol';
import type { Progress } from '../../bridge/studioClient';
import { download } from '../common/imageUrls';
import { task } from '../common/task';
import { datasetStore } from '../data/datasetStore';
import { openInitialDataset, setDatasets } from '../data/datasetActions';
import { chooseMethod, editSettings } from '../objective/settingsStore';
import { client } from '../session/client';
import { newRun } from '../training/runActions';
import { runStore, setRuns } from '../training/runStore';

export interface ShareState {
  readonly busy: Progress | null;
  readonly failure: StudioFailure | null;
  /** What was done last, in words. */
  readonly said: string | null;
}

export const shareStore = createStore<ShareState>(() => ({
  busy: null,
  failure: null,
  said: null,
}));

const working = task(({ left: _, ...change }) => shareStore.setState(change));
export const cancelShare = working.cancel;

const START: Progress = { phase: 'project', done: 0, total: 0 };

/** Saves runs with their sets as one file; null saves everything. */
export async function saveProject(runIds: string[] | null): Promise<void> {
  const reply = await working.run(START, (options) =>
    client.request('exportProject', { runIds }, options),
  );
  if (reply !== null) download(reply.fileName, reply.file, 'application/zip');
}

export async function saveReport(runId: string): Promise<void> {
  const reply = await working.run(START, (options) =>
    client.request('exportReport', { runId }, options),
  );
  if (reply !== null) download(reply.fileName, reply.text, 'text/html');
}

export async function saveBugReport(): Promise<void> {
  const reply = await working.run(START, (options) => client.request('bugReport', {}, options));
  if (reply !== null) download(reply.fileName, reply.file, 'application/zip');
}

function refuse(message: string, remedy: string): void {
  shareStore.setState({ failure: { kind: 'BadProject', message, remedy }, said: null });
}

/** Puts the settings that a sample image carries in force. */
async function openSample(file: File): Promise<void> {
  const said = pngTexts(new Uint8Array(await file.arrayBuffer())).get(PNG_SETTINGS_KEY);
  if (said === undefined) {
    refuse(strings.share.noSettings(file.name), strings.share.noSettingsRemedy);
    return;
  }
  await working.run(START, async () => {
    const settings = readSettingsFile(said);
    newRun();
    chooseMethod(settings.method);
    editSettings(settings);
    const restored = strings.share.restored(file.name);
    runStore.setState({ carried: restored });
    shareStore.setState({ said: restored });
  });
}

/** Opens a project, or takes the settings out of a sample image. */
export async function openShared(file: File): Promise<void> {
  shareStore.setState({ said: null, failure: null });
  if (/\.png$/iu.test(file.name)) return openSample(file);
  if (!/\.zip$/iu.test(file.name))
    return refuse(strings.share.unknownFile(file.name), strings.share.unknownFileRemedy);
  const reply = await working.run(START, (options) =>
    client.request('openProject', { file }, options),
  );
  if (reply === null) return;
  setDatasets([...reply.datasets, ...datasetStore.getState().datasets]);
  setRuns([...reply.runs, ...runStore.getState().runs]);
  if (datasetStore.getState().datasetId === null) await openInitialDataset();
  shareStore.setState({
    said: strings.share.opened(whole(reply.datasets.length), whole(reply.runs.length)),
  });
}
