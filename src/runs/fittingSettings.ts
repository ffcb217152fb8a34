// What a run can be set to where a GPU has not enough memory for it: other settings are planned as
// the run's own were, and those that fit are named in the error. Nothing is changed by itself but
// what does not change a number (recompute.ts).

import { StudioError } from '../errors';
import type { Executor } from '../executors/executor';
import { graphMemory } from '../executors/wgsl/graphMemory';
import type { Graph } from '../graph/graph';
import type { RunSettings } from '../settings/runSettings';
import { strings } from '../strings';

/** What of a run decides its memory. */
type Sizes = Pick<RunSettings['training'], 'batchSize' | 'weightStorage'>;

/** Smaller ones, those that cost least first. */
function smaller({ batchSize, weightStorage }: Sizes): Sizes[] {
  const found: Sizes[] = [];
  if (weightStorage !== 'int8') found.push({ batchSize, weightStorage: 'int8' });
  for (const storage of new Set([weightStorage, 'int8'] as const))
    for (let batch = batchSize >> 1; batch >= 1; batch >>= 1)
      found.push({ batchSize: batch, weightStorage: storage });
  return found;
}

/**
 * The error of a step that an executor could not be given room for, with the settings that fit.
 * `graph` builds the step for a batch size, with as little memory as can be. Errors: those of the
 * device while it is asked what it can give.
 */
export async function withFittingSettings(
  error: StudioError,
  executor: Executor,
  settings: Sizes,
  graph: (batchSize: number) => Graph,
): Promise<StudioError> {
  const { memory: gpu } = executor;
  if (!gpu) return error;
  const plan = ({ batchSize, weightStorage }: Sizes) => {
    const memory = graphMemory(graph(batchSize), gpu.profile, weightStorage);
    return {
      bytes: memory.weightBytes + memory.activationBytes + memory.stateBytes,
      largest: memory.largestBindingBytes,
    };
  };
  const own = plan(settings);
  const given = await gpu.probeMemory(own.bytes);
  const most = gpu.profile.limits.bindingBytes;
  const fitting = smaller(settings)
    .map((sizes) => ({ sizes, ...plan(sizes) }))
    .filter(({ bytes, largest }) => bytes <= given && largest <= most);
  const message = [
    error.message,
    strings.memoryText.planned(own.bytes),
    ...(given < own.bytes ? [strings.memoryText.given(given)] : []),
  ].join(' ');
  // One by less precise weights, one by a smaller batch.
  const named = [
    fitting.find(({ sizes }) => sizes.batchSize === settings.batchSize),
    fitting.find(({ sizes }) => sizes.weightStorage === settings.weightStorage),
  ].flatMap((one) => (one ? [one] : []));
  const chosen = named.length > 0 ? named : fitting.slice(0, 1);
  return new StudioError(
    'OutOfMemory',
    message,
    chosen.length > 0
      ? strings.memoryText.fits(
          chosen.map(({ sizes, bytes }) =>
            strings.memoryText.sizes(sizes.batchSize, sizes.weightStorage, bytes),
          ),
        )
      : strings.memoryText.nothingFits,
  );
}
