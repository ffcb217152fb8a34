"""Scores of one picture from its pixels alone, each made so that no colour filter can raise it.

All take uint8 [N,H,W,3] and return float64 [N]. Grey = 0.299 R + 0.587 G + 0.114 B (0..255, float64).
They are unchanged by brightness and contrast changes of the whole picture: symmetry is a correlation, the
others work on ink = |grey - paper|, paper = the mean grey of the outermost ring of pixels, and compare it
with its own largest value. Written to be re-implemented line by line (src/rewards/).
"""
import numpy as np


def grey_of(images):
    x = images.astype(np.float64)
    return 0.299 * x[..., 0] + 0.587 * x[..., 1] + 0.114 * x[..., 2]


def ink_of(images):
    """|grey - paper| / its maximum, 0..1, [N,H,W]; all 0 for an empty picture (spread below 1 grey level)."""
    grey = grey_of(images)
    ring = np.ones(grey.shape[1:], bool)
    ring[1:-1, 1:-1] = False
    ink = np.abs(grey - grey[:, ring].mean(1)[:, None, None])
    top = ink.max((1, 2))[:, None, None]
    return np.where(top < 1, 0.0, ink / np.maximum(top, 1e-12))


def mirror_symmetry(images):
    """Pearson correlation of the grey picture with its left-right mirror image, -1..1; 0 when empty."""
    grey = grey_of(images)
    d = grey - grey.mean((1, 2), keepdims=True)
    variance = (d * d).mean((1, 2))
    return np.where(variance < 1, 0.0, (d * d[:, :, ::-1]).mean((1, 2)) / np.maximum(variance, 1e-12))


def filled_area(images):
    """Share of pixels with ink above 0.15."""
    return (ink_of(images) > 0.15).mean((1, 2))


def edge_density(images):
    """Mean of |horizontal| + |vertical| differences of ink between neighbours."""
    ink = ink_of(images)
    return np.abs(np.diff(ink, axis=2)).mean((1, 2)) + np.abs(np.diff(ink, axis=1)).mean((1, 2))


def compactness(images):
    """4 pi area / perimeter^2 of the inked region (ink > 0.15); perimeter in pixel edges, so a square has pi/4."""
    mask = np.pad(ink_of(images) > 0.15, ((0, 0), (1, 1), (1, 1)))
    perimeter = (mask[:, 1:] != mask[:, :-1]).sum((1, 2)) + (mask[:, :, 1:] != mask[:, :, :-1]).sum((1, 2))
    return 4 * np.pi * mask.sum((1, 2)) / np.maximum(perimeter, 1) ** 2


def top_heaviness(images):
    """Centre of the ink's mass, upwards: 0.5 - (mean row of the ink) / height; positive = top heavy."""
    ink = ink_of(images)
    rows = (np.arange(ink.shape[1]) + 0.5) / ink.shape[1]
    return 0.5 - (ink.sum(2) * rows).sum(1) / np.maximum(ink.sum((1, 2)), 1e-12)


def margins(images):
    """Widths of the empty borders left, right, top, bottom, as shares of the side, [N,4].

    A border ends where the ink passed so far (columns or rows summed from that side, ink > 0.15 only) reaches
    1 % of all ink; linear interpolation inside that column or row, so the value is continuous.
    """
    ink = ink_of(images)
    ink = np.where(ink > 0.15, ink, 0.0)
    columns, rows = ink.sum(1), ink.sum(2)
    total = np.maximum(ink.sum((1, 2)), 1e-12)
    return np.stack([_border(x, total) for x in (columns, columns[:, ::-1], rows, rows[:, ::-1])], 1)


def _border(sums, total):
    """sums [N,W] of ink from one side, total [N] -> where 1 % of the total is reached, / W."""
    passed = np.cumsum(sums, 1)
    goal = 0.01 * total[:, None]
    first = (passed >= goal).argmax(1)
    at = np.arange(len(sums))
    before = passed[at, first] - sums[at, first]
    return (first + (goal[:, 0] - before) / np.maximum(sums[at, first], 1e-12)) / sums.shape[1]


def span(images):
    """The longer side of the picture's box, as a share of the frame: 1 - left - right or 1 - top - bottom."""
    m = margins(images)
    return np.maximum(1 - m[:, 0] - m[:, 1], 1 - m[:, 2] - m[:, 3])


def centred(images):
    """Minus the distance of the box's middle from the frame's, in shares of the side: 0 is best."""
    m = margins(images)
    return -0.5 * np.hypot(m[:, 0] - m[:, 1], m[:, 2] - m[:, 3])


def composition(images):
    """Large and in the middle: span + centred."""
    return span(images) + centred(images)


def right_leaning(images):
    """Skewness of the ink's columns: positive when the mass sits left with a tail to the right."""
    ink = ink_of(images).sum(1)
    x = np.arange(ink.shape[1])[None]
    total = np.maximum(ink.sum(1), 1e-12)[:, None]
    mean = (ink * x).sum(1, keepdims=True) / total
    second, third = ((ink * (x - mean) ** k).sum(1) / total[:, 0] for k in (2, 3))
    return third / np.maximum(second, 1e-12) ** 1.5


def weight_to_the_right(images):
    """(right - left) / (right + left) of the ink in the two halves of the frame, -1..1."""
    columns = ink_of(images).sum(1)
    half = columns.shape[1] // 2
    left, right = columns[:, :half].sum(1), columns[:, -half:].sum(1)
    return (right - left) / np.maximum(right + left, 1e-12)


def warmth(images):
    """Mean of (R - B) / 255, -1..1."""
    x = images.astype(np.float64)
    return (x[..., 0] - x[..., 2]).mean((1, 2)) / 255


def two_words(scorer, more, less):
    """images -> cos(e, more) - cos(e, less) by a clip_model.Scorer, e = unit embedding of the image."""
    texts = scorer.texts([more, less])
    return lambda images: (scorer.images(images) @ (texts[0] - texts[1])).double().numpy()


ALL = {f.__name__: f for f in (warmth, mirror_symmetry, filled_area, edge_density, compactness, top_heaviness, span, centred,
                               composition, right_leaning, weight_to_the_right)}


def intraclass_correlation(scores, groups):
    """Share of the variance between groups: ICC(1) from one-way analysis of variance, groups may differ in size."""
    scores, names = np.asarray(scores, float), np.unique(groups)
    parts = [scores[np.asarray(groups) == g] for g in names]
    n = np.array([len(p) for p in parts])
    between = sum(len(p) * (p.mean() - scores.mean()) ** 2 for p in parts) / (len(parts) - 1)
    within = sum(((p - p.mean()) ** 2).sum() for p in parts) / (len(scores) - len(parts))
    size = (len(scores) - (n ** 2).sum() / len(scores)) / (len(parts) - 1)
    return (between - within) / (between + (size - 1) * within)
