// In how many parts a batch is held on the device.

import { StudioError } from '../errors';
import { runErrors } from '../strings/errors/runs';
import type { RunSettings } from './runSettings';

/**
 * Parts of a batch that are held on the device one after another (gradient accumulation);
 * `microBatch` 0 holds all of it at once. Errors: BadSettings where the parts would not be equal.
 */
export function partsOf({
  batchSize,
  microBatch,
}: Pick<RunSettings['training'], 'batchSize' | 'microBatch'>): number {
  if (microBatch === 0 || microBatch >= batchSize) return 1;
  if (batchSize % microBatch === 0) return batchSize / microBatch;
  const divisors = Array.from({ length: batchSize }, (_, i) => i + 1).filter(
    (size) => batchSize % size === 0,
  );
  throw new StudioError(
    'BadSettings',
    ...runErrors.unequalParts(batchSize, microBatch, divisors.slice(0, -1)),
  );
}
