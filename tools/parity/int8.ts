// int8 storage of frozen weights, one scale per output row: the integers exactly, the scales, and a
// linear layer and a convolution with their derivatives by the input, from int8 on wgsl and from
// the dequantised numbers elsewhere.

import { memoryWeights } from '../../src/executors/weights/weightSource';
import { quantiseRows } from '../../src/executors/weights/quantise';
import { GraphBuilder, type Graph } from '../../src/graph/graph';
import type { CaseFolder, Json } from './caseFolder';
import { compare, floorOf, toChannelsLast, type Recording } from './recorded';
import { runOnce, type Suite } from './suite';

function layerGraph(io: Recording, name: string, weight: readonly number[]): Graph {
  const b = new GraphBuilder();
  const [out, inner, kh = 1, kw = 1] = weight as [number, number, number?, number?];
  const last = (tensor: string): number[] => {
    const shape = io.shape(`${name}.${tensor}`);
    return shape.length === 4 ? [shape[0]!, shape[2]!, shape[3]!, shape[1]!] : [...shape];
  };
  const x = b.input('in', last('in'));
  const dy = b.input('d_out', last('d_out'));
  const bias = io.has(`${name}.bias`) ? b.weight('int8', 'bias', 'stored', [out]) : null;
  if (weight.length === 2) {
    const w = b.weight('int8', 'weight', 'linear', [inner, out]);
    b.output('out', b.matmul(x, w, { bias }));
    b.output('d_in', b.matmul(dy, w, { transposeB: true }));
    return b.build();
  }
  const w = b.weight('int8', 'weight', 'conv', [kh * kw * inner, out]);
  const pad = [(kh - 1) / 2, (kw - 1) / 2, (kh - 1) / 2, (kw - 1) / 2] as const;
  const geometry = { kernel: [kh, kw] as const, stride: 1, pad };
  b.output('out', b.conv2d(x, w, geometry, { bias }));
  b.output('d_in', b.conv2dInput(dy, w, geometry, [x.shape[1]!, x.shape[2]!]));
  return b.build();
}

export async function int8Cases(suite: Suite, folder: CaseFolder): Promise<void> {
  for (const io of folder.recordings((recording) =>
    recording.names.some((name) => name.endsWith('.quantised') || name.endsWith('.quantized')),
  )) {
    const names = io.names.flatMap((name) => /^(.*)\.weight$/.exec(name)?.[1] ?? []);
    for (const name of names) {
      const label = `${folder.name} ${name}`;
      const shape = io.shape(`${name}.weight`);
      const made = quantiseRows(io.floats(`${name}.weight`), shape[0]!);
      const integers = io.has(`${name}.quantised`) ? `${name}.quantised` : `${name}.quantized`;
      suite.host(`${label} quantised`, () => [
        { ...compare('quantised', made.values, io.integers(integers), 0), tolerance: 0 },
        { ...compare('scale', made.scales, io.floats(`${name}.scale`), 0), tolerance: 0 },
      ]);
      const stored = io.has(`${name}.dequantised`)
        ? io.floats(`${name}.dequantised`)
        : io.floats(`${name}.weight`);
      const graph = layerGraph(io, name, shape);
      const floors = (folder.meta()[name] as Json | undefined)?.['max_abs_f32_vs_f64'];
      const floorFor = (tensor: string): number =>
        (floors as Readonly<Record<string, number>> | undefined)?.[tensor] ??
        floorOf(folder.meta());
      await suite.run(label, false, async (target) => {
        // tfjs stores f32: it is given the numbers that int8 stands for.
        const wgsl = target.executor.name === 'wgsl';
        const data = wgsl ? io.floats(`${name}.weight`) : stored;
        const source = memoryWeights(`${label} ${wgsl ? 'int8' : 'f32'}`, (tensor) =>
          tensor === 'weight'
            ? { dtype: 'F32', shape, data }
            : { dtype: 'F32', shape: [shape[0]!], data: io.floats(`${name}.bias`) },
        );
        const results = await runOnce(
          target,
          graph,
          { int8: source },
          { in: io.channelsLast(`${name}.in`), d_out: io.channelsLast(`${name}.d_out`) },
          {},
          wgsl ? 'int8' : 'file',
        );
        return Object.entries(results).map(([tensor, values]) =>
          compare(
            tensor,
            values,
            toChannelsLast(io.floats(`${name}.${tensor}`), io.shape(`${name}.${tensor}`)),
            floorFor(tensor),
          ),
        );
      });
    }
  }
}
