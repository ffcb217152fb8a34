// Choosing kernels by measuring, on SwiftShader as if it were a GPU: that every candidate is timed
// and the fastest taken, that wrong numbers would be noticed, and that known keys cost nothing.

import { expect, it } from 'vitest';
import { installDawn } from '../../device/dawnNode';
import { pickDevice } from '../../device/pickDevice';
import { GraphBuilder } from '../../graph/graph';
import { PLAIN_GPU_PROFILE } from '../../kernels/deviceProfile';
import { describeOnGpu } from './kernelTest';
import { agree, measureKernels } from './measureKernels';

describeOnGpu('measured kernels', () => {
  it('times every candidate of the heavy operations and takes the fastest', async () => {
    const picked = await pickDevice({ gpu: await installDawn() });
    if ('reason' in picked) throw new Error(picked.reason);
    const b = new GraphBuilder();
    const w = b.weight('m', 'w', 'linear', [64, 32]);
    b.output('y', b.matmul(b.input('x', [16, 64]), w));
    const effort = { budgetMs: 60_000, mostKeys: 10, share: 1 };
    const measure = (known: readonly string[]): ReturnType<typeof measureKernels> =>
      measureKernels(picked, PLAIN_GPU_PROFILE, b.build(), () => 'f16', new Set(known), effort);
    const [product, ...others] = await measure([]);
    expect(others).toEqual([]);
    expect(product?.key).toBe('matmul NN 16×32×64 f16');
    expect(product?.banned).toEqual([]);
    expect(Object.keys(product!.gflops)).toEqual(['registers4', 'shared64']);
    const rates = Object.values(product!.gflops);
    expect(Math.min(...rates)).toBeGreaterThan(0);
    expect(product!.gflops[product!.kernel]).toBe(Math.max(...rates));
    expect(await measure([product!.key])).toEqual([]);
    picked.device.destroy();
  });

  it('tells rounding from wrong numbers', () => {
    const plain = { y: Float32Array.of(1, -100, 3) };
    expect(agree(plain, { y: Float32Array.of(1.001, -100, 3) })).toBe(true);
    expect(agree(plain, { y: Float32Array.of(1.2, -100, 3) })).toBe(false);
    expect(agree(plain, { y: Float32Array.of(1, NaN, 3) })).toBe(false);
  });
});
