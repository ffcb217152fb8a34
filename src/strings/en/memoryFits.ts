// What a step needs of a GPU's memory, and what fits it.

const gigabytes = (bytes: number): string =>
  bytes >= 1e8 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(0.1, bytes / 1e6).toFixed(1)} MB`;

export const memoryText = {
  planned: (bytes: number): string => `A step of this run needs ${gigabytes(bytes)} in all.`,
  given: (bytes: number): string => `The GPU has ${gigabytes(bytes)} to give now.`,
  sizes: (samples: number, weights: string, bytes: number): string => {
    const count = samples === 1 ? '1 sample' : `${samples} samples`;
    const kept = weights === 'file' ? '' : ` with ${weights} weights`;
    return `${count} at a time${kept} (${gigabytes(bytes)})`;
  },
  fits: (sizes: readonly string[]): string =>
    `This fits: ${sizes.join(', or ')}. A smaller image size needs less too.`,
  nothingFits:
    'Not even 1 sample at a time with int8 weights fits: choose a smaller image size or a ' +
    'smaller base, or close other tabs that use the GPU.',
};
