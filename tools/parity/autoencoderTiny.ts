// AutoencoderTiny: the decoded image of recorded latents. The clamp before and the scaling after
// are the host's, as in the studio.

import { parseAutoencoderTinyConfig } from '../../src/formats/modelConfig';
import { clampLatent } from '../../src/models/autoencoderTiny';
import { buildTinyDecodeGraph } from '../../src/paradigms/diffusion/graphs';
import { openWeights, type CaseFolder, type Json } from './caseFolder';
import { compare, floorOf } from './recorded';
import { relaxed, runOnce, type Suite } from './suite';

const TINY_TENSOR = 'decoder.layers.0.weight';

export async function tinyCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const config = suite.prepare(folder.name, () =>
    parseAutoencoderTinyConfig(folder.config(TINY_TENSOR)),
  );
  const path = suite.prepare(folder.name, () => folder.weightFile(TINY_TENSOR));
  if (config === null || path === null) return;
  const source = openWeights(path);
  const metas = (folder.meta()['cases'] ?? []) as Json[];
  for (const io of folder.recordings((recording) => recording.path !== path)) {
    const cases = io.names.flatMap((name) => /^(.*)\.latent_in$/.exec(name)?.[1] ?? []);
    for (const [index, name] of cases.entries())
      await suite.run(`${folder.name} ${name} decode`, source.wide, async (target) => {
        const [n, , h, w] = io.shape(`${name}.latent_in`) as [number, number, number, number];
        const latents = io.channelsLast(`${name}.latent_in`).map(clampLatent);
        const graph = buildTinyDecodeGraph(config, n, [h, w]);
        const { images } = await runOnce(target, graph, { taesd: source }, { latents });
        const recorded = io.channelsLast(`${name}.decoded`);
        const decoded = images!.map((value) => 2 * value - 1);
        const floor = floorOf(metas[index], 'decoded');
        return [relaxed(compare('decoded', decoded, recorded, floor), recorded, target)];
      });
  }
}
