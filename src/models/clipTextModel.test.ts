// The text encoder against recorded transformers hidden states, pooled rows and projections, on the
// float64 executor.

import { describe, expect, it } from 'vitest';
import { interpret, readWeights } from '../executors/reference/interpret';
import { parseClipTextConfig } from '../formats/modelConfig';
import { GraphBuilder } from '../graph/graph';
import {
  casesOf,
  largestError,
  readJson,
  RecordedTensors,
  tolerance,
} from '../../test-support/goldenStates';
import { clipTextModel, pooledPosition, poolingMatrix } from './clipTextModel';
import { Layers } from './layers';

describe.each(casesOf('clip').filter((name) => name.startsWith('text')))('%s', (name) => {
  const folder = `clip/${name}`;
  const config = parseClipTextConfig(readJson(`${folder}/config.json`));
  const meta = readJson<Record<string, number>>(`${folder}/meta.json`);
  const io = new RecordedTensors(`${folder}/io.safetensors`);
  const weights = new RecordedTensors(`${folder}/model.safetensors`);

  it('hidden states, last hidden state, pooled row and projection', async () => {
    const [n, tokens] = io.shape('input_ids') as [number, number];
    const ids = io.integers('input_ids');
    const b = new GraphBuilder();
    const inputs = {
      ids: b.input('ids', [n, tokens], 'i32'),
      pooling: b.input('pooling', [n, n * tokens]),
    };
    const projection = weights.names.includes('text_projection.weight');
    const out = clipTextModel(new Layers(b, { model: 'text_encoder' }), config, inputs, {
      projection,
    });
    const valuesOf = interpret(b.build(), {
      inputs: { ids, pooling: poolingMatrix(ids, tokens, config.eos_token_id) },
      weight: await readWeights(b.build(), { text_encoder: weights.weights() }),
    });
    const compare = (values: Float64Array, recorded: string, floor: number): void => {
      expect(largestError(values, io.floats(recorded)), recorded).toBeLessThan(
        tolerance(io.floats(recorded), floor),
      );
    };
    out.hiddenStates.forEach((tensor, i) =>
      compare(valuesOf(tensor), `hidden_states.${i}`, meta['f32_vs_f64_last']!),
    );
    expect(io.names).toContain(`hidden_states.${out.hiddenStates.length - 1}`);
    compare(valuesOf(out.lastHiddenState), 'last_hidden_state', meta['f32_vs_f64_last']!);
    if (io.names.includes('pooler_output'))
      compare(valuesOf(out.pooled!), 'pooler_output', meta['f32_vs_f64_pooler_output']!);
    if (projection)
      compare(valuesOf(out.projected!), 'text_embeds', meta['f32_vs_f64_text_embeds']!);
    else expect(out.projected).toBeNull();
  });
});

describe('pooled position', () => {
  it('is the first largest id when eos_token_id is 2, else the first eos, else 0', () => {
    expect(pooledPosition([5, 9, 3, 9], 2)).toBe(1);
    expect(pooledPosition([5, 900, 7, 7], 7)).toBe(2);
    expect(pooledPosition([5, 9, 3], 7)).toBe(0);
  });
});
