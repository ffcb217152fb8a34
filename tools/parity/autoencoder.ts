// AutoencoderKL: mean, clamped log-variance, standard deviation, KL and the sample with recorded
// noise from the encoder's moments; the decoded image; recorded activations of both halves. The
// graph gives moments and images; the rest is the arithmetic of diffusers'
// DiagonalGaussianDistribution on the host, in float32 as the product draws latents.

import { GraphBuilder, type Graph } from '../../src/graph/graph';
import { parseAutoencoderKLConfig, type AutoencoderKLConfig } from '../../src/formats/modelConfig';
import { decode, encode } from '../../src/models/autoencoderKl';
import { Layers } from '../../src/models/layers';
import { openWeights, type CaseFolder, type Json } from './caseFolder';
import { compare, floorOf, type Recording } from './recorded';
import type { Comparison } from './report';
import { relaxed, runOnce, type Suite } from './suite';

const VAE_TENSOR = 'decoder.conv_in.weight';

/** encoder or decoder on a recorded tensor's size, with the modules to be recorded as outputs. */
function halfGraph(
  config: AutoencoderKLConfig,
  which: 'encode' | 'decode',
  shape: readonly number[],
  modules: ReadonlySet<string>,
): Graph {
  const [n, c, h, w] = shape as [number, number, number, number];
  const builder = new GraphBuilder();
  const options = { model: 'vae' } as const;
  const layers = new Layers(
    builder,
    modules.size > 0
      ? {
          ...options,
          tap: (module, tensor) => {
            if (modules.has(module)) builder.output(module, tensor);
          },
        }
      : options,
  );
  const x = builder.input('x', [n, h, w, c]);
  builder.output(
    'result',
    which === 'encode' ? encode(layers, config, x) : decode(layers, config, x),
  );
  return builder.build();
}

/** What diffusers makes of the moments [N,h,w,2C]. */
function gaussian(
  moments: Float32Array,
  channels: number,
  samples: number,
  noise: Float32Array | null,
): Record<string, Float32Array> {
  const count = moments.length / 2;
  const [mean, logvar, std, drawn] = Array.from({ length: 4 }, () => new Float32Array(count)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const kl = new Float32Array(samples);
  for (let i = 0; i < count; i++) {
    const at = Math.floor(i / channels) * 2 * channels + (i % channels);
    mean[i] = moments[at]!;
    logvar[i] = Math.min(20, Math.max(-30, moments[at + channels]!));
    std[i] = Math.exp(0.5 * logvar[i]!);
    drawn[i] = mean[i]! + std[i]! * (noise?.[i] ?? 0);
    kl[Math.floor(i / (count / samples))]! +=
      0.5 * (mean[i]! ** 2 + Math.exp(logvar[i]!) - 1 - logvar[i]!);
  }
  return {
    mean,
    logvar_clamped: logvar,
    std,
    kl,
    ...(noise ? { sample_mean_plus_std_noise: drawn } : {}),
  };
}

export async function autoencoderCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const config = suite.prepare(folder.name, () =>
    parseAutoencoderKLConfig(folder.config(VAE_TENSOR)),
  );
  const path = suite.prepare(folder.name, () => folder.weightFile(VAE_TENSOR));
  if (config === null || path === null) return;
  const source = openWeights(path);
  const weights = { vae: source };
  const metas = (folder.meta()['cases'] ?? []) as Json[];
  for (const io of folder.recordings((recording) => recording.path !== path)) {
    const cases = [
      ...new Set(io.names.flatMap((name) => /^(.*?)\.(?:image|latent_in)$/.exec(name)?.[1] ?? [])),
    ];
    if (cases.length === 0)
      suite.report.unknown(
        `${folder.name} ${io.path.slice(folder.path.length + 1)}`,
        `${io.names.length} tensors`,
      );
    for (const [index, name] of cases.entries()) {
      const meta =
        metas.find((entry) => entry['case'] === name || `case${String(entry['case'])}` === name) ??
        metas[index];
      const one = { suite, folder, io, name, config, weights, wide: source.wide, meta };
      if (io.has(`${name}.image`)) await encoderCase(one);
      if (io.has(`${name}.latent_in`)) await decoderCase(one);
      const known = [
        `${name}.act.decoder`,
        `${name}.act.encoder`,
        `${name}.act.quant_conv`,
        `${name}.act.post_quant_conv`,
      ];
      const strange = io.names.filter(
        (tensor) =>
          tensor.startsWith(`${name}.act.`) && !known.some((start) => tensor.startsWith(start)),
      );
      for (const tensor of strange) suite.report.unknown(`${folder.name} ${tensor}`);
    }
  }
}

