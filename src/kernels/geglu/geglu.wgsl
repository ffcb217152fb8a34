// y[row, f] = value·gelu(gate) of x[row, 2F] = (value, gate), exact GELU; one Number a thread,
// `width` = F in Numbers.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// #include "geglu/gegluParams.wgsl"

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

// Error function to about one unit in the last place: odd polynomial near zero, 1 − exp(polynomial)
// beyond (after N. Juffa).
fn erf(x: Number) -> Number {
  let t = min(abs(x), Number(4.0));
  let s = t * t;
  var near = Number(-5.96761703e-4);
  near = near * s + Number(4.99119423e-3);
  near = near * s + Number(-2.67681349e-2);
  near = near * s + Number(1.12819925e-1);
  near = near * s + Number(-3.76125336e-1);
  near = near * s + Number(1.28379166e-1);
  var far = Number(-1.72853470e-5) * t + Number(3.83197126e-4);
  far = far * s + (Number(-3.88396438e-3) * t + Number(2.42546219e-2));
  far = far * t + Number(-1.06777877e-1);
  far = far * t + Number(-6.34846687e-1);
  far = far * t + Number(-1.28717512e-1);
  far = far * t - t;
  return sign(x) * select(Number(1.0) - exp(far), near * t + t, t <= Number(0.927734375));
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let at = index + (index / params.width) * params.width;
  let gate = x[at + params.width];
  y[index] = x[at] * (0.5 * gate * (Number(1.0) + erf(gate * 0.70710678)));
}
