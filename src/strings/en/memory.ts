// Words about the memory a run takes.

export const memory = {
  summary: (size: string, edges: readonly string[], samples: string) =>
    `Training takes ${size} of memory at ${edges.join(' × ')} px, ${samples} at a time:`,
  fits: 'the GPU gives out that much.',
  fitsRecomputed:
    'the GPU gives out that much. Parts of the network are computed twice to save memory: the ' +
    'same numbers, about a fifth slower.',
  tooMuch: 'more than the GPU gives out now.',
  binding: (size: string) => `one buffer of ${size} is more than this GPU binds.`,
  wasm: (fits: boolean, limit: string) =>
    fits
      ? `on the processor, which can hold ${limit}.`
      : `more than the ${limit} that the processor (wasm) can hold.`,
  weights: 'Weights of the network that is trained on',
  activations: (samples: string) => `Activations of ${samples} at a time`,
  adapters: 'Adapters, gradients and optimizer',
  encoding: (first: boolean) =>
    first ? 'Autoencoder, while images are encoded first' : 'Autoencoder, beside the steps',
  note:
    'Planned from the shapes of the very operations a run makes. The browser and the page itself ' +
    'need some memory beside it.',
  int8:
    'int8 rounds the weights: on the bundled 64 px model the error of single images moved by ' +
    '0.6%, their mean by 0.2% (docs/full-size.md).',
  ways: 'What takes less, and fits:',
  noWays:
    'Not even 1 sample at a time of half the size with int8 weights fits: choose a smaller base, ' +
    'or close other tabs that use the GPU.',
  way: (width: string, height: string, samples: string, weights: 'file' | 'f16' | 'int8') =>
    `${width} × ${height} px, ${samples} at a time` +
    (weights === 'file' ? '' : `, ${weights} weights`),
};
