// Which kernel computes a large product (matmul or convolution) and how its tiles are laid out: 4×4
// numbers per thread in registers, 8×8 on software adapters, or 64×64 per workgroup through
// workgroup memory on real GPUs, with f16 weights staged as f16 where the device can. What
// was measured on the device decides; a rule does where nothing was.

import type { DeviceProfile } from './deviceProfile';
import type { LoweringContext } from './kernel';

/**
 * `registers4` and `registers8`: 64 threads, no workgroup memory. `shared64`: 256 threads, 8 KiB of
 * workgroup memory; `shared64half`: 6 KiB, for f16 weights.
 */
export type ProductKernel = 'registers4' | 'registers8' | 'shared64' | 'shared64half';

/** Whether a kernel computes tiles of 64×64 through workgroup memory. */
export const isShared = (kernel: ProductKernel): boolean => kernel.startsWith('shared64');

/** Kernels of a product on a GPU, the plain one first. */
function productKernels({ profile, storage }: LoweringContext): readonly ProductKernel[] {
  const halves = profile.f16 && storage(1) === 'f16';
  return ['registers4', 'shared64', ...(halves ? (['shared64half'] as const) : [])];
}

/** Fewer workgroups than this leave a GPU idle: then K is cut. */
const FEW_GROUPS = 64;

export interface TileLayout {
  /** Tiles across of the 64 threads' block (1 where a block is one tile). */
  readonly across: number;
  readonly blocksAcross: number;
  readonly blocks: number;
}

/**
 * Layout of tiles over 64-thread workgroups: `across` tiles wide, as square as the product allows.
 */
export function tileBlocks(tilesDown: number, tilesAcross: number): TileLayout {
  let across = 8;
  while (across > 1 && across / 2 >= tilesAcross) across /= 2;
  const blocksAcross = Math.ceil(tilesAcross / across);
  return { across, blocksAcross, blocks: blocksAcross * Math.ceil(tilesDown / (64 / across)) };
}

/** Layout of one 64×64 tile per workgroup. */
export function sharedBlocks(rows: number, columns: number): TileLayout {
  const blocksAcross = Math.ceil(columns / 64);
  return { across: 1, blocksAcross, blocks: blocksAcross * Math.ceil(rows / 64) };
}

/** Slices K should be cut in, so that a GPU has enough workgroups. */
export function slicesOfK(k: number, blocks: number, software: boolean): number {
  if (software || blocks >= FEW_GROUPS || k < 512) return 1;
  return Math.min(8, Math.floor(k / 256));
}

/** Whether this device can run `shared64`. */
export function hasSharedTiles({ workgroupMemory, limits }: DeviceProfile): boolean {
  return workgroupMemory && limits.workgroupThreads >= 256 && limits.workgroupBytes >= 8192;
}

/** What measurements of a product are filed under: all that its time depends on. */
export function productKey(
  what: string,
  sizes: readonly number[],
  context: Pick<LoweringContext, 'storage'>,
): string {
  return `${what} ${sizes.join('×')} ${context.storage(1)}`;
}

/**
 * The kernel for rows × columns numbers with inner size k on a real GPU: the measured one, else
 * shared tiles where they fill the device.
 */
export function chosenProduct(
  context: LoweringContext,
  key: string,
  rows: number,
  columns: number,
  k: number,
): ProductKernel {
  if (!hasSharedTiles(context.profile)) return 'registers4';
  const candidates = productKernels(context);
  const measured = context.choice(key, candidates);
  const known = candidates.find((kernel) => kernel === measured);
  if (known) return known;
  return sharedBlocks(rows, columns).blocks >= FEW_GROUPS && k >= 256 ? 'shared64' : 'registers4';
}
