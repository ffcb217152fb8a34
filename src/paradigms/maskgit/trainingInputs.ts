// What step k of a MaskGIT run is fed, as a pure function of (settings, seed, k): which tokens are
// masked (schedules/amused.ts), which captions dropped. Policy and reference share the mask. All
// random numbers are counter-based (Philox).

import type { InputData } from '../../executors/executor';
import { STREAMS, uniforms } from '../../random/philox';
import { maskedTokens, trainingMask } from '../../schedules/amused';
import type {
  ImageTokens,
  TextConditioning,
  TrainingInputSettings,
  TrainingRow,
} from '../paradigm';
import type { MaskgitBase } from './base';
import { textInputs } from './textInputs';

/** Inputs of maskgitErrors (errors.ts) at step `step`. Arrays are [batch, …]. */
export function maskgitInputs(
  model: MaskgitBase,
  settings: TrainingInputSettings,
  empty: TextConditioning,
  rows: readonly TrainingRow[],
  step: number,
): InputData {
  const { seed, captionDropout, maskedReduction } = settings;
  const batch = rows.length;
  const length = model.latentSize[0] * model.latentSize[1];
  const tokens = new Int32Array(batch * length);
  const mask = new Float32Array(batch * length);
  const texts = rows.map((row, item) => {
    tokens.set((row.encoded as ImageTokens).tokens, item * length);
    const at = { step, item: row.noiseOf ?? item };
    const random = uniforms(seed, { stream: STREAMS.mask, ...at }, length + 1);
    const { timestepOf = at.item } = row;
    const time =
      timestepOf === at.item
        ? random[length]!
        : uniforms(seed, { stream: STREAMS.mask, step, item: timestepOf }, length + 1)[length]!;
    mask.set(trainingMask(time, random.subarray(0, length)), item * length);
    const dropped =
      !row.keepsText &&
      uniforms(seed, { stream: STREAMS.captionDropout, ...at }, 1)[0]! < captionDropout;
    return dropped ? empty : row.text;
  });
  const ids = maskedTokens(tokens, mask, model.scheduler.mask_token_id);
  const masked = rows.map((_, item) =>
    mask.subarray(item * length, (item + 1) * length).reduce((sum, one) => sum + one, 0),
  );
  const all = masked.reduce((sum, count) => sum + count, 0);
  const k = Float32Array.from(masked, (count) =>
    maskedReduction === 'batch' ? (count * batch) / all : maskedReduction === 'sum' ? count : 1,
  );
  return { ids, tokens, mask, k, ...textInputs(model, texts) };
}
