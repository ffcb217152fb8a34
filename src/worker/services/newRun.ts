// A run that is not stored yet: settings checked, the set's scores as they are now, the base it
// belongs to.

import type { Commands } from '../../bridge/protocol';
import type { RunMarks } from '../../domain/run';
import { refuseUntrainable } from '../../objectives';
import { adapterPlanOf } from '../../runs/adapterPlan';
import { parseRunSettings, withChange } from '../../settings/runSettings';
import { wallPrompts } from '../../settings/wallPrompts';
import type { RunRecord } from '../../storage/database';
import { getDataset } from '../../storage/datasets';
import { timeAfterEdits } from '../../storage/imageEdits';
import { listRuns } from '../../storage/runs';
import { refuseOnWasm } from './memoryOf';
import { samplesNow } from './runScores';
import type { StudioServices } from './studioServices';

/** The name, or where a run has it already, with the first free number from 2: “TGO on faces 2”. */
async function freeName({ db }: StudioServices, name: string): Promise<string> {
  const taken = new Set((await listRuns(db)).map((run) => run.name));
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} ${number}`;
  return free;
}

/**
 * The record of a new run. Errors: BadSettings; BadScoreFile where no image has a score; targets
 * that name no layer of the base.
 */
export async function newRun(
  studio: StudioServices,
  { name, datasetId, modelId, settings: given }: Commands['createRun']['request'],
  marks: RunMarks = {},
): Promise<RunRecord> {
  const asked = parseRunSettings(given);
  refuseUntrainable(asked.method, asked.paradigm);
  const dataset = asked.source.mode === 'online' ? null : await getDataset(studio.db, datasetId);
  const now = dataset && (await samplesNow(studio.db, dataset));
  const { previewPrompts: basePrompts } = studio.model(modelId).info;
  const { prompts, ofSet } = wallPrompts(asked, basePrompts, now?.captions ?? []);
  const settings = ofSet
    ? withChange(asked, { sampling: { previewPrompts: [...prompts] } })
    : asked;
  const { model } = await studio.pipeline(modelId, settings.training.resolution);
  refuseOnWasm(studio.device, model);
  const { capability } = studio.device;
  adapterPlanOf(model, settings.adapter);
  return {
    id: crypto.randomUUID(),
    name: await freeName(studio, name),
    createdAt: await timeAfterEdits(studio.db, datasetId),
    paradigm: settings.paradigm,
    datasetId,
    modelId,
    modelHash: model.hash,
    settings,
    changes: [],
    status: 'preparing',
    step: 0,
    executor: capability.executor,
    adapter: capability.adapter,
    reason: '',
    ...(now && { trainedOn: now.trainedOn }),
    ...(ofSet && { promptsOfSet: true }),
    ...marks,
  };
}
