// GEGLU and its derivative against float64. erf and exp are good to a few units in the last place
// of numbers up to about 20: atol 5e-6, rtol 3e-6.

import { it } from 'vitest';
import { compareWithReference, describeOnGpu, randomInput } from '../../executors/wgsl/kernelTest';

describeOnGpu('geglu', () => {
  it.each([
    [[1], 1],
    [[3, 5], 3],
    [[2, 17], 8],
    [[77], 64],
  ] as const)('rows %j of width %i', async (rows, width) => {
    const x = [...rows, 2 * width];
    const y = [...rows, width];
    await compareWithReference({
      op: { kind: 'geglu' },
      inputs: [randomInput(x, 1, 'input', 2)],
      outputShapes: [y],
      atol: 5e-6,
      rtol: 3e-6,
    });
    await compareWithReference({
      op: { kind: 'gegluInput' },
      inputs: [randomInput(y, 2), randomInput(x, 3, 'input', 2)],
      outputShapes: [x],
      atol: 5e-6,
      rtol: 3e-6,
    });
  });
});
