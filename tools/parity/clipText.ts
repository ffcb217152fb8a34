// CLIPTextModel, with or without projection: hidden states, the last one after its norm, the pooled
// row and its projection. A CLIPModel (text and image) is in clipModel.ts.

import { GraphBuilder, type Graph } from '../../src/graph/graph';
import { parseClipTextConfig, type ClipTextConfig } from '../../src/formats/modelConfig';
import { clipTextModel, poolingMatrix } from '../../src/models/clipTextModel';
import { Layers } from '../../src/models/layers';
import { openWeights, type CaseFolder } from './caseFolder';
import { compare, floorOf, type Recording } from './recorded';
import { relaxed, runOnce, type Suite } from './suite';

/** A tensor every text encoder has. */
export const CLIP_TEXT_TENSOR = 'text_model.embeddings.token_embedding.weight';

/** Outputs under the names of the recording. */
function textGraph(config: ClipTextConfig, io: Recording, projection: boolean): Graph {
  const [n, tokens] = io.shape('input_ids') as [number, number];
  const builder = new GraphBuilder();
  const layers = new Layers(builder, { model: 'text_encoder' });
  const ids = builder.input('ids', [n, tokens], 'i32');
  const pooled = io.has('pooler_output') || io.has('text_embeds');
  const pooling = pooled ? builder.input('pooling', [n, n * tokens]) : null;
  const made = clipTextModel(layers, config, { ids, pooling }, { projection });
  made.hiddenStates.forEach((state, layer) => builder.output(`hidden_states.${layer}`, state));
  builder.output('last_hidden_state', made.lastHiddenState);
  if (made.pooled) builder.output('pooler_output', made.pooled);
  if (made.projected) builder.output('text_embeds', made.projected);
  return builder.build();
}

export async function clipTextCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const json = folder.config(CLIP_TEXT_TENSOR);
  const architecture =
    (Array.isArray(json['architectures']) ? String(json['architectures'][0]) : '') ||
    String(json['model_type']);
  if (!/^(CLIPTextModel(WithProjection)?|clip_text_model)$/.test(architecture)) {
    suite.report.unknown(folder.name, architecture);
    return;
  }
  const config = suite.prepare(folder.name, () => parseClipTextConfig(json));
  const path = suite.prepare(folder.name, () => folder.weightFile(CLIP_TEXT_TENSOR));
  if (config === null || path === null) return;
  const source = openWeights(path);
  const meta = folder.meta();
  for (const io of folder.recordings(
    (recording) => recording.path !== path && recording.has('input_ids'),
  )) {
    const graph = suite.prepare(folder.name, () => textGraph(config, io, io.has('text_embeds')));
    if (graph === null) continue;
    const ids = io.integers('input_ids');
    const tokens = io.shape('input_ids')[1]!;
    const inputs = {
      ids,
      ...(graph.inputs.some(({ name }) => name === 'pooling')
        ? { pooling: poolingMatrix(ids, tokens, config.eos_token_id) }
        : {}),
    };
    for (const tensor of io.names) {
      if (tensor !== 'input_ids' && !(tensor in graph.outputs))
        suite.report.unknown(`${folder.name} ${tensor}`);
    }
    await suite.run(folder.name, source.wide, async (target) => {
      const results = await runOnce(target, graph, { text_encoder: source }, inputs);
      return Object.entries(results)
        .filter(([tensor]) => io.has(tensor))
        .map(([tensor, values]) => {
          const recorded = io.floats(tensor);
          return relaxed(
            compare(tensor, values, recorded, floorOf(meta, tensor, 'last')),
            recorded,
            target,
          );
        });
    });
  }
}
