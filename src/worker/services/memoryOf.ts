// A run's memory plan on this machine, with smaller ones where it does not fit.

import { peakOf, type MemoryPlan } from '../../domain/memory';
import { StudioError } from '../../errors';
import { checkWeights } from '../../paradigms/checkWeights';
import type { BaseModel } from '../../paradigms/paradigm';
import { fittingWays, memorySettings, roomFor, type Room } from '../../runs/fittingSettings';
import { planMemory, WASM_BYTES } from '../../runs/planMemory';
import type { RunSettings } from '../../settings/runSettings';
import { workerErrors } from '../../strings/errors/worker';
import { fixed } from '../../strings/format';
import type { StudioDevice } from './studioDevice';

/**
 * Plans a run as it would be made: with modules computed again where it does not fit otherwise.
 * Errors: BadSettings; DeviceLost.
 */
export async function memoryOf(
  { executor: { memory } }: Pick<StudioDevice, 'executor'>,
  model: BaseModel,
  settings: RunSettings,
): Promise<MemoryPlan> {
  const profile = memory?.profile ?? null;
  const whole = planMemory(model, settings, profile);
  const bytes = memory ? await memory.probeMemory(peakOf(whole.parts)) : WASM_BYTES;
  const room: Room = { bytes, profile };
  const recomputed = memory !== null && !roomFor(whole, room);
  const plan = recomputed ? planMemory(model, settings, profile, 0) : whole;
  const fits = roomFor(plan, room);
  const most = profile?.limits.bindingBytes ?? Infinity;
  return {
    ...memorySettings(model, settings),
    parts: plan.parts,
    recomputed: recomputed && fits,
    limitBytes: memory === null ? WASM_BYTES : null,
    fits,
    tooLargeBinding: plan.largestBindingBytes > most ? plan.largestBindingBytes : null,
    ways: fits ? [] : fittingWays(model, settings, room),
  };
}

/**
 * Refuses a base that wasm's address space cannot hold, before a weight is read. Errors:
 * OutOfMemory with the sizes and what can be done.
 */
export function refuseOnWasm(device: StudioDevice, model: BaseModel): void {
  if (device.executor.memory !== null) return;
  const numbers = Object.values(checkWeights(model)).reduce((sum, count) => sum + count, 0);
  // Every number in 32 bits, matrices laid out both ways.
  const bytes = 2 * 4 * numbers;
  if (bytes <= WASM_BYTES) return;
  throw new StudioError(
    'OutOfMemory',
    ...workerErrors.tooLargeForWasm(
      Math.round(numbers / 1e6),
      fixed(bytes / 1e9, 1),
      fixed(WASM_BYTES / 1e9, 1),
      Math.floor(WASM_BYTES / 8e6),
    ),
  );
}
