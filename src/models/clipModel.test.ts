// The whole CLIPModel against recorded states on the float64 executor: image encoder, pooled row,
// projections at unit length, logits.

import { describe, expect, it } from 'vitest';
import { memoryWeights } from '../executors/weights/weightSource';
import { interpret, readWeights } from '../executors/reference/interpret';
import { parseClipConfig } from '../formats/clipConfig';
import { GraphBuilder } from '../graph/graph';
import { logitScaleOf } from '../rewards/clip/clipCheckpoint';
import {
  casesOf,
  largestError,
  readJson,
  RecordedTensors,
  tolerance,
} from '../../test-support/goldenStates';
import { CLIP_MODEL, clipImageProjection, clipTextProjection, unitLength } from './clipModel';
import { poolingMatrix } from './clipTextModel';
import { Layers } from './layers';

const cases = casesOf('clip').filter(
  (name) =>
    readJson<{ architectures: string[] }>(`clip/${name}/config.json`).architectures[0] ===
    'CLIPModel',
);

it('there are recorded cases', () => expect(cases.length).toBeGreaterThan(0));

describe.each(cases)('%s', (name) => {
  const config = parseClipConfig(readJson(`clip/${name}/config.json`));
  const meta = readJson<Record<string, number>>(`clip/${name}/meta.json`);
  const io = new RecordedTensors(`clip/${name}/io.safetensors`);
  const weights = new RecordedTensors(`clip/${name}/model.safetensors`).weights();

  it('image encoder, embeddings and logits', async () => {
    const logitScale = await logitScaleOf(weights);
    const [n, tokens] = io.shape('input_ids') as [number, number];
    const [images, channels, height, width] = io.shape('pixel_values') as [
      number,
      number,
      number,
      number,
    ];
    const ids = io.integers('input_ids');
    const b = new GraphBuilder();
    const layers = new Layers(b, { model: CLIP_MODEL });
    const vision = clipImageProjection(
      layers,
      config,
      b.input('pixels', [images, height, width, channels]),
    );
    const text = clipTextProjection(layers, config, {
      ids: b.input('ids', [n, tokens], 'i32'),
      pooling: b.input('pooling', [n, n * tokens]),
    });
    const valuesOf = interpret(b.build(), {
      inputs: {
        ids,
        pooling: poolingMatrix(ids, tokens, config.text.eos_token_id),
        pixels: io.channelsLast('pixel_values'),
      },
      weight: await readWeights(b.build(), { [CLIP_MODEL]: weights }),
    });
    const unitRows = (values: Float64Array): Float32Array[] =>
      Array.from({ length: values.length / config.projection_dim }, (_, i) =>
        unitLength(values.subarray(i * config.projection_dim, (i + 1) * config.projection_dim)),
      );
    const [embeds, texts] = [unitRows(valuesOf(vision.projected)), unitRows(valuesOf(text))];
    const made: Record<string, ArrayLike<number>> = {
      vision_last_hidden_state: valuesOf(vision.lastHiddenState),
      vision_pooler_output: valuesOf(vision.pooled),
      image_embeds: embeds.flatMap((row) => [...row]),
      text_embeds: texts.flatMap((row) => [...row]),
      logits_per_image: embeds.flatMap((row) =>
        texts.map(
          (column) => logitScale * row.reduce((sum, value, d) => sum + value * column[d]!, 0),
        ),
      ),
    };
    for (const [tensor, values] of Object.entries(made))
      expect(largestError(values, io.floats(tensor)), tensor).toBeLessThan(
        tolerance(io.floats(tensor), meta['f32_vs_f64_logits']!),
      );
  });
});

describe('what a broken model gives', () => {
  it('an embedding of no length, and a logit_scale of many numbers, are refused', async () => {
    expect(() => unitLength([0, 0])).toThrow('embedding of length 0');
    expect(() => unitLength([1, Number.NaN])).toThrow('embedding of length NaN');
    const two = memoryWeights('x', () => ({
      dtype: 'F32',
      shape: [2],
      data: Float32Array.of(1, 2),
    }));
    await expect(logitScaleOf(two)).rejects.toThrow('holds 2 numbers');
  });
  it('an image of another size is refused', () => {
    const b = new GraphBuilder();
    expect(() =>
      clipImageProjection(
        new Layers(b, { model: CLIP_MODEL }),
        parseClipConfig({}),
        b.input('pixels', [1, 8, 8, 3]),
      ),
    ).toThrow('takes 224×224');
  });
});
