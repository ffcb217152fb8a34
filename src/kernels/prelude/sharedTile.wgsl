// Tiles of a product staged in workgroup memory: 256 threads compute 64 rows × 64 columns, 4×4
// each, 16 numbers of the inner axis at a time. `left` holds [row][quad of k]; `right` holds
// [k][quad of columns] for productNN, or the columns' quads of k for productNT, interleaved by
// columnPlace so that neighbouring threads read neighbouring cells. 8 KiB in all. `Staged` is what
// a file stages its weights as: vec4<f32>, or vec4<f16> where they are halves already (6 KiB; the
// sums are the same numbers).
// Arithmetic: per quad of k a thread reads 8·16 bytes of workgroup memory for 128 operations (1
// byte per operation); a workgroup reads 2·4 KiB of global memory for 131,072 operations (1/16 byte
// per operation; registers alone, with 4×4 tiles, read 1 byte per operation from cache).

var<workgroup> left: array<vec4f, 256>;
var<workgroup> right: array<Staged, 256>;

// Place in `right` of quad `quad` of column `column` (of 64), for productNT.
fn columnPlace(column: u32, quad: u32) -> u32 {
  return quad * 64u + (column & 3u) * 16u + (column >> 2u);
}

// sums[i] += Σ_k left[4·(local/16) + i, k]·right[k, 4·(local mod 16) …]
fn productNN(sums: mat4x4f, local: u32) -> mat4x4f {
  let rows = local / 16u * 16u;
  let column = local % 16u;
  var s0 = sums[0];
  var s1 = sums[1];
  var s2 = sums[2];
  var s3 = sums[3];
  for (var quad = 0u; quad < 4u; quad++) {
    let w0 = vec4f(right[quad * 64u + column]);
    let w1 = vec4f(right[quad * 64u + 16u + column]);
    let w2 = vec4f(right[quad * 64u + 32u + column]);
    let w3 = vec4f(right[quad * 64u + 48u + column]);
    let x0 = left[rows + quad];
    s0 += x0.x * w0 + x0.y * w1 + x0.z * w2 + x0.w * w3;
    let x1 = left[rows + 4u + quad];
    s1 += x1.x * w0 + x1.y * w1 + x1.z * w2 + x1.w * w3;
    let x2 = left[rows + 8u + quad];
    s2 += x2.x * w0 + x2.y * w1 + x2.z * w2 + x2.w * w3;
    let x3 = left[rows + 12u + quad];
    s3 += x3.x * w0 + x3.y * w1 + x3.z * w2 + x3.w * w3;
  }
  return mat4x4f(s0, s1, s2, s3);
}

// The same with both operands along k: sums[i][j] += Σ_k left[row, k]·right[column, k].
fn productNT(sums: mat4x4f, local: u32) -> mat4x4f {
  let rows = local / 16u * 16u;
  let column = local % 16u;
  var s0 = sums[0];
  var s1 = sums[1];
  var s2 = sums[2];
  var s3 = sums[3];
  for (var quad = 0u; quad < 4u; quad++) {
    let w0 = vec4f(right[quad * 64u + column]);
    let w1 = vec4f(right[quad * 64u + 16u + column]);
    let w2 = vec4f(right[quad * 64u + 32u + column]);
    let w3 = vec4f(right[quad * 64u + 48u + column]);
    let x0 = left[rows + quad];
    s0 += vec4f(dot(x0, w0), dot(x0, w1), dot(x0, w2), dot(x0, w3));
    let x1 = left[rows + 4u + quad];
    s1 += vec4f(dot(x1, w0), dot(x1, w1), dot(x1, w2), dot(x1, w3));
    let x2 = left[rows + 8u + quad];
    s2 += vec4f(dot(x2, w0), dot(x2, w1), dot(x2, w2), dot(x2, w3));
    let x3 = left[rows + 12u + quad];
    s3 += vec4f(dot(x3, w0), dot(x3, w1), dot(x3, w2), dot(x3, w3));
  }
  return mat4x4f(s0, s1, s2, s3);
}
