// Params of masked log-probabilities, plain and tuned.

struct Params {
  positions: u32, // N·L
  rowCells: u32,  // cells of V
  width: u32,     // codes of a cell
}
