// What a failure inside tfjs means for the person: running out of memory is told as such.

import { StudioError } from '../../errors';
import { executorErrors } from '../../strings/errors/executors';

/** OutOfMemory where the error says so; any other error as it is. */
export function describeFailure(error: unknown): unknown {
  if (error instanceof StudioError || !(error instanceof Error)) return error;
  if (
    !/out of memory|OOM|Array buffer allocation|memory access out of bounds|enlarge memory/i.test(
      error.message,
    )
  )
    return error;
  return new StudioError('OutOfMemory', ...executorErrors.tfjsFull(error.message));
}
