// Params of the derivative of group norm, plain and tuned.

struct Params {
  count: u32,      // N·G
  groups: u32,
  positions: u32,
  rowCells: u32,   // cells of all channels
  groupCells: u32, // cells of one group's channels
  inverseSize: f32, // 1 / numbers in a group
}
