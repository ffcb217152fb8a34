// One prediction of a denoiser by the plain kernels and by those with workgroup memory, on the same
// inputs and device.

import type { PickedDevice } from '../../src/device/pickDevice';
import { WgslExecutor } from '../../src/executors/wgsl/wgslExecutor';
import {
  PLAIN_GPU_PROFILE,
  SOFTWARE_PROFILE,
  type DeviceProfile,
} from '../../src/kernels/deviceProfile';
import { arithmeticOf } from '../../src/executors/wgsl/estimateFlops';
import { sizeOf } from '../../src/graph/graph';
import type { BaseModel } from '../../src/paradigms/baseModel';
import { paradigmOf } from '../../src/paradigms/list';
import { normals, STREAMS } from '../../src/random/philox';
import type { FullSizeArguments } from './arguments';

/** Largest difference from `plain`, and its largest number. */
function apart(plain: Float32Array, other: Float32Array): { difference: number; largest: number } {
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < plain.length; i++) {
    const d = Math.abs(plain[i]! - other[i]!);
    difference = d <= difference ? difference : Number.isNaN(d) ? Infinity : d;
    largest = Math.max(largest, Math.abs(plain[i]!));
  }
  return { difference, largest };
}

export async function compareForward(
  picked: PickedDevice,
  model: BaseModel,
  { weights, plain: plainAlone }: FullSizeArguments,
): Promise<void> {
  const graph = paradigmOf(model).denoiseGraph(model, 1, null);
  const inputs = Object.fromEntries(
    graph.inputs.map(({ name, shape }, item) => [
      name,
      normals(0, { stream: STREAMS.evaluation, step: 0, item }, sizeOf(shape)),
    ]),
  );
  const gflop = arithmeticOf(graph) / 1e9;
  const predict = async (name: string, profile: DeviceProfile): Promise<Float32Array> => {
    const executor = new WgslExecutor(picked, { profile });
    const program = await executor.compile(graph, {
      weights: model.weights,
      weightStorage: weights,
    });
    const started = performance.now();
    const { prediction } = await program.run(inputs, {}, ['prediction']);
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `${name}: ${seconds.toFixed(1)} s, ${(gflop / seconds).toFixed(2)} GFLOP/s, ` +
        `${program.dispatches} dispatches, ` +
        `${Math.round((executor.weightBytes + program.activationBytes) / 2 ** 20)} MiB`,
    );
    program.dispose();
    executor.freeUnusedWeights();
    return prediction!;
  };
  console.log(`${gflop.toFixed(1)} GFLOP at ${model.imageSize.join('×')} px`);
  const plain = await predict('plain kernels', SOFTWARE_PROFILE);
  if (plainAlone) return;
  const tiled = await predict('workgroup kernels', PLAIN_GPU_PROFILE);
  const { difference, largest } = apart(plain, tiled);
  console.log(
    `largest difference ${difference.toExponential(2)}, largest number ${largest.toFixed(3)}: ` +
      `relative ${(difference / largest).toExponential(2)}`,
  );
}
