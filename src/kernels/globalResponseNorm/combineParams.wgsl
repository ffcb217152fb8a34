// Params of the combining step of global response norm, plain and tuned.

struct Params {
  samples: u32,     // N
  rowCells: u32,    // cells of C
  slices: u32,      // S
  inverseSize: f32, // 1 / C
}
