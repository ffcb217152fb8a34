// Params of the last steps of sliced group norm and of its derivative.

struct Params {
  count: u32,       // cells of x
  groups: u32,
  sampleCells: u32, // cells of one sample
  rowCells: u32,    // cells of all channels
  groupCells: u32,  // cells of one group's channels
}
