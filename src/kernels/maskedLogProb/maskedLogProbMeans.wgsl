// Log-probabilities of masked tokens, second of two dispatches: one thread per sample adds its
// positions (blocks of 32 in index order, then the blocks) and scales. partials [N, L] = (lp, lr,
// lp − lr, 1 where masked), k [N] -> errors [N, 3] = (m, r, a): m = −k·mean lp, r = −k·mean lr, a =
// k·mean(lp − lr)/T in nats; zeros where nothing is masked. Source: docs/losses.md 1.0, 1.17.

// #include "prelude/invocation.wgsl"

struct Params {
  samples: u32,   // N
  positions: u32, // L
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
  let start = sample * params.positions;
  var total = vec4f();
  for (var block = 0u; block < params.positions; block += 32u) {
    var part = vec4f();
    for (var p = block; p < min(block + 32u, params.positions); p++) { part += partials[start + p];
        }
    total += part;
  }
  let means = total.xyz * (k[sample] / max(total.w, 1.0));
  errors[sample * 3u] = -means.x;
  errors[sample * 3u + 1u] = -means.y;
  errors[sample * 3u + 2u] = means.z / params.temperature;
}
