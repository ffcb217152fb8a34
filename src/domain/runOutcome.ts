// What a run came to, in few numbers: means over its last steps, and the scores of its samples
// before the first step and after the last, paired by prompt and noise.

import { differenceFromBase, type Rewards } from '../statistics/pairedDifference';
import { mean } from '../statistics/moments';
import type { Preview } from './run';
import { CURVE_KEYS, type CurveKey, type RunCurve } from './runCurve';

/** Scores of the samples at the last step against those at step 0. */
export interface SampleOutcome {
  readonly step: number;
  readonly count: number;
  /** Mean scores, in the reward's unit. */
  readonly before: number;
  readonly after: number;
  /** after − before in standard deviations of the untouched model; NaN bounds with few prompts. */
  readonly gain: { readonly mean: number; readonly lower: number; readonly upper: number };
  /** Mean score of each prompt's samples, [prompts][1], before and after. */
  readonly rewards: { readonly before: Rewards; readonly after: Rewards };
}

export interface RunOutcome {
  readonly runId: string;
  /** Means over the last tenth of the steps; NaN without any. */
  readonly last: Readonly<Record<CurveKey, number>>;
  /** Null without samples of both ends, or where nothing scores them. */
  readonly samples: SampleOutcome | null;
}

/** The last tenth of a column without what is no number; at least one step. */
const tail = (column: ArrayLike<number>): number[] => {
  const finite = Array.from(column).filter(Number.isFinite);
  return finite.slice(-Math.max(1, Math.ceil(finite.length / 10)));
};

/** Mean score of each prompt's images, [prompts][1]: noises of one prompt are not independent. */
export function promptMeans(
  images: readonly { readonly prompt: string; readonly score: number }[],
): number[][] {
  const prompts = [...new Set(images.map(({ prompt }) => prompt))];
  return prompts.map((one) => [
    mean(images.filter(({ prompt }) => prompt === one).map(({ score }) => score)),
  ]);
}

function sampleOutcome(previews: readonly Preview[]): SampleOutcome | null {
  const sorted = [...previews].sort((a, b) => a.step - b.step);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last || first.step !== 0 || last.step === 0) return null;
  const pairs = first.images.flatMap((image, i) => {
    const after = last.images[i];
    return after?.prompt === image.prompt &&
      after.seed === image.seed &&
      Number.isFinite(image.score) &&
      Number.isFinite(after.score)
      ? [{ prompt: image.prompt, before: image.score, after: after.score }]
      : [];
  });
  if (pairs.length === 0) return null;
  const rows = (key: 'before' | 'after'): number[][] =>
    promptMeans(pairs.map((pair) => ({ prompt: pair.prompt, score: pair[key] })));
  const rewards = { before: rows('before'), after: rows('after') };
  const {
    mean: gain,
    lower,
    upper,
  } = differenceFromBase(rewards.before, [{ seed: 0, rewards: rewards.after }]);
  return {
    step: last.step,
    count: pairs.length,
    before: mean(pairs.map(({ before }) => before)),
    after: mean(pairs.map(({ after }) => after)),
    gain: { mean: gain, lower, upper },
    rewards,
  };
}

/** The outcome of a run from its curve and its samples. */
export function runOutcome(
  runId: string,
  curve: RunCurve,
  previews: readonly Preview[],
): RunOutcome {
  return {
    runId,
    last: Object.fromEntries(
      CURVE_KEYS.map((key) => {
        const values = tail(curve.values[key]);
        return [key, values.length === 0 ? Number.NaN : mean(values)];
      }),
    ) as RunOutcome['last'],
    samples: sampleOutcome(previews),
  };
}
