// Derivative of a convolution by its input with tiles in workgroup memory, from the filter as the
// forward kernel stores it: as convolution64.wgsl, with x = dy and the filter read along dy's
// channels (convolutionInput.wgsl). For stride 1: at others most taps have no source.

alias Staged = vec4<f32>; // staged

// #include "prelude/invocation.wgsl"
// #include "prelude/sharedTile.wgsl"
// #include "convolution/convolutionTile.wgsl"
// #include "convolution/convolutionSource.wgsl"

@group(0) @binding(1) var<storage, read> w: array<vec4<f32>>; // weights of params.ci4 quads a row
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
  let channels = params.co4 * 4u;
  let atColumn = min(column * 4u + local / 4u, channels - 1u);
  var sums = mat4x4f();
  let last = min((slice + 1u) * params.sliceTaps, params.taps) * params.ci4;
  for (var k = slice * params.sliceTaps * params.ci4; k < last; k += 4u) {
    let quad = k + local % 4u;
    let at = min(quad, last - 1u);
    let tap = at / params.ci4;
    let cell = at % params.ci4;
    var value = vec4f();
    if (quad < last) { value = sourceAt(pixel, tap, cell); }
    left[local] = value;
    right[columnPlace(local / 4u, local % 4u)] =
        Staged(weight((tap * channels + atColumn) * params.ci4 + cell, cell));
    workgroupBarrier();
    sums = productNT(sums, local);
    workgroupBarrier();
  }
  storeTile(slice, row + local / 16u * 4u, column + local % 16u, sums);
}
