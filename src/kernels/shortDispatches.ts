// Cuts the rows of a kernel with much work in ranges of a dispatch each: see
// DeviceProfile.dispatchFlops.

import type { DeviceProfile } from './deviceProfile';

/** Rows of one dispatch. */
export interface RowRange {
  readonly first: number;
  readonly count: number;
}

/** Equal ranges of at most `dispatchFlops` operations, of a multiple of `multiple` rows each. */
export function rowRanges(
  profile: DeviceProfile,
  rows: number,
  flopsPerRow: number,
  multiple: number,
): RowRange[] {
  const parts = Math.max(1, Math.ceil((rows * flopsPerRow) / profile.dispatchFlops));
  const step = Math.ceil(Math.ceil(rows / parts) / multiple) * multiple;
  return Array.from({ length: Math.ceil(rows / step) }, (_, index) => ({
    first: index * step,
    count: Math.min(step, rows - index * step),
  }));
}
