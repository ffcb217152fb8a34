// Distances of two predictions, second of two dispatches: one thread per sample adds its slices
// (blocks of 32 in index order, then the blocks) and scales. partials [N, S], k [N] -> distances
// [N, 4] = (d, a₊, a₋, a): d = k·mean (e−o)², a± = √k·mean |o ± β(e−o)|, a =
// √k·mean |o|. Source: docs/losses.md 1.20.

// #include "prelude/invocation.wgsl"

struct Params {
  samples: u32,     // N
  slices: u32,      // S
  inverseSize: f32, // 1 / D
}

@group(0) @binding(0) var<storage, read> partials: array<vec4f>;
@group(0) @binding(1) var<storage, read> k: array<f32>;
@group(0) @binding(2) var<storage, read_write> distances: array<f32>;
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
  let means = total * params.inverseSize;
  let root = sqrt(k[sample]);
  let scaled = means * vec4f(k[sample], root, root, root);
  for (var column = 0u; column < 4u; column++) {
    distances[sample * 4u + column] = scaled[column];
  }
}
