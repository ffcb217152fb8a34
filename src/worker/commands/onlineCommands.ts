// Commands about online runs: a person's scores for a round, and what is asked before such a run is
// made.

import type { Commands } from '../../bridge/protocol';
import type { OnlineCommands } from '../../bridge/onlineProtocol';
import { StudioError } from '../../errors';
import { PIPELINE_BATCH } from '../../paradigms/pipelineBatch';
import type { CommandHandlers } from '../services/command';
import type { Studio } from '../services/studio';
import { workerErrors } from '../../strings/errors/worker';

/** Sampler steps that are timed: each costs the same. */
const TIMED_STEPS = 2;

export function onlineCommands(
  studio: Pick<Studio, 'runs' | 'pipeline' | 'model' | 'readAsset'>,
): Pick<CommandHandlers, keyof OnlineCommands> {
  return {
    async answerRound({ runId, round, values }) {
      const run = studio.runs.get(runId);
      if (!run) throw new StudioError('BadSettings', ...workerErrors.roundRunGone());
      run.answerRound(round, values);
      return {};
    },

    async timeSampling(
      { modelId, count, guidanceScale, inferenceSteps }: Commands['timeSampling']['request'],
      { signal },
    ) {
      const pipeline = await studio.pipeline(modelId);
      const images = Math.min(count, PIPELINE_BATCH);
      const request = {
        prompts: Array.from({ length: images }, () => ''),
        seeds: Array.from({ length: images }, (_, i) => i),
        guidanceScale,
        inferenceSteps: TIMED_STEPS,
        adapters: null,
      };
      await pipeline.sample(signal, request); // compiles
      const started = performance.now();
      const encoded = await pipeline.sampleEncoded(signal, request);
      const drawn = performance.now();
      await pipeline.decode(signal, encoded);
      const stepMs = (drawn - started) / TIMED_STEPS;
      return { imageMs: (stepMs * inferenceSteps + performance.now() - drawn) / images };
    },

    async demoPrompts({ modelId }) {
      const { demo } = studio.model(modelId);
      if (demo === null) return { prompts: [] };
      const { demo: prompts } = JSON.parse(
        new TextDecoder().decode(await studio.readAsset(`${demo}/prompts.json`)),
      ) as { demo: string[] };
      return { prompts };
    },
  };
}
