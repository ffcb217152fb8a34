// Params of the derivatives of the norms over rows, plain and tuned.

struct Params {
  rows: u32,
  rowCells: u32,    // cells of one row
  inverseSize: f32, // 1 / C
}
