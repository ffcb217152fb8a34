// Slow motion for a class: one step at a time, its stages lit one after another with the numbers
// that the step measured, then the next step; by themselves, or by hand.

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
  /** The lit stage stays until the next one is asked for. */
  readonly held: boolean;
}

export const slowMotionStore = createStore<SlowMotion>(() => ({
  on: false,
  lit: null,
  held: false,
}));

/** Ends the stage that is lit. */
let goOn: (() => void) | null = null;

/** Resolves when the lit stage has had its time, or, held, when the next one is asked for. */
function stageTime(): Promise<void> {
  return new Promise((resolve) => {
    goOn = resolve;
    setTimeout(() => {
      if (!slowMotionStore.getState().held) resolve();
    }, STAGE_MS);
  });
}

/** Holds the stage that is lit, or lets the stages go on by themselves. */
export function holdStage(held: boolean): void {
  slowMotionStore.setState({ held });
  if (!held) goOn?.();
}

/** Goes to the next stage and holds it; after the last one, the next step is taken. */
export function nextStage(): void {
  slowMotionStore.setState({ held: true });
  goOn?.();
}

export function stopSlowMotion(): void {
  slowMotionStore.setState({ on: false, lit: null, held: false });
  goOn?.();
}

/**
 * Takes step after step of the run on screen (a new one where there is none) until it is stopped,
 * the run has ended or a step fails.
 */
export async function startSlowMotion(): Promise<void> {
  if (slowMotionStore.getState().on) return;
  slowMotionStore.setState({ on: true, lit: null, held: false });
  const isOn = (): boolean => slowMotionStore.getState().on;
  if (loadedRun(runStore.getState())?.status === 'running') await pause();
  while (isOn()) {
    slowMotionStore.setState({ lit: null });
    await step();
    const run = loadedRun(runStore.getState());
    if (run === null || runStore.getState().failure !== null) break;
    for (let lit = 0; lit < STAGES.length && isOn(); lit++) {
      slowMotionStore.setState({ lit });
      await stageTime();
    }
    if (run.status === 'finished') break;
  }
  stopSlowMotion();
}
