// Slow motion for a class: one step at a time, its stages lit one after another with the numbers
// that the step measured, then the next step.

import { createStore } from 'zustand/vanilla';
import { loadedRun, runStore } from './runStore';
import { pause, step } from './runActions';

/** What a step does, in order. */
export const STAGES = [
  'noise',
  'reference',
  'policy',
  'errors',
  'labels',
  'gradient',
  'update',
] as const;
export type Stage = (typeof STAGES)[number];

/** How long a stage is lit. */
const STAGE_MS = 900;

interface SlowMotion {
  readonly on: boolean;
  /** Index in STAGES of the stage that is lit; null while the step is computed. */
  readonly lit: number | null;
}

export const slowMotionStore = createStore<SlowMotion>(() => ({ on: false, lit: null }));

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Ends it after the stage that is lit. */
export const stopSlowMotion = (): void => slowMotionStore.setState({ on: false, lit: null });

/**
 * Takes step after step of the run on screen (a new one where there is none) until it is stopped,
 * the run has ended or a step fails.
 */
export async function startSlowMotion(): Promise<void> {
  if (slowMotionStore.getState().on) return;
  slowMotionStore.setState({ on: true, lit: null });
  const isOn = (): boolean => slowMotionStore.getState().on;
  if (loadedRun(runStore.getState())?.status === 'running') await pause();
  while (isOn()) {
    slowMotionStore.setState({ lit: null });
    await step();
    const run = loadedRun(runStore.getState());
    if (run === null || runStore.getState().failure !== null) break;
    for (let lit = 0; lit < STAGES.length && isOn(); lit++) {
      slowMotionStore.setState({ lit });
      await wait(STAGE_MS);
    }
    if (run.status === 'finished') break;
  }
  stopSlowMotion();
}
