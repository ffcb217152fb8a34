// Recorded outputs of named modules (`act.MODULE`), of any network: it is built once with every
// wanted module's output as an output of the graph. A module that the network does not tap is
// unknown.

import { GraphBuilder } from '../../src/graph/graph';
import { Layers } from '../../src/models/layers';
import { compare, largestError, type Recording } from './recorded';
import { runOnce, type Suite } from './suite';

/**
 * A recorded activation channels-last. Of four axes it is [N,C,H,W], unless the module works on
 * [N,H,W,C] itself, as some norms and
 *  linear layers do, which its shape tells; where both readings fit, the nearer one.
 */
function inOrder(
  io: Recording,
  tensor: string,
  shape: readonly number[],
  values: Float32Array,
): Float32Array {
  const recorded = io.shape(tensor);
  const asItIs = recorded.length === 4 && recorded.every((length, axis) => length === shape[axis]);
  const [n, c, h, w] = recorded;
  const turned =
    recorded.length !== 4 || [n, h, w, c].every((length, axis) => length === shape[axis]);
  if (!asItIs) return io.channelsLast(tensor);
  if (!turned) return io.floats(tensor);
  return [io.channelsLast(tensor), io.floats(tensor)].sort(
    (a, b) => largestError(values, a) - largestError(values, b),
  )[0]!;
}

export interface ActivationCase {
  /** The line's name. */
  readonly name: string;
  readonly io: Recording;
  /** What the recorded tensors' names begin with, up to the module: `case0.act.`. */
  readonly prefix: string;
  /** Which of them belong to this network; default all. */
  readonly only?: (module: string) => boolean;
  /** Name of the model in the graph's weights. */
  readonly model: string;
  /** Declares the inputs and adds the network. */
  readonly build: (builder: GraphBuilder, layers: Layers) => void;
  readonly weights: Parameters<typeof runOnce>[2];
  readonly inputs: Parameters<typeof runOnce>[3];
  readonly floor: number;
}

export async function activationCase(
  suite: Suite,
  { name, io, prefix, only = () => true, model, build, weights, inputs, floor }: ActivationCase,
): Promise<void> {
  const modules = new Map(
    io.names
      .filter((tensor) => tensor.startsWith(prefix))
      .map((tensor) => [tensor.slice(prefix.length), tensor] as const)
      .filter(([module]) => only(module)),
  );
  if (modules.size === 0) return;
  const builder = new GraphBuilder();
  // An input as it comes is no result: it is made one by adding nothing.
  const layers = new Layers(builder, {
    model,
    tap: (module, tensor) => {
      if (modules.has(module))
        builder.output(
          module,
          tensor.source.kind === 'input' ? builder.add(tensor, tensor, 1, 0) : tensor,
        );
    },
  });
  build(builder, layers);
  const graph = builder.build();
  for (const module of modules.keys()) {
    if (module in graph.outputs) continue;
    suite.report.unknown(`${name} activation ${module}`, 'not tapped');
    modules.delete(module);
  }
  if (modules.size === 0) return;
  await suite.run(`${name} (${modules.size} activations)`, false, async (target) => {
    const results = await runOnce(target, graph, weights, inputs);
    return [...modules].map(([module, tensor]) => {
      const recorded = inOrder(io, tensor, graph.outputs[module]!.shape, results[module]!);
      return compare(module, results[module]!, recorded, floor);
    });
  });
}
