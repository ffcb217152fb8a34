// Params of the last step of the gradient norm, plain and tuned.

struct Params {
  slices: u32, // S
  maxGradNorm: f32,
}
