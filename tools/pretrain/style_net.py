"""The scorer's style head: a small convolutional net that reads the pixels.

Why not a linear head on CLIP's image_embeds: what tells 3d, flat and Noto apart is shading and edges of a pixel or
two, and a transformer of three layers over 8x8 patches tells 82 to 92 % of held-out pictures from those embeddings,
where these 14 thousand weights tell 95 % (public/models/README.md). All convolutions 3x3, zero padding 1.
  conv_in 3 -> C0 at full size, SiLU; then per width a conv of stride 2, GroupNorm, SiLU; then the mean and the
  largest value over all positions, 2 C numbers, and one linear layer.
Sizes are read from the weights; groups, eps, style names, mean and std of the pixels from the file's metadata.
"""
import torch
import torch.nn.functional as F
from torch import nn

WIDTHS = (24, 24, 48)
GROUPS = 4
EPS = 1e-5


class StyleNet(nn.Module):
    def __init__(self, styles, widths=WIDTHS):
        super().__init__()
        self.conv_in = nn.Conv2d(3, widths[0], 3, padding=1)
        self.convs = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in zip(widths, widths[1:]))
        self.norms = nn.ModuleList(nn.GroupNorm(GROUPS, width, EPS) for width in widths[1:])
        self.classifier = nn.Linear(2 * widths[-1], styles)

    def features(self, pixels):
        """Normalised pixels [N,3,H,W] -> [N,2C]."""
        x = F.silu(self.conv_in(pixels))
        for conv, norm in zip(self.convs, self.norms):
            x = F.silu(norm(conv(x)))
        return torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)

    def forward(self, pixels):
        """-> logits [N, styles]."""
        return self.classifier(self.features(pixels))
