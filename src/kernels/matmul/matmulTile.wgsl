// What the matmul kernels of register tiles share: params, epilogue buffers and the store of four
// numbers. y = scale·sum + bias + residual; with K cut in slices y holds partial sums [slices, M,
// N].

struct Params {
  m: u32,
  n4: u32, // N/4
  k4: u32, // K/4
  across: u32, // tiles across of the 64 threads' block
  blocksAcross: u32,
  blocks: u32, // of this dispatch
  firstBlock: u32, // earlier dispatches did the blocks before
  slices: u32,
  sliceQuads: u32, // quads of k in a slice
  scale: f32,
  hasBias: u32,
  hasResidual: u32,
}

@group(0) @binding(2) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> residual: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> y: array<vec4<f32>>;
@group(0) @binding(8) var<uniform> params: Params;

fn store(slice: u32, row: u32, column: u32, sum: vec4<f32>) {
  if (row >= params.m || column >= params.n4) { return; }
  let index = row * params.n4 + column;
  var value = params.scale * sum;
  if (params.hasBias != 0u) { value += bias[column]; }
  if (params.hasResidual != 0u) { value += residual[index]; }
  y[slice * params.m * params.n4 + index] = value;
}
