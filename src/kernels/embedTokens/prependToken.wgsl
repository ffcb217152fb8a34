// y[n, 0] = token + positions[0], y[n, t] = x[n, t − 1] + positions[t]: one Number of channels a
// thread (CLIP's vision embeddings). `row` counts Numbers of one sample of y, `channels` of one
// token.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
struct Params { count: u32, channels: u32, row: u32 }

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> token: array<Number>;
@group(0) @binding(2) var<storage, read> positions: array<Number>;
@group(0) @binding(3) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let inRow = index % params.row;
  if (inRow < params.channels) {
    y[index] = token[inRow] + positions[inRow];
  } else {
    y[index] = x[index - (index / params.row + 1u) * params.channels] + positions[inRow];
  }
}
