// Gradient norm, second of two dispatches: one thread adds the slices (blocks of 32 in index order,
// then the blocks). partials [S] = (Σ g², not finite) -> norm [4] = (‖g‖₂, clip factor, 1 if not
// finite else 0, 0);
// clip factor = min(1, maxGradNorm/(‖g‖₂+1e-6)), 1 when maxGradNorm ≤ 0, 0 when not finite (the
// step is then skipped). A sum that overflows counts as not finite. Source:
// torch.nn.utils.clip_grad_norm_.

// #include "prelude/invocation.wgsl"

// #include "gradientNorm/gradientNormParams.wgsl"

@group(0) @binding(0) var<storage, read> partials: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> norm: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  if (threadIndex(workgroup, local) > 0u) { return; }
  var total = vec2f();
  for (var block = 0u; block < params.slices; block += 32u) {
    var part = vec2f();
    for (var s = block; s < min(block + 32u, params.slices); s++) { part += partials[s]; }
    total += part;
  }
  let broken = total.y > 0.0 || (bitcast<u32>(total.x) & 0x7f800000u) == 0x7f800000u;
  let length = sqrt(total.x);
  var factor = 1.0;
  if (params.maxGradNorm > 0.0) { factor = min(1.0, params.maxGradNorm / (length + 1e-6)); }
  norm[0] = length;
  norm[1] = select(factor, 0.0, broken);
  norm[2] = select(0.0, 1.0, broken);
  norm[3] = 0.0;
}
