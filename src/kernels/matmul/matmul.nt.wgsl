// y[M,N] = scale·a[M,K]·b[N,K]ᵀ + bias[N] + residual[M,N]; N and K multiples of 4. A thread
// computes 4 rows × 4 columns: both operands are read along k, four numbers at once, and meet in
// dot products. Tiles, slices and epilogue as in matmul.nn.wgsl.

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
  let row = ((block / params.blocksAcross) * (64u / params.across) + local / params.across) * 4u;
  let column = (block % params.blocksAcross) * params.across + local % params.across;
  if (slice >= params.slices || row >= params.m || column >= params.n4) { return; }
  let lastRow = params.m - 1u;
  let a0 = row * params.k4;
  let a1 = min(row + 1u, lastRow) * params.k4;
  let a2 = min(row + 2u, lastRow) * params.k4;
  let a3 = min(row + 3u, lastRow) * params.k4;
  let b0 = 4u * column * params.k4;
  var s0 = vec4<f32>(0.0);
  var s1 = vec4<f32>(0.0);
  var s2 = vec4<f32>(0.0);
  var s3 = vec4<f32>(0.0);
  let last = min((slice + 1u) * params.sliceQuads, params.k4);
  for (var k = slice * params.sliceQuads; k < last; k++) {
    let w0 = weight(b0 + k, k);
    let w1 = weight(b0 + params.k4 + k, k);
    let w2 = weight(b0 + 2u * params.k4 + k, k);
    let w3 = weight(b0 + 3u * params.k4 + k, k);
    let x0 = a[a0 + k];
    s0 += vec4<f32>(dot(x0, w0), dot(x0, w1), dot(x0, w2), dot(x0, w3));
    let x1 = a[a1 + k];
    s1 += vec4<f32>(dot(x1, w0), dot(x1, w1), dot(x1, w2), dot(x1, w3));
    let x2 = a[a2 + k];
    s2 += vec4<f32>(dot(x2, w0), dot(x2, w1), dot(x2, w2), dot(x2, w3));
    let x3 = a[a3 + k];
    s3 += vec4<f32>(dot(x3, w0), dot(x3, w1), dot(x3, w2), dot(x3, w3));
  }
  store(slice, row, column, s0);
  store(slice, row + 1u, column, s1);
  store(slice, row + 2u, column, s2);
  store(slice, row + 3u, column, s3);
}
