// Matrix products against float64, over awkward sizes, all operand layouts, f16-stored weights and
// every epilogue. The sum of K products of unit normals rounds to about √K·6e-8·√K at worst: atol
// 1e-5 + 4e-7·K covers it with room.

import { expect, it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  randomInput,
  type TestPlacement,
  type TestVariant,
} from '../../executors/wgsl/kernelTest';
import { slicesOfK, tileBlocks } from '../productTiles';

interface Case {
  m: number;
  n: number;
  k: number;
  ta?: boolean;
  tb?: boolean;
  as?: TestPlacement;
  epilogue?: boolean;
  variant?: TestVariant;
}

async function check({
  m,
  n,
  k,
  ta = false,
  tb = false,
  as = 'input',
  epilogue = false,
  variant = 'portable',
}: Case): Promise<void> {
  await compareWithReference({
    op: { kind: 'matmul', transposeA: ta, transposeB: tb, scale: epilogue ? 0.75 : 1 },
    inputs: [
      randomInput(ta ? [k, m] : [m, k], 1),
      randomInput(tb ? [n, k] : [k, n], 2, as),
      epilogue ? randomInput([n], 3) : null,
      epilogue ? randomInput([m, n], 4) : null,
    ],
    outputShapes: [[m, n]],
    atol: 1e-5 + 4e-7 * k,
    rtol: 1e-6,
    variant,
  });
}

const sizes = [
  [1, 1, 1],
  [3, 5, 17],
  [1, 4, 4],
  [5, 8, 12],
  [17, 64, 20],
  [64, 64, 64],
  [77, 36, 64],
  [130, 100, 100],
  [9, 77, 3],
] as const;

describeOnGpu('matmul', () => {
  it.each(sizes)('NN %i×%i×%i', async (m, n, k) => check({ m, n, k }));
  it.each(sizes)('NN %i×%i×%i, f16 weights, epilogue', async (m, n, k) =>
    check({ m, n, k, as: 'half', epilogue: true }),
  );
  it.each(sizes)('NT %i×%i×%i, epilogue', async (m, n, k) =>
    check({ m, n, k, tb: true, epilogue: true }),
  );
  it.each(sizes)('NT %i×%i×%i, f16 weights', async (m, n, k) =>
    check({ m, n, k, tb: true, as: 'half' }),
  );
  it.each([
    [5, 8, 12],
    [77, 36, 64],
    [130, 100, 100],
    [1, 4, 4],
  ])('NN and NT %i×%i×%i, int8 weights', async (m, n, k) => {
    await check({ m, n, k, as: 'int8', epilogue: true });
    await check({ m, n, k, tb: true, as: 'int8' });
  });
  it('int8 weights as on a real GPU; sizes that are no multiples of four stay wide', async () => {
    await check({ m: 9, n: 8, k: 2048, as: 'int8', epilogue: true, variant: 'tuned' });
    await check({ m: 9, n: 12, k: 516, tb: true, as: 'int8', variant: 'tuned' });
  });
  it.each(sizes)('TN %i×%i×%i', async (m, n, k) => check({ m, n, k, ta: true }));
  it.each([
    [64, 4, 256],
    [64, 4, 257],
    [32, 16, 1000],
    [4, 8, 77],
  ])('TN tall %i×%i×%i', async (m, n, k) => check({ m, n, k, ta: true, epilogue: k === 77 }));
  it('TT 5×7×9', async () => check({ m: 5, n: 7, k: 9, ta: true, tb: true, epilogue: true }));

  it.each([
    [17, 64, 20],
    [64, 16, 640],
    [9, 8, 2048],
  ])('NN %i×%i×%i as on a real GPU: 4×4 tiles, K cut in slices', async (m, n, k) =>
    check({ m, n, k, epilogue: true, as: 'half', variant: 'tuned' }),
  );
  it.each([
    [17, 64, 20],
    [5, 12, 516],
  ])('NT %i×%i×%i as on a real GPU', async (m, n, k) =>
    check({ m, n, k, tb: true, epilogue: true, variant: 'tuned' }),
  );

  const shared = [
    [17, 64, 20],
    [130, 100, 100],
    [64, 16, 640],
  ] as const;
  it.each(shared)('NN %i×%i×%i through workgroup memory', async (m, n, k) => {
    await check({ m, n, k, epilogue: true, as: 'half', variant: 'shared' });
    await check({ m, n, k, as: 'int8', variant: 'sharedShort' });
  });
  it.each(shared)('NT %i×%i×%i through workgroup memory', async (m, n, k) => {
    await check({ m, n, k, tb: true, epilogue: true, as: 'half', variant: 'shared' });
    await check({ m, n, k, tb: true, as: 'int8', variant: 'sharedShort' });
  });

  it('cuts K only for GPUs with few tiles', () => {
    expect(slicesOfK(2048, 16, true)).toBe(1);
    expect(slicesOfK(2048, 16, false)).toBe(8);
    expect(slicesOfK(640, 16, false)).toBe(2);
    expect(slicesOfK(2048, 64, false)).toBe(1);
    expect(tileBlocks(100, 3)).toEqual({ across: 4, blocksAcross: 1, blocks: 7 });
  });
});
