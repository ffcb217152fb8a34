// y[M,N] = scale·a[M,K]·b[K,N] + bias[N] + residual[M,N]; N and K multiples of 4. A thread computes
// 4 rows × 4 columns. Registers only: no workgroup memory, no barrier, accumulators named (never
// indexed by a loop, which costs memory traffic). 64 threads are laid `across` columns of tiles
// wide. K may be cut in `slices` of `sliceQuads` quads of k: then y holds partial sums [slices, M,
// N], with scale 1 and no epilogue, for matmul.sum.wgsl to add.

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
  let row = ((block / params.blocksAcross) * (64u / params.across) + local / params.across) * 4u;
  let column = (block % params.blocksAcross) * params.across + local % params.across;
  if (slice >= params.slices || row >= params.m || column >= params.n4) { return; }
  let lastRow = params.m - 1u;
  let a0 = row * params.k4;
  let a1 = min(row + 1u, lastRow) * params.k4;
  let a2 = min(row + 2u, lastRow) * params.k4;
  let a3 = min(row + 3u, lastRow) * params.k4;
  var s0 = vec4<f32>(0.0);
  var s1 = vec4<f32>(0.0);
  var s2 = vec4<f32>(0.0);
  var s3 = vec4<f32>(0.0);
  let last = min((slice + 1u) * params.sliceQuads, params.k4);
  for (var k = slice * params.sliceQuads; k < last; k++) {
    let line = 4u * k * params.n4;
    let w0 = weight(line + column, column);
    let w1 = weight(line + params.n4 + column, column);
    let w2 = weight(line + 2u * params.n4 + column, column);
    let w3 = weight(line + 3u * params.n4 + column, column);
    let x0 = a[a0 + k];
    s0 += x0.x * w0 + x0.y * w1 + x0.z * w2 + x0.w * w3;
    let x1 = a[a1 + k];
    s1 += x1.x * w0 + x1.y * w1 + x1.z * w2 + x1.w * w3;
    let x2 = a[a2 + k];
    s2 += x2.x * w0 + x2.y * w1 + x2.z * w2 + x2.w * w3;
    let x3 = a[a3 + k];
    s3 += x3.x * w0 + x3.y * w1 + x3.z * w2 + x3.w * w3;
  }
  store(slice, row, column, s0);
  store(slice, row + 1u, column, s1);
  store(slice, row + 2u, column, s2);
  store(slice, row + 3u, column, s3);
}
