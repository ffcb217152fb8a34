// y[M,N] = scale·a[M,K]·b[N,K]ᵀ + bias[N] + residual[M,N]; N and K multiples of 4. A thread
// computes 8 rows × 8 columns: for SwiftShader, as matmul.nn8.wgsl, whose tiles, slices and
// epilogue it has. Both operands are read along k, four numbers at once, and meet in dot products.

// #include "prelude/invocation.wgsl"
// #include "matmul/matmulTile.wgsl"

@group(0) @binding(0) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b: array<vec4<f32>>; // weights of params.k4 quads a row
fn weight(index: u32, column: u32) -> vec4<f32> { return b[index]; }

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = workgroupIndex(workgroup);
  let slice = index / params.blocks;
  let block = index % params.blocks + params.firstBlock;
  let row = ((block / params.blocksAcross) * (64u / params.across) + local / params.across) * 8u;
  let column = ((block % params.blocksAcross) * params.across + local % params.across) * 2u;
  if (slice >= params.slices || row >= params.m || column >= params.n4) { return; }
  let lastRow = params.m - 1u;
  let a0 = row * params.k4;
  let a1 = min(row + 1u, lastRow) * params.k4;
  let a2 = min(row + 2u, lastRow) * params.k4;
  let a3 = min(row + 3u, lastRow) * params.k4;
  let a4 = min(row + 4u, lastRow) * params.k4;
  let a5 = min(row + 5u, lastRow) * params.k4;
  let a6 = min(row + 6u, lastRow) * params.k4;
  let a7 = min(row + 7u, lastRow) * params.k4;
  let ba = 4u * column * params.k4;
  let bb = 4u * min(column + 1u, params.n4 - 1u) * params.k4;
  var s0a = vec4<f32>(0.0);
  var s0b = vec4<f32>(0.0);
  var s1a = vec4<f32>(0.0);
  var s1b = vec4<f32>(0.0);
  var s2a = vec4<f32>(0.0);
  var s2b = vec4<f32>(0.0);
  var s3a = vec4<f32>(0.0);
  var s3b = vec4<f32>(0.0);
  var s4a = vec4<f32>(0.0);
  var s4b = vec4<f32>(0.0);
  var s5a = vec4<f32>(0.0);
  var s5b = vec4<f32>(0.0);
  var s6a = vec4<f32>(0.0);
  var s6b = vec4<f32>(0.0);
  var s7a = vec4<f32>(0.0);
  var s7b = vec4<f32>(0.0);
  let last = min((slice + 1u) * params.sliceQuads, params.k4);
  for (var k = slice * params.sliceQuads; k < last; k++) {
    let w0a = weight(ba + k, k);
    let w1a = weight(ba + params.k4 + k, k);
    let w2a = weight(ba + 2u * params.k4 + k, k);
    let w3a = weight(ba + 3u * params.k4 + k, k);
    let w0b = weight(bb + k, k);
    let w1b = weight(bb + params.k4 + k, k);
    let w2b = weight(bb + 2u * params.k4 + k, k);
    let w3b = weight(bb + 3u * params.k4 + k, k);
    let x0 = a[a0 + k];
    s0a += vec4<f32>(dot(x0, w0a), dot(x0, w1a), dot(x0, w2a), dot(x0, w3a));
    s0b += vec4<f32>(dot(x0, w0b), dot(x0, w1b), dot(x0, w2b), dot(x0, w3b));
    let x1 = a[a1 + k];
    s1a += vec4<f32>(dot(x1, w0a), dot(x1, w1a), dot(x1, w2a), dot(x1, w3a));
    s1b += vec4<f32>(dot(x1, w0b), dot(x1, w1b), dot(x1, w2b), dot(x1, w3b));
    let x2 = a[a2 + k];
    s2a += vec4<f32>(dot(x2, w0a), dot(x2, w1a), dot(x2, w2a), dot(x2, w3a));
    s2b += vec4<f32>(dot(x2, w0b), dot(x2, w1b), dot(x2, w2b), dot(x2, w3b));
    let x3 = a[a3 + k];
    s3a += vec4<f32>(dot(x3, w0a), dot(x3, w1a), dot(x3, w2a), dot(x3, w3a));
    s3b += vec4<f32>(dot(x3, w0b), dot(x3, w1b), dot(x3, w2b), dot(x3, w3b));
    let x4 = a[a4 + k];
    s4a += vec4<f32>(dot(x4, w0a), dot(x4, w1a), dot(x4, w2a), dot(x4, w3a));
    s4b += vec4<f32>(dot(x4, w0b), dot(x4, w1b), dot(x4, w2b), dot(x4, w3b));
    let x5 = a[a5 + k];
    s5a += vec4<f32>(dot(x5, w0a), dot(x5, w1a), dot(x5, w2a), dot(x5, w3a));
    s5b += vec4<f32>(dot(x5, w0b), dot(x5, w1b), dot(x5, w2b), dot(x5, w3b));
    let x6 = a[a6 + k];
    s6a += vec4<f32>(dot(x6, w0a), dot(x6, w1a), dot(x6, w2a), dot(x6, w3a));
    s6b += vec4<f32>(dot(x6, w0b), dot(x6, w1b), dot(x6, w2b), dot(x6, w3b));
    let x7 = a[a7 + k];
    s7a += vec4<f32>(dot(x7, w0a), dot(x7, w1a), dot(x7, w2a), dot(x7, w3a));
    s7b += vec4<f32>(dot(x7, w0b), dot(x7, w1b), dot(x7, w2b), dot(x7, w3b));
  }
  store(slice, row, column, s0a);
  store(slice, row, column + 1u, s0b);
  store(slice, row + 1u, column, s1a);
  store(slice, row + 1u, column + 1u, s1b);
  store(slice, row + 2u, column, s2a);
  store(slice, row + 2u, column + 1u, s2b);
  store(slice, row + 3u, column, s3a);
  store(slice, row + 3u, column + 1u, s3b);
  store(slice, row + 4u, column, s4a);
  store(slice, row + 4u, column + 1u, s4b);
  store(slice, row + 5u, column, s5a);
  store(slice, row + 5u, column + 1u, s5b);
  store(slice, row + 6u, column, s6a);
  store(slice, row + 6u, column + 1u, s6b);
  store(slice, row + 7u, column, s7a);
  store(slice, row + 7u, column + 1u, s7b);
}