interface OneCase {
  readonly suite: Suite;
  readonly folder: CaseFolder;
  readonly io: Recording;
  readonly name: string;
  readonly config: AutoencoderKLConfig;
  readonly weights: Parameters<typeof runOnce>[2];
  readonly wide: boolean;
  readonly meta: Json | undefined;
}

/** Module names recorded for one half of the network. */
function activationsOf({ io, name }: OneCase, starts: readonly string[]): Map<string, string> {
  const prefix = `${name}.act.`;
  const found = io.names.filter((tensor) =>
    starts.some((start) => tensor.startsWith(prefix + start)),
  );
  return new Map(found.map((tensor) => [tensor.slice(prefix.length), tensor]));
}

async function activations(
  one: OneCase,
  which: 'encode' | 'decode',
  input: string,
  starts: readonly string[],
  floor: number,
): Promise<void> {
  const { suite, folder, io, name, config, weights } = one;
  const modules = activationsOf(one, starts);
  if (modules.size === 0) return;
  const graph = halfGraph(config, which, io.shape(input), new Set(modules.keys()));
  await suite.run(
    `${folder.name} ${name} ${which} (${modules.size} activations)`,
    false,
    async (target) => {
      const results = await runOnce(target, graph, weights, { x: io.channelsLast(input) });
      return [...modules].map(([module, tensor]) => {
        const values = results[module];
        if (!values) throw new Error(`module ${module} is not tapped`);
        return compare(module, values, io.channelsLast(tensor), floor);
      });
    },
  );
}

async function encoderCase(one: OneCase): Promise<void> {
  const { suite, folder, io, name, config, weights, wide, meta } = one;
  const image = `${name}.image`;
  const graph = suite.prepare(`${folder.name} ${name} encode`, () =>
    halfGraph(config, 'encode', io.shape(image), new Set()),
  );
  if (graph === null) return;
  const noise = io.has(`${name}.noise`) ? io.channelsLast(`${name}.noise`) : null;
  await suite.run(`${folder.name} ${name} encode`, wide, async (target) => {
    const { result } = await runOnce(target, graph, weights, { x: io.channelsLast(image) });
    const made = gaussian(result!, config.latent_channels, io.shape(image)[0]!, noise);
    return Object.entries(made)
      .filter(([tensor]) => io.has(`${name}.${tensor}`))
      .map(([tensor, values]): Comparison => {
        const recorded = io.channelsLast(`${name}.${tensor}`);
        return relaxed(
          compare(
            tensor,
            values,
            recorded,
            floorOf(meta, tensor.includes('logvar') ? 'logvar' : 'mean'),
          ),
          recorded,
          target,
        );
      });
  });
  await activations(one, 'encode', image, ['encoder', 'quant_conv'], floorOf(meta, 'mean'));
}

async function decoderCase(one: OneCase): Promise<void> {
  const { suite, folder, io, name, config, weights, wide, meta } = one;
  const latents = `${name}.latent_in`;
  const graph = suite.prepare(`${folder.name} ${name} decode`, () =>
    halfGraph(config, 'decode', io.shape(latents), new Set()),
  );
  if (graph === null) return;
  if (io.has(`${name}.decoded`)) {
    await suite.run(`${folder.name} ${name} decode`, wide, async (target) => {
      const { result } = await runOnce(target, graph, weights, { x: io.channelsLast(latents) });
      const recorded = io.channelsLast(`${name}.decoded`);
      return [
        relaxed(compare('decoded', result!, recorded, floorOf(meta, 'decoded')), recorded, target),
      ];
    });
  }
  await activations(
    one,
    'decode',
    latents,
    ['decoder', 'post_quant_conv'],
    floorOf(meta, 'decoded'),
  );
}
