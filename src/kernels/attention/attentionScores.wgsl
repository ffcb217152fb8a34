// Attention over a range of query rows, products with keys: scores[i, j] from a_i·b_j, a 4×4 tile
// per thread, registers only. `mode` 0: scale·q·k, for attentionSoftmax.wgsl. 1: probabilities
// exp(scale·q·k − lse) from rows = (lse, delta) [N, heads, Tq]. 2: a = dO, b = v and scores holds
// the probabilities p: they become slopes scale·p·(dO·v − delta), in place. Masked and padded keys
// give −3.4e38 in mode 0, else 0.
// Per 4 channels a thread reads 8·16 bytes for 128 operations: 1 byte per operation, from cache.
// Source: Dao, FlashAttention-2, 2023, algorithms 1 and 2, with P of a range of rows in memory.

// #include "prelude/invocation.wgsl"
// #include "attention/attentionRange.wgsl"

override mode: u32 = 0u;
override causal: bool = false;

@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read> rows: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> scores: array<vec4f>;

fn store(tile: Tile, line: u32, product: vec4f) {
  let row = tile.row * 4u + line;
  if (row >= params.count) { return; }
  let query = params.first + row;
  let at = (tile.batch * params.count + row) * params.keyQuads + tile.column;
  let key = vec4u(0u, 1u, 2u, 3u) + tile.column * 4u;
  var masked = key >= vec4u(params.keys);
  if (causal) { masked = masked | (key > vec4u(query)); }
  if (mode == 0u) {
    scores[at] = select(params.scale * product, vec4f(-3.4e38), masked);
    return;
  }
  let stat = rows[tile.batch * params.queries + query];
  if (mode == 1u) {
    let p = exp(clamp(params.scale * product - stat.x, vec4f(-80.0), vec4f(0.0)));
    scores[at] = select(p, vec4f(0.0), masked);
  } else {
    scores[at] = scores[at] * (product - stat.y) * params.scale;
  }
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let tile = tileOf(workgroupIndex(workgroup), local);
  if (tile.batch >= params.batches || tile.row * 4u >= params.count
      || tile.column >= params.keyQuads) { return; }
  let row = params.first + tile.row * 4u;
  let lastRow = params.first + params.count - 1u;
  let key = tile.column * 4u;
  let lastKey = params.keys - 1u;
  let a0 = cellAt(tile.batch, params.queries, row);
  let a1 = cellAt(tile.batch, params.queries, min(row + 1u, lastRow));
  let a2 = cellAt(tile.batch, params.queries, min(row + 2u, lastRow));
  let a3 = cellAt(tile.batch, params.queries, min(row + 3u, lastRow));
  let b0 = cellAt(tile.batch, params.keys, key);
  let b1 = cellAt(tile.batch, params.keys, min(key + 1u, lastKey));
  let b2 = cellAt(tile.batch, params.keys, min(key + 2u, lastKey));
  let b3 = cellAt(tile.batch, params.keys, min(key + 3u, lastKey));
  var s0 = vec4f();
  var s1 = vec4f();
  var s2 = vec4f();
  var s3 = vec4f();
  for (var c = 0u; c < params.cells; c++) {
    let w0 = b[b0 + c];
    let w1 = b[b1 + c];
    let w2 = b[b2 + c];
    let w3 = b[b3 + c];
    let x0 = a[a0 + c];
    s0 += vec4f(dot(x0, w0), dot(x0, w1), dot(x0, w2), dot(x0, w3));
    let x1 = a[a1 + c];
    s1 += vec4f(dot(x1, w0), dot(x1, w1), dot(x1, w2), dot(x1, w3));
    let x2 = a[a2 + c];
    s2 += vec4f(dot(x2, w0), dot(x2, w1), dot(x2, w2), dot(x2, w3));
    let x3 = a[a3 + c];
    s3 += vec4f(dot(x3, w0), dot(x3, w1), dot(x3, w2), dot(x3, w3));
  }
  store(tile, 0u, s0);
  store(tile, 1u, s1);
  store(tile, 2u, s2);
  store(tile, 3u, s3);
}
