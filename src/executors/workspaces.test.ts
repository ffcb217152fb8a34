// Two users of one device, each with a state of the same name: on every executor they change their
// own numbers only, a run returns the outputs of that very run however many are asked for at once,
// and what one frees the other keeps.

import { describe, expect, it } from 'vitest';
import { GraphBuilder, type Graph } from '../graph/graph';
import type { Executor } from './executor';
import { ReferenceExecutor } from './reference/referenceExecutor';
import { createTfjsExecutor } from './tfjs/tfjsExecutor';
import { testExecutor } from './wgsl/kernelTest';

/** s ← s + x, in the flat state `policy`; the output `sum` is what it became. */
function accumulate(): Graph {
  const b = new GraphBuilder();
  b.declareState('policy', 4);
  const sum = b.add(b.state('policy', 0, [4]), b.input('x', [4]), 1, 1);
  b.pin(sum, 'policy', 0);
  b.output('sum', sum);
  return b.build();
}
const four = (value: number): Float32Array => new Float32Array(4).fill(value);

const EXECUTORS: Record<string, () => Promise<Executor>> = {
  reference: async () => new ReferenceExecutor(),
  'tfjs-cpu': () => createTfjsExecutor('cpu'),
  'tfjs-wasm': () => createTfjsExecutor('wasm'),
  ...(process.env['PLUMBLINE_NO_GPU'] === '1' ? {} : { wgsl: () => testExecutor() }),
};

describe.each(Object.entries(EXECUTORS))('workspaces on %s', (_, open) => {
  it('keep states of one name apart, also while their runs alternate', async () => {
    const executor = await open();
    const workspaces = [executor.openWorkspace('step'), executor.openWorkspace('wall')];
    workspaces.forEach((workspace, i) => workspace.writeState('policy', 4, four(100 * i)));
    const programs = await Promise.all(
      workspaces.map((workspace) => workspace.compile(accumulate(), { weights: {} })),
    );
    const x = four(0);
    const runs = [];
    for (let k = 1; k <= 5; k++)
      runs.push(...programs.map((program, i) => program.run({ x: x.fill(k + 10 * i) })));
    const sums = (await Promise.all(runs)).map(({ sum }) => sum![3]);
    const wanted = [0, 0, 0, 0, 0].flatMap((_, k) => {
      const steps = ((k + 1) * (k + 2)) / 2;
      return [steps, 100 + steps + 10 * (k + 1)];
    });
    expect(sums).toEqual(wanted);
    expect(await workspaces[0]!.readState('policy')).toEqual(four(15));

    // A state written between two runs that are both asked for at once.
    const [first] = programs;
    const before = first!.run({ x: four(1) });
    workspaces[0]!.writeState('policy', 4, four(1000));
    const after = first!.run({ x: four(1) });
    const read = workspaces[0]!.readState('policy');
    expect([(await before)['sum']![0], (await after)['sum']![0]]).toEqual([16, 1001]);
    expect(await read).toEqual(four(1001));

    workspaces[0]!.dispose();
    expect((await programs[1]!.run({ x: four(0) }))['sum']).toEqual(four(165));
    await expect(async () => workspaces[0]!.readState('policy')).rejects.toThrow('policy');
    workspaces[1]!.dispose();
    executor.dispose();
  });

  it('read back what is named, and nothing for an empty list', async () => {
    const executor = await open();
    const workspace = executor.openWorkspace('scoring');
    const program = await workspace.compile(accumulate(), { weights: {} });
    expect(await program.run({ x: four(2) }, {}, [])).toEqual({});
    expect(await program.run({}, {}, ['sum'])).toEqual({ sum: four(4) });
    await expect(async () => program.run({}, {}, ['mean'])).rejects.toThrow('mean');
    workspace.dispose();
    executor.dispose();
  });
});
