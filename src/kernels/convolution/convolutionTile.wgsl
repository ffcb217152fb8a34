// What the convolution kernels of four channels at once share: sizes, the input, the epilogue's
// buffers and the store of one pixel's four channels. `times`, `sign`, `divide` and `offset` give
// the source of a pixel and a tap, see convolution.wgsl.
struct Params {
  samples: u32, height: u32, width: u32, inHeight: u32, inWidth: u32, ci4: u32, co4: u32,
      taps: u32, tapsAcross: u32,
  times: i32, sign: i32, divide: i32, offsetY: i32, offsetX: i32,
  tilesAcross: u32, across: u32, blocksAcross: u32, blocks: u32, firstBlock: u32, slices: u32,
      sliceTaps: u32, hasBias: u32, hasResidual: u32,
}

@group(0) @binding(0) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> residual: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> y: array<vec4<f32>>;
@group(0) @binding(8) var<uniform> params: Params;

fn store(slice: u32, line: u32, px: u32, column: u32, sum: vec4<f32>) {
  if (px >= params.width) { return; }
  let index = (line * params.width + px) * params.co4 + column;
  var value = sum;
  if (params.hasBias != 0u) { value += bias[column]; }
  if (params.hasResidual != 0u) { value += residual[index]; }
  y[slice * params.samples * params.height * params.width * params.co4 + index] = value;
}
