// Derivative of a convolution by its input, from the filter as the forward kernel stores it:
// y[pixel, Co] = Σ_tap,ci x[source(pixel, tap), ci]·w[tap·Co + co, ci] + residual, where x is dy
// and Ci its channels. Both operands are read along ci, four numbers at once, and meet in dot
// products. Tiles, sources, slices and epilogue as in convolution.wgsl.

// #include "prelude/invocation.wgsl"
// #include "convolution/convolutionTile.wgsl"

@group(0) @binding(1) var<storage, read> w: array<vec4<f32>>; // weights of params.ci4 quads a row
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
    let row = (tap * params.co4 + column) * 4u * params.ci4;
    for (var c = 0u; c < params.ci4; c++) {
      let w0 = weight(row + c, c);
      let w1 = weight(row + params.ci4 + c, c);
      let w2 = weight(row + 2u * params.ci4 + c, c);
      let w3 = weight(row + 3u * params.ci4 + c, c);
      let v0 = select(vec4<f32>(0.0), x[i0 + c], at0 < params.inWidth);
      s0 += vec4<f32>(dot(v0, w0), dot(v0, w1), dot(v0, w2), dot(v0, w3));
      let v1 = select(vec4<f32>(0.0), x[i1 + c], at1 < params.inWidth);
      s1 += vec4<f32>(dot(v1, w0), dot(v1, w1), dot(v1, w2), dot(v1, w3));
      let v2 = select(vec4<f32>(0.0), x[i2 + c], at2 < params.inWidth);
      s2 += vec4<f32>(dot(v2, w0), dot(v2, w1), dot(v2, w2), dot(v2, w3));
      let v3 = select(vec4<f32>(0.0), x[i3 + c], at3 < params.inWidth);
      s3 += vec4<f32>(dot(v3, w0), dot(v3, w1), dot(v3, w2), dot(v3, w3));
    }
  }
  store(slice, line, px, column, s0);
  store(slice, line, px + apart, column, s1);
  store(slice, line, px + 2u * apart, column, s2);
  store(slice, line, px + 3u * apart, column, s3);
}
