// y[M,N] = scale·a[M,K]·b[K,N] + bias[N] + residual[M,N]; N and K multiples of 4. A workgroup of
// 256 threads computes 64×64 numbers from tiles in workgroup memory (prelude/sharedTile.wgsl has
// the arithmetic). For real GPUs: software adapters run barriers as coroutines. Slices, epilogue as
// in matmul.nn.wgsl; a block is one tile.

alias Staged = vec4<f32>; // staged

// #include "prelude/invocation.wgsl"
// #include "prelude/sharedTile.wgsl"
// #include "matmul/matmulTile.wgsl"

@group(0) @binding(0) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b: array<vec4<f32>>; // weights of params.n4 quads a row
fn weight(index: u32, column: u32) -> vec4<f32> { return b[index]; }

@compute @workgroup_size(256)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = workgroupIndex(workgroup);
  let slice = index / params.blocks;
  if (slice >= params.slices) { return; }
  let block = index % params.blocks + params.firstBlock;
  let row = block / params.blocksAcross * 64u;
  let column = block % params.blocksAcross * 16u; // in quads
  let source = min(row + local / 4u, params.m - 1u) * params.k4;
  let atColumn = min(column + local % 16u, params.n4 - 1u);
  var sums = mat4x4f();
  let last = min((slice + 1u) * params.sliceQuads, params.k4);
  for (var k = slice * params.sliceQuads; k < last; k += 4u) {
    let quad = k + local % 4u;
    left[local] = select(vec4f(), a[source + min(quad, last - 1u)], quad < last);
    let line = min(4u * k + local / 16u, 4u * last - 1u);
    right[local] = Staged(weight(line * params.n4 + atColumn, atColumn));
    workgroupBarrier();
    sums = productNN(sums, local);
    workgroupBarrier();
  }
  let first = row + local / 16u * 4u;
  store(slice, first, column + local % 16u, sums[0]);
  store(slice, first + 1u, column + local % 16u, sums[1]);
  store(slice, first + 2u, column + local % 16u, sums[2]);
  store(slice, first + 3u, column + local % 16u, sums[3]);
}
