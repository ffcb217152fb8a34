// What a step needs of a GPU's memory, and what fits it.

const gigabytes = (bytes: number): string =>
  bytes >= 1e8 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(0.1, bytes / 1e6).toFixed(1)} MB`;

export const memoryText = {
  planned: (bytes: number): string => `A step of this run needs ${gigabytes(bytes)} in all.`,
  given: (bytes: number): string => `The GPU has ${gigabytes(bytes)} to give now.`,
  way: (way: {
    readonly resolution: readonly [number, number];
    readonly microBatch: number;
    readonly weightStorage: string;
    readonly bytes: number;
  }): string => {
    const [height, width] = way.resolution;
    const count = way.microBatch === 1 ? '1 sample' : `${way.microBatch} samples`;
    const kept = way.weightStorage === 'file' ? '' : ` with ${way.weightStorage} weights`;
    return `${count} at a time of ${width} × ${height} px${kept} (${gigabytes(way.bytes)})`;
  },
  fits: (ways: readonly string[]): string => `This fits: ${ways.join(', or ')}.`,
  nothingFits:
    'Not even 1 sample at a time of half the size with int8 weights fits: choose a smaller base, ' +
    'or close other tabs that use the GPU.',
};
