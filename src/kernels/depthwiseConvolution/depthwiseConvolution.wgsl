// Depthwise convolution of stride 1 and its derivative by the input: one cell of channels of one
// position a thread, taps in order (ky, kx). x [N, inHeight, inWidth, C], w [taps, C], bias [C] ->
// y [N, height, width, C]; position (oy, ox) reads
// (oy + sign·ky + offsetY, ox + sign·kx + offsetX), outside counts as 0. Forward: sign 1, offset
// −pad; derivative: sign −1, offset pad.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
override hasBias: bool = false;

struct Params {
  count: u32,    // cells of y
  height: u32,
  width: u32,
  inHeight: u32,
  inWidth: u32,
  rowCells: u32, // cells of C
  taps: u32,
  tapsAcross: u32,
  sign: i32,
  offsetY: i32,
  offsetX: i32,
}

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> w: array<Number>;
@group(0) @binding(2) var<storage, read> bias: array<Number>;
@group(0) @binding(3) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let cell = index % params.rowCells;
  let place = index / params.rowCells;
  let row = i32((place / params.width) % params.height) + params.offsetY;
  let column = i32(place % params.width) + params.offsetX;
  let first = place / (params.width * params.height) * params.inHeight;
  var sum = Number();
  if (hasBias) { sum = bias[cell]; }
  for (var tap = 0u; tap < params.taps; tap++) {
    let sy = row + params.sign * i32(tap / params.tapsAcross);
    let sx = column + params.sign * i32(tap % params.tapsAcross);
    if (sy < 0 || sx < 0 || sy >= i32(params.inHeight) || sx >= i32(params.inWidth)) { continue; }
    sum += x[((first + u32(sy)) * params.inWidth + u32(sx)) * params.rowCells + cell] * w[tap *
        params.rowCells + cell];
  }
  y[index] = sum;
}
