// A stored run as the page lists it.

import type { RunMarks, RunStatus } from '../domain/run';
import type { RunSettings, SettingsChange } from '../settings/runSettings';

export interface RunSummary extends RunMarks {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly datasetId: string;
  readonly modelId: string;
  readonly settings: RunSettings;
  readonly changes: readonly SettingsChange[];
  readonly status: RunStatus;
  /** Steps done. */
  readonly step: number;
  readonly executor: string;
  readonly adapter: string;
  /** Why it failed or stopped; empty otherwise. */
  readonly reason: string;
  /** It trained when its page was closed or its worker ended, and no tab has it now. */
  readonly cutOff?: true;
  readonly checkpointSteps: readonly number[];
  /** The reward by which its set was scored when it began; null of other scores. */
  readonly rewardId?: string | null;
  /** Of these, what a person wants to keep. */
  readonly marked?: readonly number[];
}
