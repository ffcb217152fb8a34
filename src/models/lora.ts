// Which layers of a model carry a low-rank adapter and where their matrices lie in a flat state.
// Targets match as PEFT does: a module whose name equals the target or ends with "." + target. A is
// [rank, in], B is [out, rank]; offsets are aligned so that each matrix can be bound as a buffer
// range, and the numbers between matrices stay zero. No file names here: see formats/.

import { StudioError } from '../errors';
import { modelErrors } from '../strings/errors/models';
import { alignedLength } from '../graph/graph';
import { STREAMS, normals } from '../random/philox';

/** A linear layer or 1×1 convolution, as an adapter sees it. */
export interface LinearModule {
  readonly module: string;
  readonly in: number;
  readonly out: number;
  readonly conv1x1: boolean;
}

/** Offsets count numbers, not bytes. */
export interface AdapterEntry {
  readonly module: string;
  /** Rows of A and columns of B. */
  readonly rank: number;
  readonly offsetA: number;
  readonly offsetB: number;
  readonly inFeatures: number;
  readonly outFeatures: number;
  /** The layer is a 1×1 convolution: files store its matrices as [r,in,1,1] and [out,r,1,1]. */
  readonly conv1x1: boolean;
}

export interface AdapterPlan {
  /** The largest rank; a LoRA from elsewhere may give each module its own. */
  readonly rank: number;
  readonly entries: readonly AdapterEntry[];
  /** Length of the flat state in numbers. */
  readonly length: number;
  /** Equal for equal layouts: a name to cache compiled programs under. */
  readonly key: string;
  /** alpha/rank: what B·A is multiplied by. */
  readonly scale: number;
}

/** True when PEFT would adapt `module` for `target`. */
export function matchesTarget(module: string, target: string): boolean {
  return module === target || module.endsWith(`.${target}`);
}

/**
 * Lays out adapters on the modules that a target names, of one rank or of each module's own;
 * `scale` = alpha/rank.
 * Errors: BadSettings when a target names no linear layer.
 */
export function planAdapters(
  modules: readonly LinearModule[],
  targets: readonly string[],
  rank: number | ((module: string) => number),
  scale = 1,
): AdapterPlan {
  for (const target of targets) {
    if (modules.some(({ module }) => matchesTarget(module, target))) continue;
    throw new StudioError('BadSettings', ...modelErrors.noLayer(target));
  }
  const entries: AdapterEntry[] = [];
  let length = 0;
  for (const { module, in: inFeatures, out: outFeatures, conv1x1 } of modules) {
    if (!targets.some((target) => matchesTarget(module, target))) continue;
    const own = typeof rank === 'number' ? rank : rank(module);
    if (!Number.isInteger(own) || own < 1)
      throw new StudioError('BadSettings', ...modelErrors.badRank(own));
    const offsetA = length;
    const offsetB = offsetA + alignedLength(own * inFeatures);
    length = offsetB + alignedLength(outFeatures * own);
    entries.push({ module, rank: own, offsetA, offsetB, inFeatures, outFeatures, conv1x1 });
  }
  const widest = typeof rank === 'number' ? rank : Math.max(...entries.map((one) => one.rank));
  const shapes = entries.map((one) => {
    const own = one.rank === widest ? '' : `r${one.rank}`;
    return `${one.module}[${one.outFeatures},${one.inFeatures}]${own}`;
  });
  return {
    rank: widest,
    entries,
    length,
    key: `r${widest}${scale === 1 ? '' : `×${scale}`}:${shapes.join(',')}`,
    scale,
  };
}

/**
 * Fresh adapters: A ~ N(0, 1/rank²), B = 0, so that the model starts as the base (PEFT
 * init_lora_weights="gaussian").
 *  Entry i draws item i of the stream `adapters`, the same on every executor.
 */
export function initialAdapters(plan: AdapterPlan, seed: number): Float32Array {
  const flat = new Float32Array(plan.length);
  plan.entries.forEach((entry, item) => {
    const draws = normals(
      seed,
      { stream: STREAMS.adapters, step: 0, item },
      entry.rank * entry.inFeatures,
    );
    draws.forEach((draw, i) => {
      flat[entry.offsetA + i] = draw / entry.rank;
    });
  });
  return flat;
}
