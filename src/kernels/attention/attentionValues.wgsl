// Attention over a range of query rows, product with values: out_i = Σ_j scores[i, j]·b_j, 4 rows ×
// 4 channels per thread, registers only. b = v and out = o, with `flag` 1: rows are scaled by
// `shares` [N·heads, count]; or b = k, scores the slopes and out = dq. A tile's columns are cells
// of the head. Bytes per operation as in attentionScores.wgsl.

// #include "prelude/invocation.wgsl"
// #include "attention/attentionRange.wgsl"

@group(0) @binding(0) var<storage, read> scores: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read> shares: array<f32>;
@group(0) @binding(3) var<storage, read_write> out: array<vec4f>;

fn store(tile: Tile, line: u32, sum: vec4f) {
  let row = tile.row * 4u + line;
  if (row >= params.count) { return; }
  var value = sum;
  if (params.flag != 0u) { value *= shares[tile.batch * params.count + row]; }
  out[cellAt(tile.batch, params.queries, params.first + row) + tile.column] = value;
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let tile = tileOf(workgroupIndex(workgroup), local);
  if (tile.batch >= params.batches || tile.row * 4u >= params.count
      || tile.column >= params.cells) { return; }
  let lines = (tile.batch * params.count + tile.row * 4u) * params.keyQuads;
  let left = params.count - tile.row * 4u - 1u;
  let p0 = lines;
  let p1 = lines + min(1u, left) * params.keyQuads;
  let p2 = lines + min(2u, left) * params.keyQuads;
  let p3 = lines + min(3u, left) * params.keyQuads;
  let stride = params.heads * params.cells;
  let lastKey = params.keys - 1u;
  let source = cellAt(tile.batch, params.keys, 0u) + tile.column;
  var s0 = vec4f();
  var s1 = vec4f();
  var s2 = vec4f();
  var s3 = vec4f();
  for (var j = 0u; j < params.keyQuads; j++) {
    // Padded keys have weight 0: reading the last key again is harmless.
    let key = j * 4u;
    let w0 = b[source + key * stride];
    let w1 = b[source + min(key + 1u, lastKey) * stride];
    let w2 = b[source + min(key + 2u, lastKey) * stride];
    let w3 = b[source + min(key + 3u, lastKey) * stride];
    let x0 = scores[p0 + j];
    s0 += x0.x * w0 + x0.y * w1 + x0.z * w2 + x0.w * w3;
    let x1 = scores[p1 + j];
    s1 += x1.x * w0 + x1.y * w1 + x1.z * w2 + x1.w * w3;
    let x2 = scores[p2 + j];
    s2 += x2.x * w0 + x2.y * w1 + x2.z * w2 + x2.w * w3;
    let x3 = scores[p3 + j];
    s3 += x3.x * w0 + x3.y * w1 + x3.z * w2 + x3.w * w3;
  }
  store(tile, 0u, s0);
  store(tile, 1u, s1);
  store(tile, 2u, s2);
  store(tile, 3u, s3);
}
