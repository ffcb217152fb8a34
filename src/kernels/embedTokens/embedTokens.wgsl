// y[n, t] = table[ids[n, t]] + positions[t]: one Number of channels a thread. The host checks that
// ids are in the table.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
override hasPositions: bool = true;
struct Params { count: u32, channels: u32, tokens: u32 }

@group(0) @binding(0) var<storage, read> table: array<Number>; // weights
fn weight(index: u32) -> Number { return table[index]; }
@group(0) @binding(1) var<storage, read> positions: array<Number>;
@group(0) @binding(2) var<storage, read> ids: array<i32>;
@group(0) @binding(3) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let token = index / params.channels;
  let channel = index % params.channels;
  var row = weight(u32(ids[token]) * params.channels + channel);
  if (hasPositions) { row += positions[(token % params.tokens) * params.channels + channel]; }
  y[index] = row;
}
