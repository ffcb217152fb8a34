// Convolution as an implicit product, channels-last: y[pixel, Co] = Σ_tap,ci x[source(pixel, tap), ci]·w[tap·Ci + ci, Co]
// + bias + residual. Ci and Co multiples of 4. A thread computes 8 pixels of one line × 8 channels (for SwiftShader).
// Forward: source = pixel·times + tap + offset, divide 1. Derivative by the input: source = (pixel − tap + offset)/divide
// where that is whole; the thread's pixels are `divide` apart, so that all or none of them have a source.
// Taps may be cut in `slices` (partial sums, added by matmul.sum.wgsl). One integer division a tap, not one a number.
struct Params {
  samples: u32, height: u32, width: u32, inHeight: u32, inWidth: u32, ci4: u32, co4: u32, taps: u32, tapsAcross: u32,
  times: i32, sign: i32, divide: i32, offsetY: i32, offsetX: i32,
  tilesAcross: u32, across: u32, blocksAcross: u32, blocks: u32, slices: u32, sliceTaps: u32, hasBias: u32, hasResidual: u32,
}

@group(0) @binding(0) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> w: array<vec4<f32>>; // weights
fn weight(index: u32) -> vec4<f32> { return w[index]; }
@group(0) @binding(2) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> residual: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> y: array<vec4<f32>>;
@group(1) @binding(0) var<uniform> params: Params;

