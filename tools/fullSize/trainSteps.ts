// Steps of a run on one repeated batch of random images, by the same assembly as the studio's,
// beside the plan of such a step.

import type { LiveBuffers } from '../../src/device/liveBuffers';
import type { PickedDevice } from '../../src/device/pickDevice';
import { WgslExecutor } from '../../src/executors/wgsl/wgslExecutor';
import { objectiveOf } from '../../src/objectives';
import type { BaseModel } from '../../src/paradigms/baseModel';
import { openPipeline } from '../../src/paradigms/openPipeline';
import { normals, STREAMS } from '../../src/random/philox';
import { openRun } from '../../src/runs/openRun';
import { planTraining, sizeModel } from '../../src/runs/planTraining';
import { settingsFor } from '../cli/align/train';
import { setSamples } from '../cli/align/source';
import type { NamedBase } from '../cli/modelFolder';
import type { FullSizeArguments } from './arguments';
import type { MemoryWatch } from './memoryWatch';

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

export async function trainSteps(
  picked: PickedDevice,
  live: LiveBuffers,
  memory: MemoryWatch,
  { named, model }: { readonly named: NamedBase; readonly model: BaseModel },
  args: FullSizeArguments,
): Promise<void> {
  const { batch, rank, steps, weights, method } = args;
  const settings = settingsFor(
    {
      method,
      seed: 0,
      steps,
      set: { batchSize: batch, rank, weightStorage: weights, learningRate: 1e-4 },
    },
    {},
    model.paradigm,
  );
  const executor = new WgslExecutor(picked);
  const pipeline = openPipeline(executor, model);
  const [height, width] = model.imageSize;
  // TGO wants a good and a bad one.
  const images = Array.from({ length: Math.max(2, batch) }, (_, item) => ({
    pixels: normals(0, { stream: STREAMS.evaluation, step: 1, item }, height * width * 3).map(
      (value) => Math.max(-1, Math.min(1, value / 2)),
    ),
    caption: 'a red apple',
    score: -item,
    fileName: `${item}`,
  }));
  const started = performance.now();
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(1);
  const phases: Record<string, string> = {};
  const { run } = await openRun(new AbortController().signal, {
    pipeline,
    settings,
    changes: [],
    checkpoint: null,
    samples: setSamples(images),
    scorer: null,
    onRound: async () => undefined,
    progress(phase) {
      phases[phase] ??= `${phase} at ${seconds()} s, ${mib(live.bytes)} of GPU buffers`;
      memory.look(live.bytes);
    },
  });
  console.log(Object.values(phases).join('; '));
  const { scriptMiB, besideGpuMiB } = memory.report();
  console.log(
    `opened and compiled at ${seconds()} s; peak while opening: ${scriptMiB} MiB of JavaScript ` +
      `memory above the start (resident beside GPU buffers: ${besideGpuMiB} MiB)`,
  );
  live.resetPeak();
  const plan = planTraining(await sizeModel(model.paradigm, named.files, [height, width]), {
    batch,
    rank,
    targets: settings.adapter.targets,
    objective: objectiveOf(method),
    optimizer: settings.optimizer.name,
    weights: weights === 'int8' ? 'int8' : 'f16',
    profile: executor.profile,
  });
  const compare = (): string =>
    `planned ${mib(plan.totalBytes)} (weights ${mib(plan.weightBytes)}, activations ` +
    `${mib(plan.activationBytes)}, states ${mib(plan.stateBytes)}), live GPU buffers at most ` +
    `${mib(live.peakBytes)}: ${(100 * (live.peakBytes / plan.totalBytes - 1)).toFixed(2)} %`;
  console.log(compare());
  for (let step = 0; step < steps; step++) {
    // The first batch again, with its timesteps and noise.
    run.step = 0;
    const { metrics } = await run.takeStep(new AbortController().signal);
    const { loss, logRatios, gradientNorm, stepMs } = await metrics;
    console.log(
      `step ${step}: loss ${loss.toFixed(6)}, log-ratio ${logRatios[0]?.toExponential(3)}, ` +
        `gradient norm ${gradientNorm.toExponential(3)}, ${(stepMs / 1000).toFixed(1)} s`,
    );
  }
  console.log(`during the steps: ${compare()}`);
  console.log(JSON.stringify(live.byLabel()));
}
