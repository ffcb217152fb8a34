// Where the workgroup-memory kernels of convolution read: the cell of x for an output pixel and a
// quad of the inner axis (tap·Ci + ci)/4, or zeros where padding or a stride leaves no source.

struct Pixel {
  inside: bool,
  start: u32, // first line of the sample in x
  y: i32,
  x: i32,
}

fn pixelAt(pixel: u32) -> Pixel {
  let line = pixel / params.width;
  return Pixel(
    pixel < params.samples * params.height * params.width,
    line / params.height * params.inHeight,
    i32(line % params.height) * params.times + params.offsetY,
    i32(pixel % params.width) * params.times + params.offsetX,
  );
}

fn sourceAt(pixel: Pixel, tap: u32, cell: u32) -> vec4f {
  let toY = pixel.y + params.sign * i32(tap / params.tapsAcross);
  let toX = pixel.x + params.sign * i32(tap % params.tapsAcross);
  let sy = toY / params.divide;
  let sx = toX / params.divide;
  let there = pixel.inside && toY >= 0 && toX >= 0 && sy * params.divide == toY
      && sx * params.divide == toX && sy < i32(params.inHeight) && sx < i32(params.inWidth);
  if (!there) { return vec4f(); }
  return x[((pixel.start + u32(sy)) * params.inWidth + u32(sx)) * params.ci4 + cell];
}

// Four pixels' sums from row `first` on.
fn storeTile(slice: u32, first: u32, column: u32, sums: mat4x4f) {
  if (column >= params.co4) { return; }
  storePixel(slice, first, column, sums[0]);
  storePixel(slice, first + 1u, column, sums[1]);
  storePixel(slice, first + 2u, column, sums[2]);
  storePixel(slice, first + 3u, column, sums[3]);
}

fn storePixel(slice: u32, pixel: u32, column: u32, sum: vec4f) {
  if (pixel >= params.samples * params.height * params.width) { return; }
  store(slice, pixel / params.width, pixel % params.width, column, sum);
}
