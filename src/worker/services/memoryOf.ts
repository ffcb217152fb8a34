// A run's memory plan on this machine, with smaller ones where it does not fit.

import type { ImageSize } from '../../domain/imageSize';
import { peakOf, type MemoryPlan, type MemoryWay } from '../../domain/memory';
import { StudioError } from '../../errors';
import { planMemory, smallerSizes, WASM_BYTES } from '../../runs/planMemory';
import { partsOf } from '../../runs/trainStep';
import { paradigmOf } from '../../paradigms/list';
import type { BaseModel } from '../../paradigms/paradigm';
import type { RunSettings } from '../../settings/runSettings';
import { checkWeights } from '../../paradigms/checkWeights';
import type { StudioDevice } from './studioDevice';

/** Of a run that is planned at another size or with fewer samples at a time. */
function planned(
  device: StudioDevice,
  model: BaseModel,
  settings: RunSettings,
  size: ImageSize,
  microBatch: number,
) {
  return planMemory(
    paradigmOf(model).atSize(model, size),
    { ...settings, training: { ...settings.training, microBatch } },
    device.memory?.profile ?? null,
  );
}

/** Errors: BadSettings. */
export async function memoryOf(
  device: StudioDevice,
  model: BaseModel,
  settings: RunSettings,
  sizeStep: number,
): Promise<MemoryPlan> {
  const { memory } = device;
  const microBatch = settings.training.batchSize / partsOf(settings.training);
  const { parts, largestBindingBytes } = planned(
    device,
    model,
    settings,
    model.imageSize,
    microBatch,
  );
  const bytes = peakOf(parts);
  const most = memory?.profile.limits.bindingBytes ?? Infinity;
  const tooLarge = largestBindingBytes > most;
  const fits = memory === null ? bytes <= WASM_BYTES : !tooLarge && (await memory.holds(bytes));
  const ways: MemoryWay[] = [];
  if (!fits) {
    const sizes = [model.imageSize, ...smallerSizes(model.imageSize, sizeStep)];
    for (const [i, size] of sizes.entries()) {
      if (i === 0 && microBatch === 1) continue;
      const way = planned(device, model, settings, size, 1);
      ways.push({
        resolution: i === 0 ? null : size,
        microBatch: 1,
        bytes: peakOf(way.parts),
      });
    }
  }
  return {
    parts,
    resolution: model.imageSize,
    microBatch,
    limitBytes: memory === null ? WASM_BYTES : null,
    fits,
    tooLargeBinding: tooLarge ? largestBindingBytes : null,
    ways,
  };
}

/**
 * Refuses a base that wasm's address space cannot hold, before a weight is read. Errors:
 * OutOfMemory with the sizes and what can be done.
 */
export function refuseOnWasm(device: StudioDevice, model: BaseModel): void {
  if (device.memory !== null) return;
  const numbers = Object.values(checkWeights(model)).reduce((sum, count) => sum + count, 0);
  // Every number in 32 bits, matrices laid out both ways.
  const bytes = 2 * 4 * numbers;
  if (bytes <= WASM_BYTES) return;
  throw new StudioError(
    'OutOfMemory',
    `The model has ${Math.round(numbers / 1e6)} million numbers, which take ` +
      `${(bytes / 1e9).toFixed(1)} GB on the processor (wasm); it can hold ` +
      `${(WASM_BYTES / 1e9).toFixed(1)} GB. Nothing of it was read.`,
    'Use a browser with WebGPU on a machine with a GPU, or a base of at most ' +
      `${Math.floor(WASM_BYTES / 8e6)} million numbers, such as those that come with the studio.`,
  );
}