fn store(slice: u32, line: u32, px: u32, column: u32, sum: vec4<f32>) {
  if (px >= params.width || column >= params.co4) { return; }
  let index = (line * params.width + px) * params.co4 + column;
  var value = sum;
  if (params.hasBias != 0u) { value += bias[column]; }
  if (params.hasResidual != 0u) { value += residual[index]; }
  y[slice * params.samples * params.height * params.width * params.co4 + index] = value;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let index = group.y * groups.x + group.x;
  let slice = index / params.blocks;
  let block = index % params.blocks;
  let tile = (block / params.blocksAcross) * (64u / params.across) + local / params.across;
  let column = ((block % params.blocksAcross) * params.across + local % params.across) * 2u;
  let line = tile / params.tilesAcross; // sample · height + y
  if (slice >= params.slices || line >= params.samples * params.height || column >= params.co4) { return; }
  let apart = u32(params.divide);
  let inLine = tile % params.tilesAcross;
  let px = (inLine / apart) * 8u * apart + inLine % apart;
  let sample = line / params.height;
  let firstY = i32(line % params.height) * params.times + params.offsetY;
  let firstX = i32(px) * params.times + params.offsetX;
  let second = min(column + 1u, params.co4 - 1u);
  var s0a = vec4<f32>(0.0);
  var s0b = vec4<f32>(0.0);
  var s1a = vec4<f32>(0.0);
  var s1b = vec4<f32>(0.0);
  var s2a = vec4<f32>(0.0);
  var s2b = vec4<f32>(0.0);
  var s3a = vec4<f32>(0.0);
  var s3b = vec4<f32>(0.0);
  var s4a = vec4<f32>(0.0);
  var s4b = vec4<f32>(0.0);
  var s5a = vec4<f32>(0.0);
  var s5b = vec4<f32>(0.0);
  var s6a = vec4<f32>(0.0);
  var s6b = vec4<f32>(0.0);
  var s7a = vec4<f32>(0.0);
  var s7b = vec4<f32>(0.0);
  let last = min((slice + 1u) * params.sliceTaps, params.taps);
  for (var tap = slice * params.sliceTaps; tap < last; tap++) {
    let toY = firstY + params.sign * i32(tap / params.tapsAcross);
    let toX = firstX + params.sign * i32(tap % params.tapsAcross);
    let sy = toY / params.divide;
    let sx = toX / params.divide;
    if (toY < 0 || sy >= i32(params.inHeight) || sy * params.divide != toY || sx * params.divide != toX) { continue; }
    let start = (sample * params.inHeight + u32(sy)) * params.inWidth;
    let at0 = u32(sx); // before the line it wraps to a huge number
    let at1 = u32(sx + params.times);
    let at2 = u32(sx + 2 * params.times);
    let at3 = u32(sx + 3 * params.times);
    let at4 = u32(sx + 4 * params.times);
    let at5 = u32(sx + 5 * params.times);
    let at6 = u32(sx + 6 * params.times);
    let at7 = u32(sx + 7 * params.times);
    let i0 = (start + min(at0, params.inWidth - 1u)) * params.ci4;
    let i1 = (start + min(at1, params.inWidth - 1u)) * params.ci4;
    let i2 = (start + min(at2, params.inWidth - 1u)) * params.ci4;
    let i3 = (start + min(at3, params.inWidth - 1u)) * params.ci4;
    let i4 = (start + min(at4, params.inWidth - 1u)) * params.ci4;
    let i5 = (start + min(at5, params.inWidth - 1u)) * params.ci4;
    let i6 = (start + min(at6, params.inWidth - 1u)) * params.ci4;
    let i7 = (start + min(at7, params.inWidth - 1u)) * params.ci4;
    var row = tap * params.ci4 * 4u * params.co4;
    for (var c = 0u; c < params.ci4; c++) {
      let w0a = weight(row + column);
      let w0b = weight(row + second);
      let w1a = weight(row + params.co4 + column);
      let w1b = weight(row + params.co4 + second);
      let w2a = weight(row + 2u * params.co4 + column);
      let w2b = weight(row + 2u * params.co4 + second);
      let w3a = weight(row + 3u * params.co4 + column);
      let w3b = weight(row + 3u * params.co4 + second);
      let v0 = select(vec4<f32>(0.0), x[i0 + c], at0 < params.inWidth);
      s0a += v0.x * w0a + v0.y * w1a + v0.z * w2a + v0.w * w3a;
      s0b += v0.x * w0b + v0.y * w1b + v0.z * w2b + v0.w * w3b;
      let v1 = select(vec4<f32>(0.0), x[i1 + c], at1 < params.inWidth);
      s1a += v1.x * w0a + v1.y * w1a + v1.z * w2a + v1.w * w3a;
      s1b += v1.x * w0b + v1.y * w1b + v1.z * w2b + v1.w * w3b;
      let v2 = select(vec4<f32>(0.0), x[i2 + c], at2 < params.inWidth);
      s2a += v2.x * w0a + v2.y * w1a + v2.z * w2a + v2.w * w3a;
      s2b += v2.x * w0b + v2.y * w1b + v2.z * w2b + v2.w * w3b;
      let v3 = select(vec4<f32>(0.0), x[i3 + c], at3 < params.inWidth);
      s3a += v3.x * w0a + v3.y * w1a + v3.z * w2a + v3.w * w3a;
      s3b += v3.x * w0b + v3.y * w1b + v3.z * w2b + v3.w * w3b;
      let v4 = select(vec4<f32>(0.0), x[i4 + c], at4 < params.inWidth);
      s4a += v4.x * w0a + v4.y * w1a + v4.z * w2a + v4.w * w3a;
      s4b += v4.x * w0b + v4.y * w1b + v4.z * w2b + v4.w * w3b;
      let v5 = select(vec4<f32>(0.0), x[i5 + c], at5 < params.inWidth);
      s5a += v5.x * w0a + v5.y * w1a + v5.z * w2a + v5.w * w3a;
      s5b += v5.x * w0b + v5.y * w1b + v5.z * w2b + v5.w * w3b;
      let v6 = select(vec4<f32>(0.0), x[i6 + c], at6 < params.inWidth);
      s6a += v6.x * w0a + v6.y * w1a + v6.z * w2a + v6.w * w3a;
      s6b += v6.x * w0b + v6.y * w1b + v6.z * w2b + v6.w * w3b;
      let v7 = select(vec4<f32>(0.0), x[i7 + c], at7 < params.inWidth);
      s7a += v7.x * w0a + v7.y * w1a + v7.z * w2a + v7.w * w3a;
      s7b += v7.x * w0b + v7.y * w1b + v7.z * w2b + v7.w * w3b;
      row += 4u * params.co4;
    }
  }
  store(slice, line, px, column, s0a);
  store(slice, line, px, column + 1u, s0b);
  store(slice, line, px + apart, column, s1a);
  store(slice, line, px + apart, column + 1u, s1b);
  store(slice, line, px + 2u * apart, column, s2a);
  store(slice, line, px + 2u * apart, column + 1u, s2b);
  store(slice, line, px + 3u * apart, column, s3a);
  store(slice, line, px + 3u * apart, column + 1u, s3b);
  store(slice, line, px + 4u * apart, column, s4a);
  store(slice, line, px + 4u * apart, column + 1u, s4b);
  store(slice, line, px + 5u * apart, column, s5a);
  store(slice, line, px + 5u * apart, column + 1u, s5b);
  store(slice, line, px + 6u * apart, column, s6a);
  store(slice, line, px + 6u * apart, column + 1u, s6b);
  store(slice, line, px + 7u * apart, column, s7a);
  store(slice, line, px + 7u * apart, column + 1u, s7b);
}
