// Params of the kernels of attention for heads of any size: query rows, or (for dK and dV) key
// rows, each in parts.

struct Params {
  count: u32,   // parts·rows
  rows: u32,    // N·heads·Tq or N·heads·Tk
  heads: u32,
  queries: u32, // Tq
  keys: u32,    // Tk
  cells: u32,   // cells of a head
  scale: f32,
}
