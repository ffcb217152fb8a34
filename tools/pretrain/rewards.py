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


ALL = {f.__name__: f for f in (mirror_symmetry, filled_area, edge_density, compactness, top_heaviness)}


def intraclass_correlation(scores, groups):
    """Share of the variance between groups: ICC(1) from one-way analysis of variance, groups may differ in size."""
    scores, names = np.asarray(scores, float), np.unique(groups)
    parts = [scores[np.asarray(groups) == g] for g in names]
    n = np.array([len(p) for p in parts])
    between = sum(len(p) * (p.mean() - scores.mean()) ** 2 for p in parts) / (len(parts) - 1)
    within = sum(((p - p.mean()) ** 2).sum() for p in parts) / (len(scores) - len(parts))
    size = (len(scores) - (n ** 2).sum() / len(scores)) / (len(parts) - 1)
    return (between - within) / (between + (size - 1) * within)
