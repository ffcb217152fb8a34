// The executor a headless run works on: a real WebGPU adapter through Dawn where there is one, else
// wasm. The same rule as the page.

import { StudioError } from '../../../src/errors';
import { installDawn } from '../../../src/device/dawnNode';
import { pickDevice } from '../../../src/device/pickDevice';
import type { Executor } from '../../../src/executors/executor';
import { createTfjsExecutor } from '../../../src/executors/tfjs/tfjsExecutor';
import { WgslExecutor } from '../../../src/executors/wgsl/wgslExecutor';

/**
 * Picks an executor; `wanted` null decides by what is here. Errors: Unsupported when a named one is
 * missing.
 */
export async function pickExecutor(
  wanted: string | null,
): Promise<{ executor: Executor; reason: string }> {
  if (wanted === 'tfjs-wasm' || wanted === 'tfjs-cpu')
    return {
      executor: await createTfjsExecutor(wanted === 'tfjs-wasm' ? 'wasm' : 'cpu'),
      reason: 'asked for',
    };
  if (wanted !== null && wanted !== 'wgsl')
    throw new StudioError(
      'Unsupported',
      `There is no executor “${wanted}”.`,
      'Use wgsl, tfjs-wasm or tfjs-cpu.',
    );
  let missing: string;
  try {
    const picked = await pickDevice({
      gpu: await installDawn(),
      onUncapturedError: (message) => console.error(`GPU error: ${message}`),
    });
    if ('device' in picked) {
      if (wanted === 'wgsl' || !picked.isFallback)
        return {
          executor: new WgslExecutor(picked),
          reason: wanted === 'wgsl' ? 'asked for' : 'a WebGPU adapter is here',
        };
      missing = `the only adapter is software (${picked.description})`;
      picked.device.destroy();
    } else missing = picked.reason;
  } catch (error) {
    missing = error instanceof Error ? error.message : String(error);
  }
  if (wanted === 'wgsl')
    throw new StudioError(
      'Unsupported',
      `No WebGPU adapter: ${missing}`,
      'Install the npm package `webgpu` and a Vulkan driver, or leave --executor out.',
    );
  return { executor: await createTfjsExecutor('wasm'), reason: `no GPU: ${missing}` };
}
