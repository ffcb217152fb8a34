// y[M,N] = scale·a[M,K]·b[K,N] + bias[N] + residual[M,N]; N and K multiples of 4. A thread computes
// 8 rows × 8 columns: fastest on SwiftShader; on real GPUs 64 accumulators can spill.
// Registers only: no workgroup memory, no barrier, accumulators named (never indexed by a loop,
// which costs memory traffic). 64 threads are laid `across` columns of tiles wide. K may be cut in
// `slices` of `sliceQuads` quads of k: then y holds partial sums [slices, M, N], with scale 1 and
// no epilogue, for matmul.sum.wgsl to add.

// #include "prelude/invocation.wgsl"
// #include "matmul/matmulTile.wgsl"

@group(0) @binding(0) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b: array<vec4<f32>>; // weights of params.n4 quads a row
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
  let second = min(column + 1u, params.n4 - 1u);
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
    let line = 4u * k * params.n4;
    let w0a = weight(line + column, column);
    let w0b = weight(line + second, second);
    let w1a = weight(line + params.n4 + column, column);
    let w1b = weight(line + params.n4 + second, second);
    let w2a = weight(line + 2u * params.n4 + column, column);
    let w2b = weight(line + 2u * params.n4 + second, second);
    let w3a = weight(line + 3u * params.n4 + column, column);
    let w3b = weight(line + 3u * params.n4 + second, second);
    let x0 = a[a0 + k];
    s0a += x0.x * w0a + x0.y * w1a + x0.z * w2a + x0.w * w3a;
    s0b += x0.x * w0b + x0.y * w1b + x0.z * w2b + x0.w * w3b;
    let x1 = a[a1 + k];
    s1a += x1.x * w0a + x1.y * w1a + x1.z * w2a + x1.w * w3a;
    s1b += x1.x * w0b + x1.y * w1b + x1.z * w2b + x1.w * w3b;
    let x2 = a[a2 + k];
    s2a += x2.x * w0a + x2.y * w1a + x2.z * w2a + x2.w * w3a;
    s2b += x2.x * w0b + x2.y * w1b + x2.z * w2b + x2.w * w3b;
    let x3 = a[a3 + k];
    s3a += x3.x * w0a + x3.y * w1a + x3.z * w2a + x3.w * w3a;
    s3b += x3.x * w0b + x3.y * w1b + x3.z * w2b + x3.w * w3b;
    let x4 = a[a4 + k];
    s4a += x4.x * w0a + x4.y * w1a + x4.z * w2a + x4.w * w3a;
    s4b += x4.x * w0b + x4.y * w1b + x4.z * w2b + x4.w * w3b;
    let x5 = a[a5 + k];
    s5a += x5.x * w0a + x5.y * w1a + x5.z * w2a + x5.w * w3a;
    s5b += x5.x * w0b + x5.y * w1b + x5.z * w2b + x5.w * w3b;
    let x6 = a[a6 + k];
    s6a += x6.x * w0a + x6.y * w1a + x6.z * w2a + x6.w * w3a;
    s6b += x6.x * w0b + x6.y * w1b + x6.z * w2b + x6.w * w3b;
    let x7 = a[a7 + k];
    s7a += x7.x * w0a + x7.y * w1a + x7.z * w2a + x7.w * w3a;
    s7b += x7.x * w0b + x7.y * w1b + x7.z * w2b + x7.w * w3b;
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
