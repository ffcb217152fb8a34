// Convolution as an implicit product with tiles in workgroup memory: 256 threads compute 64 pixels
// × 64 channels (prelude/sharedTile.wgsl has the arithmetic; neighbouring taps of x are cached).
// Ci and Co multiples of 4. Sources, slices of taps and epilogue as in convolution.wgsl; a block is
// one tile, its pixels counted through lines and samples.

alias Staged = vec4<f32>; // staged

// #include "prelude/invocation.wgsl"
// #include "prelude/sharedTile.wgsl"
// #include "convolution/convolutionTile.wgsl"
// #include "convolution/convolutionSource.wgsl"

@group(0) @binding(1) var<storage, read> w: array<vec4<f32>>; // weights of params.co4 quads a row
fn weight(index: u32, column: u32) -> vec4<f32> { return w[index]; }

@compute @workgroup_size(256)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = workgroupIndex(workgroup);
  let slice = index / params.blocks;
  if (slice >= params.slices) { return; }
  let block = index % params.blocks + params.firstBlock;
  let row = block / params.blocksAcross * 64u;
  let column = block % params.blocksAcross * 16u; // in quads
  let pixel = pixelAt(row + local / 4u);
  let atColumn = min(column + local % 16u, params.co4 - 1u);
  var sums = mat4x4f();
  let last = min((slice + 1u) * params.sliceTaps, params.taps) * params.ci4;
  for (var k = slice * params.sliceTaps * params.ci4; k < last; k += 4u) {
    let quad = k + local % 4u;
    var cell = vec4f();
    if (quad < last) { cell = sourceAt(pixel, quad / params.ci4, quad % params.ci4); }
    left[local] = cell;
    let line = min(4u * k + local / 16u, 4u * last - 1u);
    right[local] = Staged(weight(line * params.co4 + atColumn, atColumn));
    workgroupBarrier();
    sums = productNN(sums, local);
    workgroupBarrier();
  }
  storeTile(slice, row + local / 16u * 4u, column + local % 16u, sums);
}
