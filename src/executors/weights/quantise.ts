// int8 storage of a frozen matrix or filter: one f32 scale per output row, symmetric, round half to
// even (as torch.quantize_per_channel). A row's error is at most half of max|row|/127.

/** Quantised values in the file's order, and a scale for each of the output rows. */
export interface QuantisedRows {
  readonly values: Int8Array;
  readonly scales: Float32Array;
}

function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  const over = value - down;
  if (over !== 0.5) return over < 0.5 ? down : down + 1;
  return down % 2 === 0 ? down : down + 1;
}

/** `data` [rows, …] as int8: scale = max|row| / 127 (1 for a row of zeros), value = w / scale. */
export function quantiseRows(data: Float32Array, rows: number): QuantisedRows {
  const length = data.length / rows;
  const values = new Int8Array(data.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * length;
    let largest = 0;
    for (let i = start; i < start + length; i++) largest = Math.max(largest, Math.abs(data[i]!));
    const scale = largest === 0 ? 1 : Math.fround(largest / 127);
    scales[row] = scale;
    for (let i = start; i < start + length; i++) {
      const value = roundHalfEven(Math.fround(data[i]! / scale));
      values[i] = Math.min(127, Math.max(-127, value));
    }
  }
  return { values, scales };
}
