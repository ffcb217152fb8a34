// The steps of the runs, kept out of React: a growing list per run, of which the shown one is
// drawn, with a version number that is published at most four times a second. Charts ask for one
// number of every step.

import type { StepMetrics } from '../../domain/metrics';

const PUBLISH_MS = 250;
/** Steps kept: at 5 000 steps, the most a run may have, with room for none to be dropped. */
const CAPACITY = 20_000;

/** A number of one step; `seconds` of training up to it. */
export interface HistoryPoint {
  readonly step: number;
  readonly seconds: number;
  readonly value: number;
}

export class MetricHistory {
  private readonly byRun = new Map<string, StepMetrics[]>();
  private runId: string | null = null;
  private published = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly listeners = new Set<() => void>();

  /** Number that changes when the charts should be drawn again. */
  readonly version = (): number => this.published;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Shows a run with the steps it has, in place of what was known of it. */
  reset(runId: string, steps: readonly StepMetrics[]): void {
    this.byRun.set(runId, [...steps]);
    this.show(runId);
  }

  /** Shows a run as far as it is known; null shows none. */
  show(runId: string | null): void {
    this.runId = runId;
    this.publishNow();
  }

  /** Drops a run that was deleted. */
  forget(runId: string): void {
    this.byRun.delete(runId);
    if (this.runId === runId) this.show(null);
  }

  /** Known steps of any run, oldest first. */
  stepsOf(runId: string): readonly StepMetrics[] {
    return this.byRun.get(runId) ?? [];
  }

  /** Steps a run has taken: those of its newest checkpoint, or more that are known since. */
  stepsTaken({ id, step }: { readonly id: string; readonly step: number }): number {
    return Math.max(step, (this.stepsOf(id).at(-1)?.step ?? -1) + 1);
  }

  private get steps(): readonly StepMetrics[] {
    return this.runId === null ? [] : this.stepsOf(this.runId);
  }

  /**
   * Adds steps; a step that was already there (a resume replays some) replaces the old one and all
   * after it.
   */
  append(runId: string, steps: readonly StepMetrics[]): void {
    const first = steps[0];
    if (first === undefined) return;
    const known = this.byRun.get(runId) ?? [];
    this.byRun.set(runId, known);
    while (known.length > 0 && known[known.length - 1]!.step >= first.step) known.pop();
    known.push(...steps);
    if (known.length > CAPACITY) known.splice(0, known.length - CAPACITY);
    this.timer ??= setTimeout(() => this.publishNow(), PUBLISH_MS);
  }

  get run(): string | null {
    return this.runId;
  }

  get length(): number {
    return this.steps.length;
  }

  last(): StepMetrics | undefined {
    return this.steps[this.steps.length - 1];
  }

  /** The newest steps, oldest first. */
  tail(count: number): readonly StepMetrics[] {
    return this.steps.slice(-count);
  }

  /**
   * One number of each step of a run (of the shown one unless said), with the seconds of training
   * that had passed: steps and what sampling an online round took, no pauses.
   */
  points(read: (step: StepMetrics) => number, runId = this.runId): HistoryPoint[] {
    let seconds = 0;
    return (runId === null ? [] : this.stepsOf(runId)).map((step) => {
      seconds +=
        ((Number.isFinite(step.stepMs) ? step.stepMs : 0) + (step.values['drawMs'] ?? 0)) / 1000;
      return { step: step.step + 1, seconds, value: read(step) };
    });
  }

  /** The newest number of the shown run that is one; NaN where there is none. */
  newest(read: (step: StepMetrics) => number): number {
    const { steps } = this;
    for (let i = steps.length - 1; i >= 0; i--) {
      const value = read(steps[i]!);
      if (Number.isFinite(value)) return value;
    }
    return Number.NaN;
  }

  /** The highest number of the shown run; 0 where none is above. */
  highest(read: (step: StepMetrics) => number): number {
    return this.steps.reduce((most, step) => Math.max(most, read(step)), 0);
  }

  /** Median milliseconds of the newest steps, or null before the first. */
  medianStepMs(): number | null {
    const times = this.tail(31)
      .map((step) => step.stepMs)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    return times.length === 0 ? null : times[Math.floor(times.length / 2)]!;
  }

  /**
   * The same with what drawing an online run's rounds adds on average. The first step's drawing
   * filled the memory bank and says nothing of
   *  the next.
   */
  paceMs(): number | null {
    const median = this.medianStepMs();
    const draws = this.tail(31)
      .filter((step) => step.step > 0)
      .map((step) => step.values['drawMs'] ?? 0);
    return median === null
      ? null
      : median + draws.reduce((sum, ms) => sum + ms, 0) / Math.max(1, draws.length);
  }

  private publishNow(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.published++;
    for (const listener of this.listeners) listener();
  }
}

/** The one history the page draws. */
export const metricHistory = new MetricHistory();
