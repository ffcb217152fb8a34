// Convolution and its derivative by the input for any channel counts (images have three): one
// number of one pixel a thread. Sources and taps as in convolution.wgsl, which takes the usual
// sizes four channels at a time; the filter's steps along its two channel axes are parameters.

// #include "prelude/invocation.wgsl"

struct Params {
  samples: u32, height: u32, width: u32, inHeight: u32, inWidth: u32, ci: u32, co: u32, taps: u32,
      tapsAcross: u32,
  times: i32, sign: i32, divide: i32, offsetY: i32, offsetX: i32, wStep: u32, wColumn: u32,
  hasBias: u32, hasResidual: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>; // weights
fn weight(index: u32) -> f32 { return w[index]; }
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read> residual: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.samples * params.height * params.width * params.co) { return; }
  let column = index % params.co;
  let place = index / params.co;
  let row = i32((place / params.width) % params.height) * params.times + params.offsetY;
  let across = i32(place % params.width) * params.times + params.offsetX;
  let sample = place / (params.width * params.height);
  var sum = 0.0;
  for (var tap = 0u; tap < params.taps; tap++) {
    let sy = row + params.sign * i32(tap / params.tapsAcross);
    let sx = across + params.sign * i32(tap % params.tapsAcross);
    let inside = sy >= 0 && sx >= 0 && sy < i32(params.inHeight) * params.divide &&
        sx < i32(params.inWidth) * params.divide && sy % params.divide == 0 &&
        sx % params.divide == 0;
    if (!inside) { continue; }
    let source = ((sample * params.inHeight + u32(sy / params.divide)) * params.inWidth +
        u32(sx / params.divide)) * params.ci;
    let line = tap * params.ci * params.co + column * params.wColumn;
    for (var c = 0u; c < params.ci; c++) { sum += x[source + c] * weight(line + c * params.wStep); }
  }
  if (params.hasBias != 0u) { sum += bias[column]; }
  if (params.hasResidual != 0u) { sum += residual[index]; }
  y[index] = sum;
}
