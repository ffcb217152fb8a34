// Params of the norms over rows: layer norm and RMS norm, plain and tuned.

struct Params {
  rows: u32,
  rowCells: u32,    // cells of one row
  inverseSize: f32, // 1 / C
  eps: f32,
}
