// Rough images of encoded images without a decoder: colour is nearly linear in the latents of an
// autoencoder (or in the codebook's entries), so a linear map is fitted, by least squares, from
// what the decoder sees of a cell to the mean colour of its pixels in the images that were encoded.

import type { ImageSize } from '../domain/imageSize';
import { paradigmOf } from './list';
import type { BaseModel, EncodedImage } from './paradigm';

const COLOURS = 3;
/** Cells to have been seen for each number of the map. */
const CELLS_PER_NUMBER = 20;
/** Added to the diagonal, relative to its mean: keeps what was never seen at zero. */
const RIDGE = 1e-4;

/** Mean colour [h·w·3] of the pixels of each cell of an image [H,W,3]. */
export function cellColours(image: Float32Array, size: ImageSize, cells: ImageSize): Float32Array {
  const factor = size[0] / cells[0];
  const colours = new Float32Array(cells[0] * cells[1] * COLOURS);
  for (let y = 0; y < size[0]; y++)
    for (let x = 0; x < size[1]; x++) {
      const cell = Math.floor(y / factor) * cells[1] + Math.floor(x / factor);
      for (let c = 0; c < COLOURS; c++)
        colours[cell * COLOURS + c]! += image[(y * size[1] + x) * COLOURS + c]! / factor ** 2;
    }
  return colours;
}

/** X of A·X = B by elimination with pivots; A [n,n] and B [n,m] are overwritten. */
function solve(a: Float64Array[], b: Float64Array[]): Float64Array[] {
  const n = a.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++)
      if (Math.abs(a[row]![column]!) > Math.abs(a[pivot]![column]!)) pivot = row;
    [a[column], a[pivot]] = [a[pivot]!, a[column]!];
    [b[column], b[pivot]] = [b[pivot]!, b[column]!];
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = a[row]![column]! / a[column]![column]!;
      for (let i = column; i < n; i++) a[row]![i]! -= factor * a[column]![i]!;
      b[row]!.forEach((value, i) => (b[row]![i] = value - factor * b[column]![i]!));
    }
  }
  return b.map((row, i) => row.map((value) => value / a[i]![i]!));
}

export class RoughImages {
  /** Sums of x·xᵀ and x·yᵀ over cells, x = (features, 1). */
  private squares: Float64Array[] = [];
  private products: Float64Array[] = [];
  private cells = 0;
  private map: Float64Array[] | null = null;

  constructor(private readonly model: BaseModel) {}

  private features(encoded: EncodedImage): { readonly numbers: Float32Array; width: number } {
    const { latentSize } = this.model;
    const numbers = paradigmOf(this.model).features(this.model, encoded);
    return { numbers, width: numbers.length / (latentSize[0] * latentSize[1]) };
  }

  /** Takes in images [H,W,3] with what they were encoded as, until it has seen enough. */
  learn(encoded: readonly EncodedImage[], images: readonly Float32Array[]): void {
    const { imageSize, latentSize } = this.model;
    encoded.forEach((one, index) => {
      if (this.map) return;
      const { numbers, width } = this.features(one);
      if (this.squares.length === 0) {
        this.squares = Array.from({ length: width + 1 }, () => new Float64Array(width + 1));
        this.products = Array.from({ length: width + 1 }, () => new Float64Array(COLOURS));
      }
      const colours = cellColours(images[index]!, imageSize, latentSize);
      const x = new Float64Array(width + 1).fill(1);
      for (let cell = 0; cell < latentSize[0] * latentSize[1]; cell++) {
        x.set(numbers.subarray(cell * width, (cell + 1) * width));
        x.forEach((value, i) => {
          const squares = this.squares[i]!;
          for (let j = 0; j <= width; j++) squares[j]! += value * x[j]!;
          for (let c = 0; c < COLOURS; c++)
            this.products[i]![c]! += value * colours[cell * COLOURS + c]!;
        });
        this.cells++;
      }
      if (this.cells >= CELLS_PER_NUMBER * (width + 1)) this.fit();
    });
  }

  private fit(): void {
    const size = this.squares.length;
    const mean = this.squares.reduce((sum, row, i) => sum + row[i]!, 0) / size;
    this.squares.forEach((row, i) => (row[i]! += RIDGE * mean));
    this.map = solve(this.squares, this.products);
    this.squares = [];
    this.products = [];
  }

  /** Images [h,w,3] in [−1,1]; null before enough was seen. */
  paint(encoded: readonly EncodedImage[]): Float32Array[] | null {
    const { map } = this;
    if (!map) return null;
    return encoded.map((one) => {
      const { numbers, width } = this.features(one);
      const image = new Float32Array((numbers.length / width) * COLOURS);
      for (let at = 0; at < image.length; at++) {
        const cell = Math.floor(at / COLOURS);
        let value = map[width]![at % COLOURS]!;
        for (let i = 0; i < width; i++)
          value += map[i]![at % COLOURS]! * numbers[cell * width + i]!;
        image[at] = Math.max(-1, Math.min(1, value));
      }
      return image;
    });
  }
}
