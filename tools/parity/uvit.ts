// UVit2DModel: recorded logits and activations; the mean masked log-probabilities of recorded
// tokens, their derivative by the logits and the cross-entropy over all masked tokens, taken
// through the graph's own masked-token operations.

import { GraphBuilder, type Graph } from '../../src/graph/graph';
import { optimize } from '../../src/graph/passes';
import { parseUVit2DConfig, type UVit2DConfig } from '../../src/formats/modelConfig';
import { Layers, type AdapterBinding } from '../../src/models/layers';
import { microConditioning, uvit2d, uvitInputs, type UVitSize } from '../../src/models/uvit2d';
import { buildTokenLogitsGraph } from '../../src/paradigms/maskgit/graphs';
import { activationCase } from './activations';
import { openWeights, type CaseFolder } from './caseFolder';
import { compare, floorOf, numberOf, type Recording } from './recorded';
import type { Comparison } from './report';
import { HALF_TOLERANCE, relaxed, runOnce, type Suite } from './suite';
import { metaOf } from './unet';

/** A tensor every UVit has: tells its weight file from others. */
export const UVIT_TENSOR = 'mlm_layer.conv2.weight';

/**
 * Allowed error of a UVit with weights kept as f16, relative to the largest recorded value: twice a
 * UNet's, since the rounding also
 *  enters by the scales and shifts of every layer.
 */
export const UVIT_HALF_TOLERANCE = 2 * HALF_TOLERANCE;

/** Rows of a recorded [N,…] tensor. */
export function rowsOf(data: ArrayLike<number>, count: number): number[][] {
  const all = Array.from(data);
  return Array.from({ length: count }, (_, i) =>
    all.slice((i * all.length) / count, ((i + 1) * all.length) / count),
  );
}

/** Size and inputs of a recorded case; tensors' names begin with `prefix`. */
export function uvitCase(
  config: UVit2DConfig,
  io: Recording,
  prefix: string,
): { size: UVitSize; inputs: Record<string, Float32Array | Int32Array> } {
  const [batch, height, width] = io.shape(`${prefix}input_ids`) as [number, number, number];
  return {
    size: { batch, height, width, contextTokens: io.shape(`${prefix}encoder_hidden_states`)[1]! },
    inputs: {
      ids: io.integers(`${prefix}input_ids`),
      encoderHiddenStates: io.floats(`${prefix}encoder_hidden_states`),
      conditioning: microConditioning(
        config,
        rowsOf(io.floats(`${prefix}pooled_text_emb`), batch),
        rowsOf(io.floats(`${prefix}micro_conds`), batch),
      ),
    },
  };
}

/**
 * Inputs of `maskedGraph`'s objective: tokens, mask and k of a case. `k` is 1, or makes errors'
 * mean the mean over all masked tokens.
 */
export function maskedInputs(
  io: Recording,
  prefix: string,
): { tokens: Int32Array; mask: Float32Array; ones: Float32Array; shares: Float32Array } {
  const batch = io.shape(`${prefix}tokens`)[0]!;
  const mask = Float32Array.from(io.integers(`${prefix}mask`), (value) => (value === 0 ? 0 : 1));
  const counts = rowsOf(mask, batch).map((row) => row.reduce((sum, one) => sum + one, 0));
  const all = counts.reduce((sum, count) => sum + count, 0);
  return {
    tokens: io.integers(`${prefix}tokens`),
    mask,
    ones: new Float32Array(batch).fill(1),
    shares: Float32Array.from(counts, (count) => (count * batch) / all),
  };
}

/** terms [N,6] whose last column is dL/dm of L = Σ log-probabilities, m = −log-probability. */
export function sumOfLogProbabilities(batch: number): Float32Array {
  return Float32Array.from({ length: batch * 6 }, (_, i) => (i % 6 === 5 ? -1 : 0));
}

/**
 * The network with the objective's operations on its logits. Outputs: logits, errors [N,3],
 * derivative (of what `terms` say, by the logits).
 */
