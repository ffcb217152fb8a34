// The kernels that stage f16 weights as f16. SwiftShader has no `shader-f16`, so here they are
// compiled by Dawn's null device, which has every feature and runs nothing, and lowered for a
// device that has it. That they give the numbers of `shared64` follows from what they stage: halves
// that are widened again.

import { create, globals } from 'webgpu';
import { describe, expect, it } from 'vitest';
import { lowerGraph } from '../executors/wgsl/lowerGraph';
import { GraphBuilder, type Graph } from '../graph/graph';
import { PLAIN_GPU_PROFILE } from './deviceProfile';
import { lowerings } from './lowerings';
import { withPrelude } from './prelude/prelude';

Object.assign(globalThis, globals);
/** Stays referenced: when it is collected, its devices die, and the process with them. */
const nullGpu = create(['backend=null']);

/** Both products and both convolutions by one stored weight each. */
function products(): Graph {
  const b = new GraphBuilder();
  const w = b.weight('m', 'w', 'linear', [64, 32]);
  b.output('nn', b.matmul(b.input('x', [16, 64]), w));
  b.output('nt', b.matmul(b.input('dy', [16, 32]), w, { transposeB: true }));
  const filter = b.weight('m', 'filter', 'conv', [9 * 8, 16]);
  const geometry = { kernel: [3, 3], stride: 1, pad: [1, 1, 1, 1] } as const;
  b.output('conv', b.conv2d(b.input('image', [1, 8, 8, 8]), filter, geometry));
  const dy = b.input('dImage', [1, 8, 8, 16]);
  b.output('convInput', b.conv2dInput(dy, filter, geometry, [8, 8]));
  return b.build();
}

/** The WGSL of the products, by the last kernel there is for a device with or without f16. */
function lowered(f16: boolean, storage: 'f16' | 'int8'): { label: string; wgsl: string }[] {
  const { dispatches } = lowerGraph(products(), {
    lowerings,
    profile: { ...PLAIN_GPU_PROFILE, f16 },
    weightStorage: () => storage,
    choices: { get: (_, candidates) => candidates.at(-1) },
  });
  return dispatches
    .map(({ dispatch }) => dispatch)
    .filter(({ label }) => !label.endsWith('sum'))
    .map(({ label, wgsl }) => ({ label, wgsl: withPrelude(wgsl) }));
}

describe('weights staged as f16', () => {
  it('are a choice where device and weights have f16', () => {
    const labels = (f16: boolean, storage: 'f16' | 'int8'): string[] =>
      lowered(f16, storage).map(({ label }) => label);
    const names = ['matmul NN', 'matmul NT', 'conv2d', 'conv2dInput'];
    expect(labels(true, 'f16')).toEqual(names.map((name) => `${name} shared64half`));
    expect(labels(false, 'f16')).toEqual(names.map((name) => `${name} shared64`));
    expect(labels(true, 'int8')).toEqual(names.map((name) => `${name} shared64`));
  });

  it('compile with the feature, and read halves alone from workgroup memory', async () => {
    const adapter = await nullGpu.requestAdapter();
    const device = await adapter!.requestDevice({ requiredFeatures: ['shader-f16'] });
    for (const { label, wgsl } of lowered(true, 'f16')) {
      expect(wgsl, label).toContain('alias Staged = vec4<f16>;');
      device.pushErrorScope('validation');
      const module = device.createShaderModule({ label, code: wgsl });
      await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
      expect(await device.popErrorScope(), label).toBeNull();
      expect((await module.getCompilationInfo()).messages, label).toEqual([]);
    }
    device.destroy();
    expect(nullGpu).toBeDefined();
  });
});
