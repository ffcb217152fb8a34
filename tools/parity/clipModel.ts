// CLIPModel whole: the image preprocessing on the host (bytes -> pixel_values), then image encoder,
// pooled row, both projections at unit length and the logits of images against texts, from the
// recorded pixel_values. A case of the clip kind is of this sort or a text encoder alone
// (clipText.ts): its config says which.

import { existsSync } from 'node:fs';
import {
  parseClipConfig,
  parseClipImageProcessorConfig,
  type ClipConfig,
} from '../../src/formats/clipConfig';
import { GraphBuilder, type Graph } from '../../src/graph/graph';
import {
  CLIP_MODEL,
  clipImageProjection,
  clipTextProjection,
  unitLength,
} from '../../src/models/clipModel';
import { poolingMatrix } from '../../src/models/clipTextModel';
import { Layers } from '../../src/models/layers';
import { clipPixels } from '../../src/rewards/clip/clipImageProcessor';
import { logitScaleOf } from '../../src/rewards/clip/clipCheckpoint';
import { openWeights, type CaseFolder } from './caseFolder';
import { CLIP_TEXT_TENSOR, clipTextCases } from './clipText';
import { compare, floorOf, type Recording } from './recorded';
import { styleHeadCase } from './styleHead';
import { relaxed, runOnce, type Suite } from './suite';

const INPUTS = ['input_ids', 'pixel_values', 'image_u8_hwc'];
const PROCESSOR = 'preprocessor_config.json';

/** Cases of the kind `clip`. */
export async function clipCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const json = folder.config(CLIP_TEXT_TENSOR);
  const architecture = Array.isArray(json['architectures']) ? String(json['architectures'][0]) : '';
  const whole =
    architecture === 'CLIPModel' || (architecture === '' && json['model_type'] === 'clip');
  return whole ? clipModelCases(suite, folder) : clipTextCases(suite, folder);
}

function clipGraph(config: ClipConfig, io: Recording): Graph {
  const builder = new GraphBuilder();
  const layers = new Layers(builder, { model: CLIP_MODEL });
  if (io.has('pixel_values')) {
    const [n, channels, height, width] = io.shape('pixel_values') as [
      number,
      number,
      number,
      number,
    ];
    const made = clipImageProjection(
      layers,
      config,
      builder.input('pixels', [n, height, width, channels]),
    );
    builder.output('vision_last_hidden_state', made.lastHiddenState);
    builder.output('vision_pooler_output', made.pooled);
    builder.output('image', made.projected);
  }
  if (io.has('input_ids')) {
    const [n, tokens] = io.shape('input_ids') as [number, number];
    const inputs = {
      ids: builder.input('ids', [n, tokens], 'i32'),
      pooling: builder.input('pooling', [n, n * tokens]),
    };
    builder.output('text', clipTextProjection(layers, config, inputs));
  }
  return builder.build();
}

/** Rows of `width` numbers at unit length. */
function unitRows(values: Float32Array, width: number): Float32Array[] {
  return Array.from({ length: values.length / width }, (_, i) =>
    unitLength(values.subarray(i * width, (i + 1) * width)),
  );
}

/** What transformers makes of the projections, by its names. */
function outputsOf(
  results: Record<string, Float32Array>,
  width: number,
  scale: number,
): Record<string, Float32Array> {
  const { image, text, ...rest } = results;
  const images = image ? unitRows(image, width) : [];
  const texts = text ? unitRows(text, width) : [];
  const logits = (rows: Float32Array[], columns: Float32Array[]): Float32Array =>
    Float32Array.from(
      rows.flatMap((row) =>
        columns.map((column) => scale * row.reduce((sum, value, d) => sum + value * column[d]!, 0)),
      ),
    );
  const joined = (rows: Float32Array[]): Float32Array =>
    Float32Array.from(rows.flatMap((row) => [...row]));
  return {
    ...rest,
    image_embeds: joined(images),
    text_embeds: joined(texts),
    logits_per_image: logits(images, texts),
    logits_per_text: logits(texts, images),
  };
}

function preprocessingCase(suite: Suite, folder: CaseFolder, io: Recording): void {
  if (!existsSync(folder.at(PROCESSOR))) {
    suite.report.unknown(`${folder.name} image_u8_hwc`, `no ${PROCESSOR}`);
    return;
  }
  const processor = suite.prepare(`${folder.name} preprocessing`, () =>
    parseClipImageProcessorConfig(folder.json(PROCESSOR)),
  );
  if (processor === null) return;
  suite.host(`${folder.name} preprocessing`, () => {
    const [n, height, width] = io.shape('image_u8_hwc') as [number, number, number];
    const bytes = io.integers('image_u8_hwc');
    const made = Array.from(
      { length: n },
      (_, i) =>
        clipPixels(processor, {
          width,
          height,
          rgb: bytes.subarray(i * height * width * 3, (i + 1) * height * width * 3),
        }).pixels,
    );
    return [
      compare(
        'pixel_values',
        Float32Array.from(made.flatMap((pixels) => [...pixels])),
        io.channelsLast('pixel_values'),
        0,
      ),
    ];
  });
}

async function clipModelCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const config = suite.prepare(folder.name, () => parseClipConfig(folder.config(CLIP_TEXT_TENSOR)));
  const path = suite.prepare(folder.name, () => folder.weightFile(CLIP_TEXT_TENSOR));
  if (config === null || path === null) return;
  const source = openWeights(path);
  const meta = folder.meta();
  for (const io of folder.recordings(
    (recording) => recording.path !== path && INPUTS.some((name) => recording.has(name)),
  )) {
    if (io.has('image_u8_hwc') && io.has('pixel_values')) preprocessingCase(suite, folder, io);
    const graph = suite.prepare(folder.name, () => clipGraph(config, io));
    if (graph === null) continue;
    const ids = io.has('input_ids') ? io.integers('input_ids') : null;
    const inputs = {
      ...(io.has('pixel_values') ? { pixels: io.channelsLast('pixel_values') } : {}),
      ...(ids
        ? { ids, pooling: poolingMatrix(ids, io.shape('input_ids')[1]!, config.text.eos_token_id) }
        : {}),
    };
    const known = new Set([
      ...INPUTS,
      'vision_last_hidden_state',
      'vision_pooler_output',
      'image_embeds',
      'text_embeds',
      'logits_per_image',
      'logits_per_text',
      'style_logits',
    ]);
    for (const tensor of io.names)
      if (!known.has(tensor)) suite.report.unknown(`${folder.name} ${tensor}`);
    if (io.has('style_logits') && io.has('pixel_values'))
      await styleHeadCase(suite, folder.name, path, io);
    await suite.run(folder.name, source.wide, async (target) => {
      const results = outputsOf(
        await runOnce(target, graph, { [CLIP_MODEL]: source }, inputs),
        config.projection_dim,
        await logitScaleOf(source),
      );
      return Object.entries(results)
        .filter(([tensor]) => io.has(tensor))
        .map(([tensor, values]) => {
          const recorded = io.floats(tensor);
          return relaxed(
            compare(
              tensor,
              values,
              recorded,
              floorOf(meta, tensor, tensor.startsWith('logits') ? 'logits' : 'last'),
            ),
            recorded,
            target,
          );
        });
    });
  }
}
