// The loop around the step, as prose: step, report, checkpoint and preview when due, until told to
// stop or finished. One step's read-back is awaited only after the next step is enqueued, so the
// device is not kept waiting.

import type { StepMetrics } from '../domain/metrics';
import { isAbort } from '../errors';
import type { Checkpoint } from './checkpoint';
import type { TrainRun } from './trainRun';

export interface TrainLoopHooks {
  /**
   * Ends what an online source is drawing; the loop then saves and returns as on `shouldContinue`.
   */
  readonly signal: AbortSignal;
  /** Asked before every step; false ends the loop (pause, stop, one step). */
  shouldContinue(): boolean;
  onStep(metrics: StepMetrics): void;
  /**
   * A checkpoint is due (every `checkpointEvery` steps, and when the loop ends); must be stored
   * before it resolves.
   */
  onCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /**
   * Images are due of the adapters as they are after `step` steps (every `previewEvery` of them,
   * and after the last); nobody waits for them.
   */
  onPreview(step: number, adapters: Promise<Float32Array>): void;
}

/**
 * Runs until finished or stopped by `shouldContinue`. Saves a checkpoint at the end unless the last
 * step was already saved.
 *  Errors: a StudioError (NotFinite, DeviceLost …) ends the loop; the last good checkpoint stays as
 *  it is.
 */
export async function trainLoop(
  runId: string,
  run: TrainRun,
  hooks: TrainLoopHooks,
): Promise<void> {
  let pending: Promise<StepMetrics> | null = null;
  let savedStep = run.step;
  const settle = async () => {
    if (!pending) return;
    const waiting = pending;
    pending = null;
    hooks.onStep(await waiting);
  };
  while (!run.finished && hooks.shouldContinue()) {
    // what is saved while images are sampled must be known to be good
    if (run.drawsNext) await settle();
    const taken = await run.takeStep(hooks.signal).catch((error: unknown) => {
      // A device that is lost speaks of aborts too: only one that was asked for ends the loop.
      if (isAbort(error) && hooks.signal.aborted) return null;
      throw error;
    });
    if (!taken) break;
    const { metrics } = taken;
    // it is awaited below; this only keeps the runtime from calling it unhandled meanwhile
    metrics.catch(() => undefined);
    await settle();
    pending = metrics;
    const {
      schedule: { checkpointEvery },
      sampling: { previewEvery },
    } = run.settings;
    const previewDue = previewEvery > 0 && (run.step % previewEvery === 0 || run.finished);
    if (run.step % checkpointEvery === 0 || run.finished || previewDue) {
      await settle(); // a step that was not finite must throw before its state is saved
      if (run.step % checkpointEvery === 0 || run.finished) {
        await hooks.onCheckpoint(await run.checkpoint(runId));
        savedStep = run.step;
      }
      if (previewDue) {
        const adapters = run.adapters();
        // A loss of the device is told by the next step.
        adapters.catch(() => undefined);
        hooks.onPreview(run.step, adapters);
      }
    }
  }
  await settle();
  if (run.step !== savedStep) await hooks.onCheckpoint(await run.checkpoint(runId));
}
