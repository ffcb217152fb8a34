// z[n, …] = c0[n]·x[n, …] + c1[n]·y[n, …], one Number a thread; coefficients are [N, 2];
// `perSample` counts Numbers.
alias Number = vec4<f32>;
struct Params { count: u32, perSample: u32 }

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> y: array<Number>;
@group(0) @binding(2) var<storage, read> coefficients: array<f32>;
@group(0) @binding(3) var<storage, read_write> z: array<Number>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  if (index >= params.count) { return; }
  let sample = index / params.perSample;
  z[index] = coefficients[2u * sample] * x[index] + coefficients[2u * sample + 1u] * y[index];
}
