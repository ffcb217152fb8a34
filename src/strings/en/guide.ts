// Pages of the guide beside the bench in the plane: what to look at, and why.

export const guide = {
  title: 'Guide',
  open: 'Start the guide',
  close: 'Close the guide',
  closed: 'Nine short pages about learning from scores, each with something to try in the plane.',
  page: (page: string, of: string) => `Page ${page} of ${of}`,
  previous: 'Previous page',
  next: 'Next page',
  try: 'Try',
  pages: {
    feedback: {
      title: 'What feedback is',
      text: [
        'The base model generates points on a ring of six modes. Each point has one number: ' +
          'its score R = x + 0.3 y. That is all a training method gets: points of the base, each ' +
          'with a score, no pairs and no target image.',
        'Points to the right have a high score. Train, and watch the density move to the ' +
          'right: KL says how far the model has moved from the base, the gain how much the mean ' +
          'score rose.',
      ],
    },
    oracle: {
      title: 'The best possible',
      text: [
        'In the plane the answer is known. Among all models at the same KL, the one with the ' +
          'highest mean score is π* ∝ π_ref · exp(R/β): the base, reweighted by the exponential ' +
          'of the score. Every β gives one point of the frontier.',
        'No method can lie above the frontier. The share of its gain that a method reaches at ' +
          'its own KL is one honest number. Compare the trained density with the best possible ' +
          'one beside it.',
      ],
    },
    threshold: {
      title: 'Why a threshold',
      text: [
        'π* needs the ratio of exp(R/β) to its mean over all points of a prompt, which nobody ' +
          'knows for images. The score at which that ratio is 1 is a threshold τ: above it a ' +
          'point should become more likely, below it less likely. A percentile of the scores ' +
          'estimates τ.',
        'Move the percentile. A low τ treats nearly everything as good and moves little; a ' +
          'high one keeps only the best points as good and pushes all others away.',
      ],
    },
    weights: {
      title: 'Why weights',
      text: [
        'A label says only on which side of τ a point lies. The weight 1 + c·|s − τ| gives ' +
          'points far from τ more say than points next to it, whose side may be chance.',
        'Set c to 0, where all points count alike, and then to its greatest value. Look at the ' +
          'share of the frontier rather than at the gain.',
      ],
    },
    temperature: {
      title: 'What β and T do',
      text: [
        'The log-ratio of a point is its error difference divided by T, and β scales it once ' +
          'more. The loss flattens as soon as a point is clearly on its side, so T and β decide ' +
          'where training stops by itself.',
        'A small T stops early, near the base. A large T goes far along the frontier, and ' +
          'stays close to it.',
      ],
    },
    best: {
      title: 'Training on the best only',
      text: [
        'Supervised fine-tuning (SFT) on the better half copies every point above the median ' +
          'alike. It pays KL for points that are hardly better than the middle: its share of the ' +
          'frontier is the lowest here.',
        'SFT on the best tenth is nearly as efficient as a threshold, and goes far. Where it ' +
          'stops cannot be chosen: it has no reference model.',
      ],
    },
    pairs: {
      title: 'Pairs that do not stop',
      text: [
        'DPO learns from pairs: the better point of two should become more likely relative to ' +
          'the other. Its loss is never satisfied: a larger difference is always better.',
        'It is efficient at first, and then runs along the frontier to where a single mode is ' +
          'left. The number β brakes it; train it twice as long and it has gone on.',
      ],
    },
    modes: {
      title: 'Seeking modes, covering modes',
      text: [
        'DPO minimises a reverse KL: it may drop modes that π* still has. DMPO takes the ' +
          'forward KL as well and is asked to cover what π* covers.',
        'Compare the three densities: which modes are left in the trained model, and which in ' +
          'the best possible one at the same KL?',
      ],
    },
    too_far: {
      title: 'Too far',
      text: [
        'Without the logistic, a bad point can be pushed away without end. The mean score ' +
          'rises, and the points leave the ring for places where the base never was: reward is ' +
          'not quality. In the end the model generates points that are no numbers at all.',
        'With images this is where shapes break up while the score still rises. Watch KL, not ' +
          'the score alone; on the training screen, LoRA strengths above 1 show the same.',
      ],
    },
  },
};
