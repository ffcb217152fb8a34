// y[M,N] = scale·op(a)·op(b) + bias[N] + residual[M,N] for any sizes and either operand transposed:
// one number a thread, the operands' steps along m, n and k are parameters. Correct everywhere,
// fast nowhere; the vec4 files take the usual sizes.

// #include "prelude/invocation.wgsl"

struct Params { m: u32, n: u32, k: u32, aRow: u32, aStep: u32, bStep: u32, bColumn: u32,
    scale: f32, hasBias: u32, hasResidual: u32 }

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>; // weights
fn weight(index: u32) -> f32 { return b[index]; }
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read> residual: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.m * params.n) { return; }
  let row = index / params.n;
  let column = index % params.n;
  var at = row * params.aRow;
  var bt = column * params.bColumn;
  var sum = 0.0;
  for (var k = 0u; k < params.k; k++) {
    sum += a[at] * weight(bt);
    at += params.aStep;
    bt += params.bStep;
  }
  var value = params.scale * sum;
  if (params.hasBias != 0u) { value += bias[column]; }
  if (params.hasResidual != 0u) { value += residual[index]; }
  y[index] = value;
}
