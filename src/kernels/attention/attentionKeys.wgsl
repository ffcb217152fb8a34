// Attention derivative over a range of query rows, products by key: out_j (+)= Σ_i scores[i, j]·x_i
// over the range's rows in index order, 4 keys × 4 channels per thread, registers only. scores =
// probabilities and x = dO give dv; slopes and x = q give dk. `flag` 1: added to what earlier
// ranges wrote. A tile's rows are keys, its columns cells of the head.

// #include "prelude/invocation.wgsl"
// #include "attention/attentionRange.wgsl"

@group(0) @binding(0) var<storage, read> scores: array<vec4f>;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> out: array<vec4f>;

fn store(tile: Tile, line: u32, sum: vec4f) {
  let key = tile.row * 4u + line;
  if (key >= params.keys) { return; }
  let at = cellAt(tile.batch, params.keys, key) + tile.column;
  if (params.flag != 0u) { out[at] += sum; } else { out[at] = sum; }
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let tile = tileOf(workgroupIndex(workgroup), local);
  if (tile.batch >= params.batches || tile.row >= params.keyQuads
      || tile.column >= params.cells) { return; }
  let stride = params.heads * params.cells;
  var source = cellAt(tile.batch, params.queries, params.first) + tile.column;
  var at = tile.batch * params.count * params.keyQuads + tile.row;
  var s0 = vec4f();
  var s1 = vec4f();
  var s2 = vec4f();
  var s3 = vec4f();
  for (var i = 0u; i < params.count; i++) {
    let p = scores[at];
    let w = x[source];
    s0 += p.x * w;
    s1 += p.y * w;
    s2 += p.z * w;
    s3 += p.w * w;
    at += params.keyQuads;
    source += stride;
  }
  store(tile, 0u, s0);
  store(tile, 1u, s1);
  store(tile, 2u, s2);
  store(tile, 3u, s3);
}