function maskedGraph(config: UVit2DConfig, size: UVitSize, adapters: AdapterBinding | null): Graph {
  const b = new GraphBuilder();
  const logits = uvit2d(
    new Layers(b, { model: 'transformer', adapters }),
    config,
    uvitInputs(b, config, size),
  );
  const shape = [size.batch, size.height, size.width];
  const [tokens, mask, k] = [
    b.input('tokens', shape, 'i32'),
    b.input('mask', shape),
    b.input('k', [size.batch]),
  ];
  const { errors, lse } = b.maskedLogProb(logits, null, tokens, mask, k);
  b.output('errors', errors);
  b.output(
    'derivative',
    b.maskedLogProbInput(logits, tokens, mask, k, b.input('terms', [size.batch, 6]), lse),
  );
  return optimize(b.build());
}

/** Column 0 of errors [N,3], negated: log-probabilities. */
export function logProbabilities(errors: Float32Array): Float32Array {
  return Float32Array.from({ length: errors.length / 3 }, (_, i) => -errors[3 * i]!);
}

export async function uvitCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const config = suite.prepare(folder.name, () => parseUVit2DConfig(folder.config(UVIT_TENSOR)));
  const path = suite.prepare(folder.name, () => folder.weightFile(UVIT_TENSOR));
  if (config === null || path === null) return;
  const source = openWeights(path);
  const weights = { transformer: source };
  for (const io of folder.recordings((recording) => recording.path !== path)) {
    const prefixes = io.names.flatMap((name) => /^((?:.*\.)?)input_ids$/.exec(name)?.[1] ?? []);
    if (prefixes.length === 0)
      suite.report.unknown(
        `${folder.name} ${io.path.slice(folder.path.length + 1)}`,
        `${io.names.length} tensors`,
      );
    for (const prefix of prefixes) {
      const label = `${folder.name} ${prefix.replace(/\.$/, '')}`.trim();
      const found = suite.prepare(label, () => uvitCase(config, io, prefix));
      if (found === null) continue;
      const { size, inputs } = found;
      const meta = metaOf(folder.meta(), prefix.replace(/\.$/, '')) ?? folder.meta();
      const floor = floorOf(meta, 'logits');
      const has = (tensor: string): boolean => io.has(prefix + tensor);
      if (has('logits')) {
        const graph = suite.prepare(label, () =>
          buildTokenLogitsGraph({ uvit: config, ...size, adapters: null }),
        );
        if (graph === null) continue;
        await suite.run(label, source.wide, async (target) => {
          const recorded = io.channelsLast(`${prefix}logits`);
          const { prediction } = await runOnce(target, graph, weights, inputs);
          return [
            relaxed(
              compare('logits', prediction!, recorded, floor),
              recorded,
              target,
              UVIT_HALF_TOLERANCE,
            ),
          ];
        });
      }
      await activationCase(suite, {
        name: label,
        io,
        prefix: `${prefix}act.`,
        model: 'transformer',
        weights,
        inputs,
        floor,
        build: (builder, layers) => uvit2d(layers, config, uvitInputs(builder, config, size)),
      });
      const derivative = io.names.find(
        (name) => name.startsWith(prefix) && /^d_sum_.*_d_logits$/.test(name.slice(prefix.length)),
      );
      if (!has('tokens') || !has('mask')) continue;
      const graph = maskedGraph(config, size, null);
      await suite.run(`${label} masked tokens`, source.wide, async (target) => {
        const { tokens, mask, ones, shares } = maskedInputs(io, prefix);
        const terms = sumOfLogProbabilities(size.batch);
        const results = await runOnce(target, graph, weights, {
          ...inputs,
          tokens,
          mask,
          k: ones,
          terms,
        });
        const out: Comparison[] = [];
        const add = (what: string, values: ArrayLike<number>, recorded: Float32Array): void => {
          out.push(
            relaxed(compare(what, values, recorded, floor), recorded, target, UVIT_HALF_TOLERANCE),
          );
        };
        if (has('mean_masked_logprob'))
          add(
            'mean_masked_logprob',
            logProbabilities(results['errors']!),
            io.floats(`${prefix}mean_masked_logprob`),
          );
        if (derivative !== undefined)
          add(derivative, results['derivative']!, io.channelsLast(derivative));
        const crossEntropy = meta['cross_entropy_masked_mean_f64'];
        if (crossEntropy !== undefined) {
          const { errors } = await runOnce(target, graph, weights, {
            ...inputs,
            tokens,
            mask,
            k: shares,
            terms,
          });
          add(
            'cross-entropy',
            [-logProbabilities(errors!).reduce((sum, value) => sum + value, 0) / size.batch],
            Float32Array.of(numberOf(crossEntropy)),
          );
        }
        return out;
      });
    }
  }
}
