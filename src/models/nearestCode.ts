// Vector quantisation on the host: for each latent vector the codebook row at the least squared
// distance, as VectorQuantizer of diffusers picks it (van den Oord et al. 2017, eq. 1). Distances
// in float64; of equal ones the lowest index, as torch.argmin.

/**
 * Index of the nearest of the codebook's rows [K,width] for each of the vectors [M,width]; both
 * row-major.
 *  Errors: throws when a length is no multiple of `width`, or a vector is not finite.
 */
export function nearestCodes(
  vectors: ArrayLike<number>,
  codebook: ArrayLike<number>,
  width: number,
): Int32Array {
  const count = vectors.length / width;
  const codes = codebook.length / width;
  if (!Number.isInteger(count) || !Number.isInteger(codes) || codes < 1)
    throw new Error(
      `${vectors.length} numbers and a codebook of ${codebook.length} are not vectors of ${width}`,
    );
  const out = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    let least = Infinity;
    for (let code = 0; code < codes; code++) {
      let distance = 0;
      for (let i = 0; i < width && distance < least; i++)
        distance += (vectors[row * width + i]! - codebook[code * width + i]!) ** 2;
      if (distance >= least) continue;
      if (Number.isNaN(distance)) break;
      least = distance;
      out[row] = code;
    }
    if (!Number.isFinite(least))
      throw new Error(`vector ${row} is not finite: it has no nearest code`);
  }
  return out;
}
