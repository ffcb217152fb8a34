// Commands that take work out of this browser and bring it back.

import { basePlaceOf } from '../../bridge/modelInfo';
import type { ShareCommands } from '../../bridge/shareProtocol';
import { runCurve } from '../../domain/runCurve';
import { runOutcome } from '../../domain/runOutcome';
import { StudioError } from '../../errors';
import { objectiveOf } from '../../objectives';
import { paradigmFacts } from '../../paradigms/facts';
import { scorerDoubt } from '../../rewards/scorerDoubt';
import { strings } from '../../strings';
import { workerErrors } from '../../strings/errors/worker';
import { getDataset } from '../../storage/datasets';
import { listEvaluations } from '../../storage/evaluations';
import { loadMetrics } from '../../storage/metrics';
import { loadPreviews } from '../../storage/previews';
import { getRun } from '../../storage/runs';
import { bugReport } from '../services/bugReport';
import type { CommandHandlers } from '../services/command';
import { downloadName, loraFileName } from '../../formats/downloadName';
import { rewardInfos } from '../services/availableRewards';
import { openProject } from '../services/openProject';
import { writeProject } from '../services/projectFile';
import { runReport } from '../services/runReport';
import { runSummary } from '../services/runSummary';
import type { Studio } from '../services/studio';

export function shareCommands(studio: Studio): Pick<CommandHandlers, keyof ShareCommands> {
  return {
    async exportReport({ runId }) {
      const { db } = studio;
      const run = await getRun(db, runId);
      if (!run) throw new StudioError('BadCheckpoint', ...workerErrors.chosenRunGone());
      const curve = runCurve(await loadMetrics(db, runId));
      const previews = await loadPreviews(db, runId);
      const known = studio.models().find(({ id }) => id === run.modelId);
      const { loadSnippet } = paradigmFacts(run.paradigm);
      const doubts = (await rewardInfos(studio)).flatMap((reward) => {
        const doubt = scorerDoubt(reward);
        return doubt === null ? [] : [[reward.id, doubt] as const];
      });
      return {
        fileName: downloadName(run.name, '-report.html'),
        text: runReport({
          run,
          curve,
          previews,
          method: objectiveOf(run.settings.method).title,
          modelName: known?.name ?? run.modelId,
          datasetName: (await getDataset(db, run.datasetId))?.name ?? strings.runs.noSet,
          outcome: runOutcome(runId, curve, previews),
          evaluations: (await listEvaluations(db)).filter(({ request }) =>
            request.entries.some((entry) => entry.runId === runId),
          ),
          doubts: new Map(doubts),
          snippet: loadSnippet(
            basePlaceOf(known ?? null, run.modelId),
            loraFileName(run.name, run.step, 'diffusers'),
          ),
          now: Date.now(),
        }),
      };
    },

    async exportProject({ runIds }, context) {
      const [only] = runIds ?? [];
      const named = runIds?.length === 1 ? await getRun(studio.db, only!) : null;
      const name = named?.name ?? strings.share.projectName;
      return {
        fileName: downloadName(name, '.plumbline.zip'),
        file: await writeProject(studio.db, name, runIds, context),
      };
    },
    async openProject({ file }, context) {
      const { datasets, runs } = await openProject(studio.db, file, context);
      return {
        datasets: [...datasets],
        runs: await Promise.all(runs.map((run) => runSummary(studio.db, run))),
      };
    },

    async bugReport() {
      const bytes = await bugReport(studio.db, studio.device.capability, navigator.userAgent);
      return {
        fileName: 'plumbline-fault.zip',
        file: new Blob([bytes], { type: 'application/zip' }),
      };
    },
  };
}
