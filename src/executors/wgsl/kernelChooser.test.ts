// Choices are measured once per device and kept: the second chooser of a device finds them in the
// store, and a program compiled with them computes the same.

import { expect, it } from 'vitest';
import { installDawn } from '../../device/dawnNode';
import { pickDevice } from '../../device/pickDevice';
import { GraphBuilder } from '../../graph/graph';
import { PLAIN_GPU_PROFILE } from '../../kernels/deviceProfile';
import { kernelVersion } from '../../kernels/kernelVersion';
import { memoryWeights } from '../weights/weightSource';
import { deviceKey, KernelChooser, type ChoiceStore } from './kernelChooser';
import { describeOnGpu, expectClose, randomNumbers } from './kernelTest';
import { WgslExecutor } from './wgslExecutor';

describeOnGpu('kernel chooser', () => {
  it('measures when a graph is compiled, keeps the choices and finds them again', async () => {
    const picked = await pickDevice({ gpu: await installDawn() });
    if ('reason' in picked) throw new Error(picked.reason);
    expect(deviceKey(picked)).toContain(kernelVersion());
    const kept = new Map<string, Readonly<Record<string, string>>>();
    let saves = 0;
    const store: ChoiceStore = {
      load: async (device) => kept.get(device) ?? {},
      save: async (device, choices) => {
        saves++;
        kept.set(device, choices);
      },
    };
    const b = new GraphBuilder();
    b.output('y', b.matmul(b.input('x', [16, 64]), b.weight('m', 'w', 'linear', [64, 32])));
    const graph = b.build();
    const [x, w] = [randomNumbers(16 * 64, 1), randomNumbers(32 * 64, 2)];
    const weights = { m: memoryWeights('m', () => ({ dtype: 'F32', shape: [32, 64], data: w })) };
    const wanted = Array.from({ length: 16 * 32 }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < 64; k++) sum += x[(i >> 5) * 64 + k]! * w[(i % 32) * 64 + k]!;
      return sum;
    });
    for (let session = 0; session < 2; session++) {
      const executor = new WgslExecutor(picked, {
        profile: PLAIN_GPU_PROFILE,
        chooser: new KernelChooser(picked, store, 0),
      });
      const program = await executor.compile(graph, { weights });
      expectClose((await program.run({ x }))['y']!, wanted, 1e-5 + 4e-7 * 64, 1e-6, 'y');
      program.dispose();
    }
    expect(saves).toBe(1);
    // A run that began with another kernel keeps it, and nothing is measured for it.
    const key = 'matmul NN 16×32×64 f32';
    const fresh = new KernelChooser(picked, { load: async () => ({}), save: store.save }, 0);
    const executor = new WgslExecutor(picked, { profile: PLAIN_GPU_PROFILE, chooser: fresh });
    for (const kernel of ['registers4', 'shared64']) {
      const program = await executor.compile(graph, { weights, kernels: { [key]: kernel } });
      expect(program.kernels).toEqual({ [key]: kernel });
      program.dispose();
    }
    expect(saves).toBe(1);
    expect(Object.keys(kept.get(deviceKey(picked))!)).toEqual(['matmul NN 16×32×64 f32']);
    picked.device.destroy();
  });
});
