// What a lab keeps: one small gzipped JSON file per run, with its settings, the base it belongs to
// and the reward of every image; adapters are made again from the settings where they are missing.
// A folder of such files is all that is needed to go on, and to write the report.

import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { StudioError } from '../../../src/errors';
import { parseRunSettings, type RunSettings } from '../../../src/settings/runSettings';
import type { SideEffects } from '../align/sideEffects';
import type { LabFile, LabMethod, LabReward, PromptList } from './labFile';

/** What was measured on one list of prompts. */
export interface Measured {
  /** By reward id, [prompts][noises], 5 digits. */
  readonly rewards: Readonly<Record<string, number[][]>>;
  readonly sideEffects: SideEffects;
  readonly sampleSeconds: number;
}

/** Reward of a run on its way, on validation prompts. */
export interface CurvePoint {
  readonly step: number;
  readonly trainSeconds: number;
  readonly rewards: Readonly<Record<string, number[][]>>;
  readonly sideEffects: SideEffects;
}

/** What everything of one reward is measured with; another one makes the state useless. */
export interface LabGround {
  readonly baseHash: string;
  readonly trainedOn: string;
  readonly reward: string;
  readonly prompts: Readonly<Record<PromptList, readonly string[]>>;
  readonly noises: Readonly<Record<PromptList, number>>;
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
}

export interface BaseState {
  readonly ground: LabGround;
  readonly validation?: Measured;
  readonly test?: Measured;
}

export interface RunState {
  readonly settings: RunSettings;
  readonly baseHash: string;
  readonly trainedOn: string;
  readonly executor: string;
  readonly trainSeconds: number;
  /** Why it could not be trained; nothing is measured then. */
  readonly failed?: string;
  readonly validation?: Measured;
  readonly test?: Measured;
  readonly curve?: readonly CurvePoint[];
}

/** A run of a lab: which trial of which method, and its training seed. */
export interface LabRun {
  readonly reward: LabReward;
  readonly method: LabMethod;
  readonly trial: number;
  readonly seed: number;
}

export const runKey = ({ reward, method, trial, seed }: LabRun): string =>
  `${reward.name}/${method.name.replaceAll(' ', '-')}-${trial}-s${seed}`;
export const baseKey = (reward: LabReward): string => `${reward.name}/base`;

/** Numbers as a file keeps them: 5 significant digits. */
export const shortened = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_key, one: unknown) =>
      typeof one === 'number' && !Number.isInteger(one) ? Number(one.toPrecision(5)) : one,
    ),
  ) as T;

export class LabFolder {
  constructor(private readonly folder: string) {}

  private path(key: string): string {
    return join(this.folder, `${key}.json.gz`);
  }

  private async read<T>(key: string): Promise<T | null> {
    if (!existsSync(this.path(key))) return null;
    try {
      return JSON.parse(gunzipSync(await readFile(this.path(key))).toString('utf8')) as T;
    } catch (error) {
      throw new StudioError(
        'BadSettings',
        `${this.path(key)} cannot be read: ${String(error)}`,
        'Delete that file: its run is then made again.',
      );
    }
  }

  /** Settings are read as any file's, so that those of earlier builds still count. */
  async run(run: LabRun): Promise<RunState | null> {
    const state = await this.read<RunState>(runKey(run));
    return state && { ...state, settings: parseRunSettings(state.settings) };
  }
  base(reward: LabReward): Promise<BaseState | null> {
    return this.read(baseKey(reward));
  }

  /** Replaces the file of a key as a whole, so that a killed process leaves the old one. */
  async write(key: string, state: RunState | BaseState): Promise<void> {
    const path = this.path(key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.tmp`, gzipSync(`${JSON.stringify(state)}\n`, { level: 9 }));
    await rename(`${path}.tmp`, path);
  }
}

/**
 * One process at a time does a job, so that a lab may be started twice on two cores: a file with
 * the process's number. One that a dead process left is taken over.
 */
export class Claims {
  constructor(private readonly folder: string) {}

  private path(key: string): string {
    return join(this.folder, `${key.replaceAll('/', '-')}.claim`);
  }

  async take(key: string): Promise<boolean> {
    await mkdir(this.folder, { recursive: true });
    const path = this.path(key);
    for (;;) {
      try {
        await writeFile(path, String(process.pid), { flag: 'wx' });
        return true;
      } catch {
        const holder = Number(await readFile(path, 'utf8').catch(() => '0'));
        if (holder === process.pid) return true;
        if (holder > 0 && alive(holder)) return false;
        await rm(path, { force: true });
      }
    }
  }

  async leave(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** All runs of a reward's trials, method by method. */
export const trialRuns = (lab: LabFile, reward: LabReward): LabRun[] =>
  lab.methods.flatMap((method) =>
    method.trials.map((_, trial) => ({ reward, method, trial, seed: lab.seeds[0]! })),
  );
