// What the kernels of attention over a range of query rows share: sizes, and where a 4×4 tile of
// [rows of the range, columns] stands. `scores` [N·heads, count, 4·keyQuads] holds scores, then
// probabilities or their slopes; keys are padded to quads with zeros. 64 threads are laid `across`
// tiles wide.

struct Params {
  batches: u32,  // N·heads
  heads: u32,
  queries: u32,  // Tq
  keys: u32,     // Tk
  first: u32,    // first query row of the range
  count: u32,    // query rows of the range
  cells: u32,    // d/4
  keyQuads: u32, // ⌈Tk/4⌉
  across: u32,
  blocksAcross: u32,
  blocks: u32,   // of one batch
  scale: f32,
  flag: u32,     // see each kernel
}

@group(0) @binding(8) var<uniform> params: Params;

struct Tile {
  batch: u32,
  row: u32,    // in tiles of four
  column: u32, // in tiles of four
}

fn tileOf(index: u32, local: u32) -> Tile {
  let block = index % params.blocks;
  return Tile(
    index / params.blocks,
    (block / params.blocksAcross) * (64u / params.across) + local / params.across,
    (block % params.blocksAcross) * params.across + local % params.across,
  );
}

// First cell of row `row` of [N, rows, heads·d], in the head of this batch.
fn cellAt(batch: u32, rows: u32, row: u32) -> u32 {
  return ((batch / params.heads * rows + row) * params.heads + batch % params.heads) * params.cells;
}
