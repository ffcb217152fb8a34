// y[row] = (a[row], b[row]) joined along the last axis: one Number a thread. Widths count Numbers.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
struct Params { count: u32, widthA: u32, widthB: u32 }

@group(0) @binding(0) var<storage, read> a: array<Number>;
@group(0) @binding(1) var<storage, read> b: array<Number>;
@group(0) @binding(2) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let width = params.widthA + params.widthB;
  let row = index / width;
  let column = index % width;
  if (column < params.widthA) {
    y[index] = a[row * params.widthA + column];
  } else {
    y[index] = b[row * params.widthB + column - params.widthA];
  }
}
