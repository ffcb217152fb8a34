// Words of the bench in the plane.

export const bench2d = {
  open: '2-D bench',
  title: '2-D bench',
  homeHint: 'Each method against the best possible',
  lede:
    'A diffusion model of points in the plane, trained here with the same code as the image ' +
    'models. Everything about it is known, so the best possible result can be computed: the ' +
    'frontier. Move a slider and the model is trained again at once.',
  opening: 'Loading the model of the plane…',
  setup: 'What to train',
  method: 'Method',
  percentile: 'Threshold percentile',
  percentileSymbol: 'p',
  stop: 'Stop',
  race: 'Compare all methods',
  again: 'Train again',
  steps: (step: string, steps: string) => `Step ${step} of ${steps}`,
  answered: (seconds: string) => `first density ${seconds} s after the change`,
  planeTitle: 'The distribution',
  planeLede: 'Score R = x + 0.3 y: right is better, up a little. Dots are generated points.',
  ownScore: 'Score: as you drew it. Dots are generated points.',
  base: 'Base model',
  ownBase: 'Base model of your drawing',
  ownBaseAlt: 'Density of the base model that was trained on your drawing.',
  best: 'Best possible at this KL',
  baseAlt: 'Density of the base model: six modes on a ring.',
  policyAlt: (kl: string, gain: string) =>
    `Density of the trained model: KL ${kl} nats from the base, mean score ${gain} base standard ` +
    'deviations higher.',
  bestAlt: 'Density of the distribution with the highest mean score at the same KL.',
  frontierTitle: 'Gain against KL',
  frontierLede:
    'The line is the frontier: for every β, π* ∝ π_ref·exp(R/β) has the highest mean score at ' +
    'its ' +
    'KL to the base. A method lies below it; its share of the frontier’s gain says how near it ' +
    'came.',
  frontierAlt: (kl: string, gain: string, share: string) =>
    `The run is at KL ${kl} nats with a gain of ${gain} base standard deviations, ${share} of ` +
    `the ` +
    'frontier’s gain at that KL.',
  klAxis: 'KL(policy‖base), nats',
  gainAxis: 'gain, base sd',
  now: (label: string, kl: string, gain: string, share: string) =>
    `${label}: KL ${kl}, gain ${gain} sd, ${share} of the frontier`,
  waiting: 'Waiting for the first steps…',
  resultsTitle: 'Methods tried',
  resultsHint: 'Each run is added here when it ends; “Compare all methods” trains every one.',
  share: 'Share of the frontier',
  kl: 'KL',
  gain: 'Gain',
  stepsColumn: 'Steps',
  note:
    'One training seed. KL is measured on a smoothed grid of 64 × 64 cells with 2,000 points. ' +
    'Run ' +
    'npm run bench2d for several seeds and 20,000 points.',
  draw: {
    open: 'Draw your own',
    close: 'Close the drawing',
    what: 'Draw',
    sheets: { score: 'Score', distribution: 'Distribution' },
    sheetOf: {
      score: 'The plane: draw what is better and what is worse',
      distribution: 'The plane: draw where points lie',
    },
    help: {
      score:
        'Draw what is better and what is worse. The nearer to a stroke, the more it counts; the ' +
        'model is trained again after each stroke.',
      distribution:
        'Draw where points lie, then train a base model on them. It takes some seconds; every ' +
        'method can then be compared on it.',
    },
    keys:
      'Draw with mouse, pen or finger; or move the brush with the arrow keys (Shift: farther) ' +
      'and press the space bar.',
    brushAt: (x: string, y: string) => `Brush at x ${x}, y ${y}`,
    brush: 'Brush',
    brushes: {
      score: { '1': 'Better', '-1': 'Worse' },
      distribution: { '1': 'Points', '-1': 'Erase' },
    },
    size: 'Size of the brush',
    sizes: ['Small', 'Medium', 'Large'],
    undo: 'Undo',
    clear: 'Clear',
    train: 'Train a base on it',
    ring: 'Take the ring again',
  },
};
