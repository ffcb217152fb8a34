// Params of the last steps of global response norm and of its derivative.

struct Params {
  count: u32,       // cells of x
  rowCells: u32,    // cells of C
  sampleCells: u32, // cells of one sample
  eps: f32,
}
