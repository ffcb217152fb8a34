// What the WGSL executor promises beyond single kernels: views, pins, shared states, kept inputs,
// ordered runs, f16 storage, folded grids, and errors that say what happened. Runs on Dawn
// (SwiftShader where there is no GPU).

import { expect, it } from 'vitest';
import { GraphBuilder, type Graph } from '../../graph/graph';
import type { Lowering } from '../../kernels/kernel';
import { memoryWeights, type StoredTensor, type WeightSource } from '../weights/weightSource';
import { describeOnGpu, expectClose, randomNumbers, testExecutor } from './kernelTest';
import { WgslExecutor } from './wgslExecutor';

const noWeights = { weights: {} };

function source(id: string, tensors: Record<string, StoredTensor>): WeightSource {
  return memoryWeights(id, (name) => tensors[name]);
}

/** y = x·2 + 1·x, through a chain long enough to reuse slots. */
function chain(length: number): Graph {
  const builder = new GraphBuilder();
  const x = builder.input('x', [2, 6]);
  let y = builder.add(x, x, 1, 1);
  for (let i = 0; i < length; i++)
    y = builder.add(y, builder.reshape(builder.reshape(x, [12]), [2, 6]), 1, 1);
  builder.output('y', builder.reshape(y, [12]));
  return builder.build();
}

