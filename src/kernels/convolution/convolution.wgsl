// Convolution as an implicit product, channels-last: y[pixel, Co] = Σ_tap,ci x[source(pixel, tap),
// ci]·w[tap·Ci + ci, Co] + bias + residual. Ci and Co multiples of 4. A thread computes 4 pixels of
// one line × 4 channels.
// Forward: source = pixel·times + tap + offset, divide 1. Derivative by the input: source = (pixel
// − tap + offset)/divide where that is whole; the thread's pixels are `divide` apart, so that all
// or none of them have a source.
// Taps may be cut in `slices` (partial sums, added by matmul.sum.wgsl). One integer division a tap,
// not one a number.

// #include "prelude/invocation.wgsl"
// #include "convolution/convolutionTile.wgsl"

@group(0) @binding(1) var<storage, read> w: array<vec4<f32>>; // weights of params.co4 quads a row
fn weight(index: u32, column: u32) -> vec4<f32> { return w[index]; }

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = workgroupIndex(workgroup);
  let slice = index / params.blocks;
  let block = index % params.blocks + params.firstBlock;
  let tile = (block / params.blocksAcross) * (64u / params.across) + local / params.across;
  let column = (block % params.blocksAcross) * params.across + local % params.across;
  let line = tile / params.tilesAcross; // sample · height + y
  if (slice >= params.slices || line >= params.samples * params.height || column >= params.co4) {
      return; }
  let apart = u32(params.divide);
  let inLine = tile % params.tilesAcross;
  let px = (inLine / apart) * 4u * apart + inLine % apart;
  let sample = line / params.height;
  let firstY = i32(line % params.height) * params.times + params.offsetY;
  let firstX = i32(px) * params.times + params.offsetX;
  var s0 = vec4<f32>(0.0);
  var s1 = vec4<f32>(0.0);
  var s2 = vec4<f32>(0.0);
  var s3 = vec4<f32>(0.0);
  let last = min((slice + 1u) * params.sliceTaps, params.taps);
  for (var tap = slice * params.sliceTaps; tap < last; tap++) {
    let toY = firstY + params.sign * i32(tap / params.tapsAcross);
    let toX = firstX + params.sign * i32(tap % params.tapsAcross);
    let sy = toY / params.divide;
    let sx = toX / params.divide;
    if (toY < 0 || sy >= i32(params.inHeight) || sy * params.divide != toY || sx *
        params.divide != toX) { continue; }
    let start = (sample * params.inHeight + u32(sy)) * params.inWidth;
    let at0 = u32(sx); // before the line it wraps to a huge number
    let at1 = u32(sx + params.times);
    let at2 = u32(sx + 2 * params.times);
    let at3 = u32(sx + 3 * params.times);
    let i0 = (start + min(at0, params.inWidth - 1u)) * params.ci4;
    let i1 = (start + min(at1, params.inWidth - 1u)) * params.ci4;
    let i2 = (start + min(at2, params.inWidth - 1u)) * params.ci4;
    let i3 = (start + min(at3, params.inWidth - 1u)) * params.ci4;
    var row = tap * params.ci4 * 4u * params.co4;
    for (var c = 0u; c < params.ci4; c++) {
      let w0 = weight(row + column, column);
      let w1 = weight(row + params.co4 + column, column);
      let w2 = weight(row + 2u * params.co4 + column, column);
      let w3 = weight(row + 3u * params.co4 + column, column);
      let v0 = select(vec4<f32>(0.0), x[i0 + c], at0 < params.inWidth);
      s0 += v0.x * w0 + v0.y * w1 + v0.z * w2 + v0.w * w3;
      let v1 = select(vec4<f32>(0.0), x[i1 + c], at1 < params.inWidth);
      s1 += v1.x * w0 + v1.y * w1 + v1.z * w2 + v1.w * w3;
      let v2 = select(vec4<f32>(0.0), x[i2 + c], at2 < params.inWidth);
      s2 += v2.x * w0 + v2.y * w1 + v2.z * w2 + v2.w * w3;
      let v3 = select(vec4<f32>(0.0), x[i3 + c], at3 < params.inWidth);
      s3 += v3.x * w0 + v3.y * w1 + v3.z * w2 + v3.w * w3;
      row += 4u * params.co4;
    }
  }
  store(slice, line, px, column, s0);
  store(slice, line, px + apart, column, s1);
  store(slice, line, px + 2u * apart, column, s2);
  store(slice, line, px + 3u * apart, column, s3);
}
