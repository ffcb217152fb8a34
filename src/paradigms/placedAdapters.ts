// Adapters as a sampler's programs read them: flat numbers, scaled by a strength, in a workspace.

import type { Workspace } from '../executors/executor';
import type { AdapterPlan } from '../models/lora';

/**
 * Adapters to sample with: plan and flat numbers (layout of the plan), scaled by `strength`. Null
 * samples the base.
 */
export interface SamplingAdapters {
  readonly plan: AdapterPlan;
  readonly flat: Float32Array;
  readonly strength: number;
  /** What they were taught to avoid; absent for most. Used where a request names no other. */
  readonly negativePrompt?: string;
}

/**
 * Multiplies the up matrices (B) of a flat adapter state by `strength`; A stays, so the update is
 * strength·(alpha/rank)·B·A.
 */
export function scaleAdapters({ plan, flat, strength }: SamplingAdapters): Float32Array {
  const scaled = flat.slice();
  for (const entry of plan.entries) {
    for (let i = 0; i < entry.outFeatures * entry.rank; i++)
      scaled[entry.offsetB + i]! *= strength * plan.scale;
  }
  return scaled;
}

/**
 * The adapters a sampler's programs read. Several requests may be sampled side by side, so each
 * places its own right before every run: both go into the workspace's order together. What lies
 * there already is not written again.
 */
export class PlacedAdapters {
  private readonly placed = new Map<string, SamplingAdapters>();

  constructor(private readonly workspace: Workspace) {}

  /** The workspace's flat state for adapters of a layout, already multiplied by the strength. */
  static stateOf(plan: AdapterPlan): string {
    return `sampling ${plan.key}`;
  }

  /** Nothing may be awaited between this and the run. */
  place(adapters: SamplingAdapters | null): void {
    if (!adapters || this.placed.get(adapters.plan.key) === adapters) return;
    const { plan } = adapters;
    this.workspace.writeState(PlacedAdapters.stateOf(plan), plan.length, scaleAdapters(adapters));
    this.placed.set(plan.key, adapters);
  }
}
