// Sinusoidal timestep embedding on the host (diffusers `get_timestep_embedding` as used by
// `Timesteps`), in float64 and rounded to float32 once: it is the only part of the UNet that is not
// in the graph.

/**
 * Embeds timesteps: [N, dim], columns (sin, cos), or (cos, sin) when `flipSinToCos`; frequencies
 * 10000^(−i/(half − freqShift)).
 *  An odd `dim` ends with a zero column.
 */
export function timestepEmbedding(
  timesteps: readonly number[],
  dim: number,
  flipSinToCos: boolean,
  freqShift: number,
): Float32Array {
  const half = Math.floor(dim / 2);
  const out = new Float32Array(timesteps.length * dim);
  timesteps.forEach((timestep, row) => {
    for (let i = 0; i < half; i++) {
      const angle = timestep * Math.exp((-Math.log(10000) * i) / (half - freqShift));
      out[row * dim + (flipSinToCos ? half + i : i)] = Math.sin(angle);
      out[row * dim + (flipSinToCos ? i : half + i)] = Math.cos(angle);
    }
  });
  return out;
}
