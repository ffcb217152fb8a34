// "Measure this GPU": its rates, and what a step of the chosen settings would take at them.

import type { GpuCommands } from '../../bridge/gpuProtocol';
import { StudioError } from '../../errors';
import { arithmeticOf } from '../../executors/wgsl/estimateFlops';
import { secondsOf } from '../../executors/wgsl/measureGpu';
import { paradigmOf } from '../../paradigms/list';
import { adapterPlanOf } from '../../runs/adapterPlan';
import { trainStep } from '../../runs/trainStep';
import { partsOf } from '../../settings/parts';
import { parseRunSettings } from '../../settings/runSettings';
import type { CommandHandlers } from '../services/command';
import type { Studio } from '../services/studio';
import { workerErrors } from '../../strings/errors/worker';

/** Longest that is measured: a GPU needs seconds, a software adapter gets so far as it gets. */
const BUDGET_MS = 60_000;

export function gpuCommands(
  studio: Pick<Studio, 'openModel' | 'model' | 'device' | 'runs'>,
): Pick<CommandHandlers, keyof GpuCommands> {
  return {
    async measureGpu({ modelId, settings: given }, { signal, progress }) {
      const { measure } = studio.device;
      if (!measure) throw new StudioError('Unsupported', ...workerErrors.noGpu());
      if (studio.runs.training) throw new StudioError('Busy', ...workerErrors.gpuInUse());
      const settings = parseRunSettings(given);
      const { resolution, batchSize, weightStorage } = settings.training;
      const opened = await studio.openModel(modelId);
      const model = resolution
        ? paradigmOf(opened.model).atSize(opened.model, resolution)
        : opened.model;
      const { capability } = studio.device;
      const report = await measure({
        weights: weightStorage === 'int8' ? 'int8' : 'f16',
        budgetMs: BUDGET_MS,
        signal,
        onProgress: (done, total) => progress('measureGpu', done, total),
      });
      const empty = { hidden: new Float32Array(0), pooled: null };
      const graph = trainStep(model, settings, empty).graph(adapterPlanOf(model, settings.adapter));
      const parts = partsOf(settings.training);
      const ofPart = secondsOf(graph, report.rates);
      const step = {
        seconds: ofPart === null ? null : parts * ofPart,
        gflop: (parts * arithmeticOf(graph)) / 1e9,
        resolution: model.imageSize,
        batchSize,
        modelName: studio.model(modelId).info.name,
      };
      const line = JSON.stringify({ ...report, browser: navigator.userAgent, step });
      const { rates, bestGflops } = report;
      return { adapter: capability.adapter, rates, bestGflops, step, line };
    },
  };
}
