// The style head of the bundled scorer: a small convolutional net on the pixels the CLIP model is
// given (tools/pretrain/style_net.py). conv_in 3×3 and SiLU; per width a 3×3 convolution of stride
// 2, GroupNorm, SiLU; then mean and largest value over all positions and one linear layer, which
// are float64 on the host. Everything but the weights' shapes is in the file's metadata.

import { StudioError } from '../errors';
import { modelErrors } from '../strings/errors/models';
import { toFloat64, type SafetensorsFile } from '../formats/safetensors';
import { GraphBuilder, type Graph } from '../graph/graph';
import { optimize } from '../graph/passes';
import { applyHead, type LinearHead } from './linearHead';
import { Layers } from './layers';

/** The net's name in the executor's weight sources. */
export const STYLE_NET = 'style_head';

export interface StyleNet {
  /** Names of the styles, in the order of the outputs. */
  readonly names: readonly string[];
  /** Channels after conv_in and after each convolution of stride 2. */
  readonly widths: readonly number[];
  readonly groups: number;
  readonly eps: number;
  /** [styles, 2C] on (means, largest values) of the last C channels. */
  readonly classifier: Pick<LinearHead, 'outputs' | 'width' | 'weight' | 'bias'>;
}

const said = () => modelErrors.styleHead;

/** `what` names the file in errors. */
function refuse(what: string, why: string): never {
  throw new StudioError('BadModel', ...said().refused(what, why));
}

function readNames(file: SafetensorsFile, outputs: number, what: string): string[] {
  let names: unknown;
  try {
    names = JSON.parse(file.metadata['styles'] ?? 'null');
  } catch {
    names = null;
  }
  if (
    !Array.isArray(names) ||
    names.length !== outputs ||
    new Set(names).size !== names.length ||
    !names.every((name) => typeof name === 'string' && name !== '')
  ) {
    refuse(what, said().badNames(outputs, String(file.metadata['styles']).slice(0, 200)));
  }
  return names as string[];
}

/**
 * Reads and checks a style head; the executor takes its other weights from the same file. Errors:
 * BadModel naming the file and what is wrong with it.
 */
export function readStyleNet(file: SafetensorsFile, what: string): StyleNet {
  const known = new Set<string>();
  const tensor = (name: string, wanted: (shape: readonly number[]) => boolean, words: string) => {
    const view = file.tensors.get(name);
    if (!view) refuse(what, modelErrors.head.noTensor(name));
    if (!wanted(view.shape))
      refuse(what, modelErrors.head.otherShape(name, view.shape.join(', '), words));
    known.add(name);
    return view;
  };
  const vector = (name: string, length: number) =>
    tensor(name, (shape) => shape.length === 1 && shape[0] === length, `[${length}]`);
  const convolution = (module: string, channels: number): number => {
    const { shape } = tensor(
      `${module}.weight`,
      ([outputs = 0, inputs, ...kernel]) =>
        outputs >= 1 && inputs === channels && kernel.join() === '3,3',
      `[C, ${channels}, 3, 3]`,
    );
    vector(`${module}.bias`, shape[0]!);
    return shape[0]!;
  };
  const groups = Number(file.metadata['groups']);
  const eps = Number(file.metadata['eps']);
  if (!(Number.isInteger(groups) && groups >= 1) || !(eps > 0))
    refuse(what, said().badNorms(file.metadata['groups'], file.metadata['eps']));
  const widths = [convolution('conv_in', 3)];
  for (let i = 0; file.tensors.has(`convs.${i}.weight`); i++) {
    const width = convolution(`convs.${i}`, widths[i]!);
    if (width % groups !== 0) refuse(what, said().unevenGroups(width, groups));
    for (const part of ['weight', 'bias']) vector(`norms.${i}.${part}`, width);
    widths.push(width);
  }
  const width = 2 * widths.at(-1)!;
  const weight = tensor(
    'classifier.weight',
    (shape) => shape.length === 2 && shape[0]! >= 1 && shape[1] === width,
    said().stylesAndWidth(width),
  );
  const outputs = weight.shape[0]!;
  const bias = vector('classifier.bias', outputs);
  const strange = [...file.tensors.keys()].find((name) => !known.has(name));
  if (strange !== undefined) refuse(what, said().strange(strange));
  return {
    names: readNames(file, outputs, what),
    widths,
    groups,
    eps,
    classifier: { outputs, width, weight: toFloat64(weight), bias: toFloat64(bias) },
  };
}

/** pixels [batch,S,S,3], normalised -> map [batch,h,w,C]. */
export function buildStyleGraph(
  { widths, groups, eps }: StyleNet,
  batch: number,
  size: number,
): Graph {
  const builder = new GraphBuilder();
  const layers = new Layers(builder, { model: STYLE_NET });
  let x = builder.activation(
    layers.conv3x3(builder.input('pixels', [batch, size, size, 3]), 'conv_in', widths[0]!),
    'silu',
  );
  widths.slice(1).forEach((width, i) => {
    x = layers.groupNorm(
      layers.conv(x, `convs.${i}`, width, { kernel: [3, 3], stride: 2, pad: [1, 1, 1, 1] }),
      `norms.${i}`,
      { groups, eps, silu: true },
    );
  });
  builder.output('map', x);
  return optimize(builder.build());
}

/** One image's map [h·w,C] -> logits [styles]. */
export function styleLogits({ classifier }: StyleNet, map: Float32Array): Float64Array {
  const channels = classifier.width / 2;
  const pooled = new Float64Array(classifier.width).fill(-Infinity, channels);
  map.forEach((value, i) => {
    const channel = i % channels;
    pooled[channel]! += value / (map.length / channels);
    pooled[channels + channel] = Math.max(pooled[channels + channel]!, value);
  });
  return applyHead(classifier, pooled);
}
