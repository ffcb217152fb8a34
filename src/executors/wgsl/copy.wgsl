// Copies `count` numbers, four a thread. Used where a result must reach a flat state that its own
// node already reads.
struct Params { count: u32 }

@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> destination: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) local: u32) {
  let first = ((group.y * groups.x + group.x) * 64u + local) * 4u;
  for (var i = first; i < min(first + 4u, params.count); i++) { destination[i] = source[i]; }
}
