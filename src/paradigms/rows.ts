// Rows of batches: prompts as token ids, and items laid end to end in [batch, …] and taken out
// again.

import type { BaseModel, TextConditioning } from './paradigm';

/** Token ids [batch, contextTokens]; rows beyond the prompts hold the empty prompt. */
export function tokenIds(model: BaseModel, prompts: readonly string[], batch: number): Int32Array {
  const tokens = model.contextTokens;
  const ids = new Int32Array(batch * tokens);
  for (let i = 0; i < batch; i++)
    ids.set(model.tokenizer.encodePadded(prompts[i] ?? ''), i * tokens);
  return ids;
}

/** Row `index` of an output [batch, …], copied. */
export function rowOf(values: Float32Array, index: number, batch: number): Float32Array {
  const length = values.length / batch;
  return values.slice(index * length, (index + 1) * length);
}

/** Equally long rows laid end to end in [batch, …]; rows beyond them stay zero. */
export function packRows(rows: readonly ArrayLike<number>[], batch: number): Float32Array {
  const length = rows[0]?.length ?? 0;
  const packed = new Float32Array(batch * length);
  rows.forEach((row, i) => packed.set(row, i * length));
  return packed;
}

/** Conditioning of a guided batch, the unconditional half first; of the texts alone without it. */
export function withUnconditional(
  texts: readonly TextConditioning[],
  unconditional: TextConditioning | null,
): readonly TextConditioning[] {
  return unconditional === null ? texts : [...texts.map(() => unconditional), ...texts];
}
