// Params of the kernels of attention over the rows of one dispatch: query rows, or (for dK and dV)
// key rows.

struct Params {
  first: u32,   // first row of this dispatch, of N·heads·Tq or N·heads·Tk
  last: u32,    // row after its last
  heads: u32,
  queries: u32, // Tq
  keys: u32,    // Tk
  scale: f32,
}
