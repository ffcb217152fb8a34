// The style head of the bundled scorer, a file beside its model.safetensors: the recorded logits
// from the recorded pixel_values.

import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { parseSafetensors } from '../../src/formats/safetensors';
import { buildStyleGraph, readStyleNet, STYLE_NET, styleLogits } from '../../src/models/styleNet';
import { tensorFileWeights } from '../../src/executors/weights/tensorFileWeights';
import { compare, type Recording } from './recorded';
import { relaxed, runOnce, type Suite } from './suite';

const FILE = 'style_head.safetensors';

/**
 * One case: style_logits [N, styles] from pixel_values [N,3,S,S]. `model`: the CLIP model's weight
 * file.
 */
export async function styleHeadCase(
  suite: Suite,
  name: string,
  model: string,
  io: Recording,
): Promise<void> {
  const opened = suite.prepare(`${name} style head`, () => {
    const file = parseSafetensors(new Uint8Array(readFileSync(join(dirname(model), FILE))));
    return { file, net: readStyleNet(file, FILE) };
  });
  if (opened === null) return;
  const { file, net } = opened;
  const [n, , size] = io.shape('pixel_values') as [number, number, number, number];
  await suite.run(
    `${name} style head`,
    [...file.tensors.values()].some(({ dtype }) => dtype !== 'F16'),
    async (target) => {
      const { map } = await runOnce(
        target,
        buildStyleGraph(net, n, size),
        { [STYLE_NET]: tensorFileWeights(`${model}/${FILE}`, file, FILE) },
        { pixels: io.channelsLast('pixel_values') },
      );
      const length = map!.length / n;
      const logits = Array.from({ length: n }, (_, i) => [
        ...styleLogits(net, map!.slice(i * length, (i + 1) * length)),
      ]).flat();
      const recorded = io.floats('style_logits');
      return [
        relaxed(compare('style_logits', Float32Array.from(logits), recorded, 0), recorded, target),
      ];
    },
  );
}