describeOnGpu('the WGSL executor', () => {
  it('folds views, reuses slots, keeps inputs and reads what is named', async () => {
    const executor = await testExecutor();
    const program = await executor.compile(chain(5), noWeights);
    const x = randomNumbers(12, 1);
    expect(program.dispatches).toBe(6);
    expect(program.activationBytes).toBe(2 * 48);
    expectClose(
      (await program.run({ x }, {}, ['y']))['y']!,
      x.map((v) => 7 * v),
      1e-6,
      1e-6,
      'y',
    );
    expectClose(
      (await program.run({}))['y']!,
      x.map((v) => 7 * v),
      1e-6,
      1e-6,
      'y again',
    );
    program.dispose();
    await expect(program.run({ x })).rejects.toThrow('disposed');
  });

  it('runs, reads and writes states in the order of the calls, without waiting', async () => {
    const executor = await testExecutor();
    const builder = new GraphBuilder();
    builder.declareState('s', 4);
    const sum = builder.add(builder.state('s', 0, [4]), builder.input('x', [4]));
    builder.output('sum', sum);
    const program = await executor.compile(builder.build(), noWeights);
    const x = new Float32Array(4);
    const reads: Promise<Record<string, Float32Array>>[] = [];
    for (let i = 0; i < 8; i++) {
      executor.writeState('s', 4, new Float32Array(4).fill(10 * i));
      reads.push(program.run({ x: x.fill(i) }));
    }
    const results = await Promise.all(reads);
    expect(results.map((result) => result['sum']![3])).toEqual([0, 11, 22, 33, 44, 55, 66, 77]);
    program.dispose();
    executor.dropState('s');
  });

  it('writes pinned results into flat states, also where the node reads that state', async () => {
    const executor = await testExecutor();
    const builder = new GraphBuilder();
    builder.declareState('flat', 192);
    const x = builder.input('x', [5]);
    const doubled = builder.add(x, x, 1, 1);
    builder.pin(doubled, 'flat', 64);
    // Reads the slice written just before and lands in the same state.
    const tripled = builder.add(builder.state('flat', 64, [5]), x, 1, 1);
    builder.pin(tripled, 'flat', 128);
    builder.output('tripled', tripled);
    const program = await executor.compile(builder.build(), noWeights);
    const outputs = await program.run({ x: Float32Array.of(1, 2, 3, 4, 5) });
    const flat = await executor.readState('flat');
    expect([...flat.subarray(64, 70)]).toEqual([2, 4, 6, 8, 10, 0]);
    expect([...flat.subarray(128, 134)]).toEqual([3, 6, 9, 12, 15, 0]);
    expect([...outputs['tripled']!]).toEqual([3, 6, 9, 12, 15]);
    program.dispose();
    executor.dropState('flat');
  });

  it('shares states between programs and follows a state to its new buffer', async () => {
    const executor = await testExecutor();
    const build = (): Graph => {
      const builder = new GraphBuilder();
      builder.declareState('shared', 64);
      builder.output(
        'y',
        builder.add(builder.state('shared', 0, [4]), builder.state('shared', 0, [4]), 1, 1),
      );
      return builder.build();
    };
    const first = await executor.compile(build(), noWeights);
    const second = await executor.compile(build(), noWeights);
    executor.writeState('shared', 64, new Float32Array(64).fill(3));
    for (const program of [first, second]) {
      expect((await program.run({}))['y']![0]).toBe(6);
    }
    executor.dropState('shared');
    await expect(first.run({})).rejects.toThrow('dropped');
    executor.writeState('shared', 64, new Float32Array(64).fill(4));
    expect((await first.run({}))['y']![0]).toBe(8);
    executor.writeState('shared', 128);
    await expect(first.run({})).rejects.toThrow('128');
    await expect(executor.compile(build(), noWeights)).rejects.toMatchObject({
      kind: 'BadSettings',
    });
    first.dispose();
    second.dispose();
    executor.dropState('shared');
  });

  it('keeps weights as f16 when asked, in the layout the graph names, uploaded once', async () => {
    const executor = await testExecutor();
    const builder = new GraphBuilder();
    const x = builder.input('x', [1, 4]);
    const w = builder.weight('m', 'w', 'linear', [4, 8]);
    builder.output('y', builder.matmul(x, w, { bias: builder.weight('m', 'b', 'stored', [8]) }));
    const tensors: Record<string, StoredTensor> = {
      w: { dtype: 'F32', shape: [8, 4], data: randomNumbers(32, 3) },
      b: { dtype: 'F16', shape: [8], data: new Uint16Array(8).fill(0x3c00) },
    };
    const data = tensors['w']!.data as Float32Array;
    const wanted = Array.from(
      { length: 8 },
      (_, column) => 1 + [1, 2, 3, 4].reduce((sum, v, k) => sum + v * data[column * 4 + k]!, 0),
    );
    for (const weightStorage of ['file', 'f16'] as const) {
      const program = await executor.compile(builder.build(), {
        weights: { m: source('content', tensors) },
        weightStorage,
      });
      // f16 keeps 11 bits of each weight: 10·3·2⁻¹¹ at most.
      expectClose(
        (await program.run({ x: Float32Array.of(1, 2, 3, 4) }))['y']!,
        wanted,
        weightStorage === 'f16' ? 1.5e-2 : 1e-5,
        0,
        weightStorage,
      );
      program.dispose();
    }
    await expect(executor.compile(builder.build(), noWeights)).rejects.toMatchObject({
      kind: 'BadModel',
    });
    const wrong = {
      weights: {
        m: source('other', {
          ...tensors,
          w: { dtype: 'F32', shape: [2, 4], data: new Float32Array(8) },
        }),
      },
    };
    await expect(executor.compile(builder.build(), wrong)).rejects.toMatchObject({
      kind: 'BadModel',
    });
  });

  it('folds grids above 65,535 workgroups', async () => {
    const executor = await testExecutor();
    const size = 65_536 * 64 + 1;
    const builder = new GraphBuilder();
    const x = builder.input('x', [size]);
    builder.output('y', builder.add(x, x, 1, 1));
    const program = await executor.compile(builder.build(), noWeights);
    const y = (await program.run({ x: Float32Array.from({ length: size }, (_, i) => i) }))['y']!;
    expect([y[0], y[65_535 * 64], y[size - 1]]).toEqual([0, 65_535 * 128, (size - 1) * 2]);
    program.dispose();
  });

  it('says which inputs are wrong or missing', async () => {
    const executor = await testExecutor();
    const program = await executor.compile(chain(1), noWeights);
    await expect(program.run({})).rejects.toThrow('never given: x');
    await expect(program.run({ z: new Float32Array(1) })).rejects.toThrow('no input is called z');
    await expect(program.run({ x: new Float32Array(3) })).rejects.toThrow('3 numbers');
    await expect(program.run({ x: new Int32Array(12) })).rejects.toThrow('f32');
    await expect(program.run({}, {}, ['nothing'])).rejects.toThrow('no output is called nothing');
    program.dispose();
  });

  it('refuses work after dispose, and the next test gets a new device', async () => {
    const executor = await testExecutor('tuned');
    executor.dispose();
    await expect(executor.compile(chain(1), noWeights)).rejects.toThrow('disposed');
    expect((await testExecutor('tuned')).disposed).toBe(false);
  });

  it('reports a lost device as such', async () => {
    const executor = await testExecutor('tuned');
    const lost = new WgslExecutor({
      device: executor.device,
      adapterInfo: {} as GPUAdapterInfo,
      isFallback: true,
      description: 'test',
      lost: Promise.resolve('the driver was reset'),
    });
    expect(await lost.lost).toBe('the driver was reset');
    await expect(lost.compile(chain(1), noWeights)).rejects.toMatchObject({ kind: 'DeviceLost' });
  });

  it('turns a kernel that does not compile into an error with its label and line', async () => {
    const executor = await testExecutor();
    const broken: Lowering = (_node, context) => [
      {
        label: 'broken add',
        wgsl: '@compute @workgroup_size(64)\nfn main() { let x: u32 = 1.5; }',
        bindings: [{ buffer: context.output(0), access: 'read_write' }],
        params: [],
        workgroups: 1,
      },
    ];
    const other = new WgslExecutor(
      {
        device: executor.device,
        adapterInfo: {} as GPUAdapterInfo,
        isFallback: true,
        description: 'test',
        lost: new Promise(() => {}),
      },
      { lowerings: { add: broken } },
    );
    await expect(other.compile(chain(1), noWeights)).rejects.toThrow(/"broken add"[^]*line 2/);
  });
});
