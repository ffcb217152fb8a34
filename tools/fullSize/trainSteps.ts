// Steps of a run on one repeated batch of random images, by the same assembly as the studio's,
// beside the plan of such a step.

import type { LiveBuffers } from '../../src/device/liveBuffers';
import type { PickedDevice } from '../../src/device/pickDevice';
import { peakOf } from '../../src/domain/memory';
import { WgslExecutor } from '../../src/executors/wgsl/wgslExecutor';
import type { BaseModel } from '../../src/paradigms/baseModel';
import { openPipeline } from '../../src/paradigms/openPipeline';
import { normals, STREAMS } from '../../src/random/philox';
import { openRun } from '../../src/runs/openRun';
import { planMemory } from '../../src/runs/planMemory';
import { settingsFor } from '../cli/align/train';
import { setSamples } from '../cli/align/source';
import type { FullSizeArguments } from './arguments';
import type { MemoryWatch } from './memoryWatch';

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

export async function trainSteps(
  picked: PickedDevice,
  live: LiveBuffers,
  memory: MemoryWatch,
  model: BaseModel,
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
  // What the page's memory card says.
  const { parts } = planMemory(model, settings, executor.profile);
  const planned = peakOf(parts);
  const compare = (): string =>
    `planned ${mib(planned)} (weights ${mib(parts.weights)}, activations ` +
    `${mib(parts.activations)}, adapters ${mib(parts.adapters)}, autoencoder ` +
    `${mib(parts.encoding)} ${parts.encodedFirst ? 'before' : 'beside'} the steps), live GPU ` +
    `buffers at most ${mib(live.peakBytes)}: ` +
    `${(100 * (live.peakBytes / planned - 1)).toFixed(2)} %`;
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
