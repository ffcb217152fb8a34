// Per-sample errors, second of two dispatches: one thread per sample adds its slices (blocks of 32
// in index order, then the blocks) and scales. partials [N, S] = (Σ e², Σ f², Σ e²−f²), k [N] ->
// errors [N, 3] = (m, r, a):
// m = k·mean e², r = k·mean f², a = −(m−r)/T the log-ratio in nats, from the third sum. Without a
// reference r = m and a = 0. Source: docs/losses.md 1.0 (UPO and TGO: log π ratio = −Δ/T).

// #include "prelude/invocation.wgsl"

override hasReference: bool = true;

struct Params {
  samples: u32,     // N
  slices: u32,      // S
  inverseSize: f32, // 1 / D
  temperature: f32,
}

@group(0) @binding(0) var<storage, read> partials: array<vec4f>;
@group(0) @binding(1) var<storage, read> k: array<f32>;
@group(0) @binding(2) var<storage, read_write> errors: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let sample = threadIndex(workgroup, local);
  if (sample >= params.samples) { return; }
  let start = sample * params.slices;
  var total = vec4f();
  for (var block = 0u; block < params.slices; block += 32u) {
    var part = vec4f();
    for (var s = block; s < min(block + 32u, params.slices); s++) { part += partials[start + s]; }
    total += part;
  }
  let means = total * (k[sample] * params.inverseSize);
  errors[sample * 3u] = means.x;
  errors[sample * 3u + 1u] = select(means.x, means.y, hasReference);
  errors[sample * 3u + 2u] = select(0.0, -means.z / params.temperature, hasReference);
}
