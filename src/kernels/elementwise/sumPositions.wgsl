// y[n, c] = Σ_p x[n, p, c], positions in rising order: one Number of channels a thread. Many
// positions are summed in two passes of this same kernel (x seen as [N·S, P/S, C], then as [N, S,
// C]); `count` = N·channels, sizes in Numbers.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
struct Params { count: u32, channels: u32, positions: u32 }

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let first = (index / params.channels) * params.positions * params.channels +
      index % params.channels;
  var sum = Number(0.0);
  for (var p = 0u; p < params.positions; p++) { sum += x[first + p * params.channels]; }
  y[index] = sum;
}
