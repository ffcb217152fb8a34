// What a run can be set to where a device has not enough memory for it: smaller settings are
// planned as the run's own are, and those that fit are named, before Train and in the error of a
// step that was refused. Nothing is changed by itself but what changes no number (recompute.ts).

import type { ImageSize } from '../domain/imageSize';
import { peakOf, type MemorySettings, type MemoryWay } from '../domain/memory';
import { StudioError } from '../errors';
import type { Executor } from '../executors/executor';
import type { DeviceProfile } from '../kernels/deviceProfile';
import { paradigmOf } from '../paradigms/list';
import type { BaseModel } from '../paradigms/paradigm';
import { partsOf } from '../settings/parts';
import type { RunSettings } from '../settings/runSettings';
import { strings } from '../strings';
import { planMemory, type PlannedMemory } from './planMemory';

/** What a device has to give; `profile` null: wasm. */
export interface Room {
  readonly bytes: number;
  readonly profile: DeviceProfile | null;
}

/** What of a run on a base decides its memory. Errors: BadSettings, of partsOf. */
export function memorySettings(model: BaseModel, { training }: RunSettings): MemorySettings {
  const [height, width] = model.imageSize;
  return {
    resolution: [height, width],
    microBatch: training.batchSize / partsOf(training),
    weightStorage: training.weightStorage,
  };
}

/** The size as it is, then three quarters and half of its edges where they can be. */
function sizesFrom([height, width]: ImageSize, step: number): (readonly [number, number])[] {
  return [1, 0.75, 0.5].flatMap((factor) => {
    const cells = (edge: number): number => Math.max(1, Math.round((edge * factor) / step)) * step;
    const size = [cells(height), cells(width)] as const;
    if (factor === 1) return [[height, width] as const];
    return size[0] < height && size[1] < width ? [size] : [];
  });
}

/** The names of the settings in which two differ. */
const changed = (from: MemorySettings, to: MemorySettings): string[] => [
  ...(from.weightStorage === to.weightStorage ? [] : ['weights']),
  ...(from.microBatch === to.microBatch ? [] : ['batch']),
  ...(from.resolution[0] === to.resolution[0] ? [] : ['resolution']),
];

/**
 * Settings that need less than `own`, those with the fewest changes first, then the largest. wasm
 * keeps weights in one way only.
 */
export function smallerSettings(
  own: MemorySettings,
  { batchSize, sizeStep, wasm }: Readonly<{ batchSize: number; sizeStep: number; wasm: boolean }>,
): MemorySettings[] {
  const { microBatch, weightStorage } = own;
  const half = Array.from({ length: microBatch >> 1 }, (_, i) => (microBatch >> 1) - i).find(
    (size) => batchSize % size === 0,
  );
  const batches = [...new Set([microBatch, half ?? 1, 1])];
  const storages = wasm ? [weightStorage] : [...new Set([weightStorage, 'int8' as const])];
  return sizesFrom(own.resolution, sizeStep)
    .flatMap((resolution) =>
      batches.flatMap((batch) =>
        storages.map((storage) => ({ resolution, microBatch: batch, weightStorage: storage })),
      ),
    )
    .filter((sizes) => changed(own, sizes).length > 0)
    .sort((a, b) => changed(own, a).length - changed(own, b).length);
}

/** Plans a run with other sizes, with as little memory as can be. Errors: BadSettings. */
function planWith(
  model: BaseModel,
  settings: RunSettings,
  { resolution, microBatch, weightStorage }: MemorySettings,
  profile: DeviceProfile | null,
): PlannedMemory {
  return planMemory(
    paradigmOf(model).atSize(model, resolution),
    { ...settings, training: { ...settings.training, microBatch, weightStorage } },
    profile,
    0,
  );
}

/** Whether a device has room for a plan. */
export const roomFor = ({ parts, largestBindingBytes }: PlannedMemory, room: Room): boolean =>
  peakOf(parts) <= room.bytes &&
  largestBindingBytes <= (room.profile?.limits.bindingBytes ?? Infinity);

/**
 * Smaller settings that fit, at most four; none that changes more than another that fits. Cost: a
 * plan each, about a second for Stable Diffusion 1.5. Errors: BadSettings.
 */
export function fittingWays(model: BaseModel, settings: RunSettings, room: Room): MemoryWay[] {
  const own = memorySettings(model, settings);
  const candidates = smallerSettings(own, {
    batchSize: settings.training.batchSize,
    sizeStep: model.sizeStep,
    wasm: room.profile === null,
  });
  const least = candidates.at(-1);
  if (!least || !roomFor(planWith(model, settings, least, room.profile), room)) return [];
  const ways: MemoryWay[] = [];
  for (const sizes of candidates) {
    if (ways.length === 4) break;
    const changes = changed(own, sizes);
    if (ways.some((way) => changed(own, way).every((name) => changes.includes(name)))) continue;
    const plan = planWith(model, settings, sizes, room.profile);
    if (roomFor(plan, room)) ways.push({ ...sizes, bytes: peakOf(plan.parts) });
  }
  return ways;
}

/**
 * The error of a step that an executor could not be given room for, with the settings that fit.
 * Errors: those of the device while it is asked what it can give.
 */
export async function withFittingSettings(
  error: StudioError,
  executor: Executor,
  model: BaseModel,
  settings: RunSettings,
): Promise<StudioError> {
  const { memory: gpu } = executor;
  const text = strings.memoryText;
  if (!gpu) return error;
  const { profile } = gpu;
  const needed = peakOf(planWith(model, settings, memorySettings(model, settings), profile).parts);
  const given = await gpu.probeMemory(needed);
  const ways = fittingWays(model, settings, { bytes: given, profile });
  return new StudioError(
    'OutOfMemory',
    [error.message, text.planned(needed), ...(given < needed ? [text.given(given)] : [])].join(' '),
    ways.length > 0 ? text.fits(ways.map(text.way)) : text.nothingFits,
  );
}
