// The masked-token schedule of aMUSEd on the host (Chang et al. 2022, "MaskGIT", section 3.2;
// diffusers 0.27 scheduling_amused.py): a sampler step from logits to tokens, the draws it needs,
// and the random masks of training. One sample of L tokens at a time. Numbers that decide how many
// tokens stay masked are rounded to float32 where torch rounds them: cos(π/3)·16 is 7 there, not 8.

import type { AmusedSchedulerConfig } from '../formats/modelConfig';

const { fround } = Math;
/** Confidence of a token that is known already: log of the largest float32. */
const CERTAIN = fround(Math.log(3.4028234663852886e38));
/** Below this torch clamps probabilities and uniforms before it takes logarithms. */
const TINY = 1e-20;

/** log Σ exp of one row of logits. */
function logSumExp(logits: Float32Array, start: number, width: number): number {
  let largest = -Infinity;
  for (let v = 0; v < width; v++) largest = Math.max(largest, logits[start + v]!);
  let sum = 0;
  for (let v = 0; v < width; v++) sum += Math.exp(logits[start + v]! - largest);
  return largest + Math.log(sum);
}

/**
 * One token a row of logits [L,V], with the probabilities softmax(logits), from one uniform in
 * (0,1) each: the first token at
 *  which the running sum of probabilities reaches the uniform.
 */
export function drawTokens(logits: Float32Array, uniforms: ArrayLike<number>): Int32Array {
  const count = uniforms.length;
  const width = logits.length / count;
  return Int32Array.from({ length: count }, (_, row) => {
    const start = row * width;
    const lse = logSumExp(logits, start, width);
    let sum = 0;
    let last = 0;
    for (let v = 0; v < width; v++) {
      const p = Math.exp(logits[start + v]! - lse);
      if (p === 0) continue;
      sum += p;
      last = v;
      if (sum >= uniforms[row]!) break;
    }
    return last;
  });
}

/** Standard Gumbel noise −log(−log u), one number a uniform. */
export function gumbelNoise(uniforms: ArrayLike<number>): Float32Array {
  return Float32Array.from(
    uniforms,
    (u) => -Math.log(Math.max(-Math.log(Math.max(u, TINY)), TINY)),
  );
}

export interface AmusedStep {
  /** Guided logits [L,V] of this sample. */
  readonly logits: Float32Array;
  /** Tokens drawn from them [L] (drawTokens); those at known positions are not used. */
  readonly drawn: Int32Array;
  /** Gumbel noise [L]; null at timestep 0, which draws none. */
  readonly gumbel: Float32Array | null;
  readonly timestep: number;
  /** Tokens so far [L], the unknown ones being the mask token. */
  readonly sample: Int32Array;
}

export class AmusedScheduler {
  /** steps − 1 … 0. */
  readonly timesteps: readonly number[];
  /** Temperature of the Gumbel noise at each step, evenly from the first number to the second. */
  readonly temperatures: Float32Array;

  /**
   * `temperature`: first and last, or the first alone (the last is then 0.01, as diffusers has it).
   */
  constructor(
    private readonly config: AmusedSchedulerConfig,
    private readonly steps: number,
    temperature: number | readonly [number, number] = [2, 0],
  ) {
    if (!Number.isInteger(steps) || steps < 1) throw new Error(`${steps} sampler steps`);
    const [first, last] = typeof temperature === 'number' ? [temperature, 0.01] : temperature;
    this.timesteps = Array.from({ length: steps }, (_, i) => steps - 1 - i);
    this.temperatures = Float32Array.from({ length: steps }, (_, i) =>
      steps === 1 ? first : first + ((last - first) * i) / (steps - 1),
    );
  }

  /** Share of the tokens that is masked after `done` of the steps: 1 at first, 0 at the end. */
  maskedShare(done: number): number {
    const share = fround(done / this.steps);
    return this.config.masking_schedule === 'cosine'
      ? fround(Math.cos(fround(share * fround(Math.PI)) / 2))
      : fround(1 - share);
  }

  /**
   * How many of `length` tokens stay masked after the step at `timestep` that began with `unknown`
   * masked ones: at least 1, at most
   *  unknown − 1 (MaskGIT eq. 3; cosine: length·cos(π/2·share of steps done)).
   */
  maskLength(timestep: number, length: number, unknown: number): number {
    const ratio = this.maskedShare(this.steps - timestep);
    return Math.max(1, Math.min(unknown - 1, Math.floor(fround(length * ratio))));
  }

  /**
   * One step: unknown tokens are drawn, and the least confident of them (log p +
   * temperature·Gumbel) masked again; at timestep 0 all are
   *  kept. Returns the tokens after the step and all tokens as drawn. Errors: throws when noise is
   *  missing before timestep 0.
   */
  step({ logits, drawn, gumbel, timestep, sample }: AmusedStep): {
    sample: Int32Array;
    original: Int32Array;
  } {
    const { mask_token_id: maskToken } = this.config;
    const length = sample.length;
    const width = logits.length / length;
    const original = sample.map((token, i) => (token === maskToken ? drawn[i]! : token));
    if (timestep === 0) return { sample: original.slice(), original };
    if (!gumbel)
      throw new Error(`the step at timestep ${timestep} draws Gumbel noise, and none was given`);
    const temperature = this.temperatures[this.steps - 1 - timestep]!;
    let unknown = 0;
    const confidence = Float32Array.from(sample, (token, i) => {
      const noise = fround(temperature * gumbel[i]!);
      if (token !== maskToken) return CERTAIN + noise;
      unknown++;
      const p = fround(
        Math.exp(logits[i * width + original[i]!]! - logSumExp(logits, i * width, width)),
      );
      return fround(Math.log(Math.max(p, TINY))) + noise;
    });
    const cutOff = confidence.toSorted()[this.maskLength(timestep, length, unknown)] ?? -Infinity;
    return {
      sample: original.map((token, i) => (confidence[i]! < cutOff ? maskToken : token)),
      original,
    };
  }
}

/**
 * The mask of a training sample [L], 1 = masked: round(L·cos(π/2·time)) tokens, at least one, those
 * with the smallest of the
 *  uniforms [L] (train_amused.py; docs/losses.md 1.17). `time` is uniform in [0,1).
 */
export function trainingMask(time: number, uniforms: ArrayLike<number>): Float32Array {
  const length = uniforms.length;
  const count = Math.max(1, Math.round(length * Math.cos((time * Math.PI) / 2)));
  const order = Array.from({ length }, (_, i) => i).sort(
    (a, b) => uniforms[a]! - uniforms[b]! || a - b,
  );
  const mask = new Float32Array(length);
  for (const position of order.slice(0, count)) mask[position] = 1;
  return mask;
}

/** The tokens with the masked ones replaced by the mask token: what the transformer is shown. */
export function maskedTokens(
  tokens: Int32Array,
  mask: ArrayLike<number>,
  maskToken: number,
): Int32Array {
  return tokens.map((token, i) => (mask[i] === 0 ? token : maskToken));
}
