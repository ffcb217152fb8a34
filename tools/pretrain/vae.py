"""AutoencoderKL (the Stable Diffusion VAE) in plain torch, diffusers' names, sizes from config.json.

encode: image [N,3,H,W] in -1..1 -> mean, log-variance [N,c,H/f,W/f] (f = 2^(levels-1)), clamped to -30..20.
decode: latent [N,c,h,w] (already divided by scaling_factor) -> image [N,3,f*h,f*w].
"""
import torch
import torch.nn.functional as F
from torch import nn

from unet import Attention, Downsample2D, ResnetBlock2D, Upsample2D


class SpatialAttention(Attention):
    """One head over all pixels, with its own GroupNorm and residual. [N,C,H,W] -> same."""

    def __init__(self, channels, groups):
        super().__init__(channels, 1, bias=True, group_norm=groups)

    def forward(self, x, *_):
        n, c, h, w = x.shape
        y = self.group_norm(x).permute(0, 2, 3, 1).reshape(n, h * w, c)
        return x + super().forward(y).reshape(n, h, w, c).permute(0, 3, 1, 2)


class MidBlock(nn.Module):
    def __init__(self, channels, groups, attention=True):
        super().__init__()
        self.attentions = nn.ModuleList([SpatialAttention(channels, groups)] if attention else [])
        self.resnets = nn.ModuleList(ResnetBlock2D(channels, channels, None, groups, 1e-6) for _ in range(2))

    def forward(self, x):
        x = self.resnets[0](x)
        for attention in self.attentions:
            x = attention(x)
        return self.resnets[1](x)


class Level(nn.Module):
    """`layers` resnets, then an optional down- or upsampler."""

    def __init__(self, cin, cout, layers, groups, down=False, up=False):
        super().__init__()
        self.resnets = nn.ModuleList(
            ResnetBlock2D(cin if i == 0 else cout, cout, None, groups, 1e-6) for i in range(layers))
        if down:
            self.downsamplers = nn.ModuleList([Downsample2D(cout, padding=0)])
        if up:
            self.upsamplers = nn.ModuleList([Upsample2D(cout)])

    def forward(self, x):
        for resnet in self.resnets:
            x = resnet(x)
        if hasattr(self, "downsamplers"):
            x = self.downsamplers[0](x)
        return self.upsamplers[0](x) if hasattr(self, "upsamplers") else x


class Encoder(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        widths, groups, last = cfg["block_out_channels"], cfg["norm_num_groups"], len(cfg["block_out_channels"]) - 1
        self.conv_in = nn.Conv2d(cfg["in_channels"], widths[0], 3, padding=1)
        self.down_blocks = nn.ModuleList(
            Level(widths[max(i - 1, 0)], widths[i], cfg["layers_per_block"], groups, down=i < last)
            for i in range(len(widths)))
        self.mid_block = MidBlock(widths[-1], groups, cfg["mid_block_add_attention"])
        self.conv_norm_out = nn.GroupNorm(groups, widths[-1], eps=1e-6)
        self.conv_out = nn.Conv2d(widths[-1], 2 * cfg["latent_channels"], 3, padding=1)

    def forward(self, x):
        x = self.conv_in(x)
        for level in self.down_blocks:
            x = level(x)
        return self.conv_out(F.silu(self.conv_norm_out(self.mid_block(x))))


class Decoder(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        widths, groups = list(reversed(cfg["block_out_channels"])), cfg["norm_num_groups"]
        self.conv_in = nn.Conv2d(cfg["latent_channels"], widths[0], 3, padding=1)
        self.up_blocks = nn.ModuleList(
            Level(widths[max(i - 1, 0)], widths[i], cfg["layers_per_block"] + 1, groups, up=i < len(widths) - 1)
            for i in range(len(widths)))
        self.mid_block = MidBlock(widths[0], groups, cfg["mid_block_add_attention"])
        self.conv_norm_out = nn.GroupNorm(groups, widths[-1], eps=1e-6)
        self.conv_out = nn.Conv2d(widths[-1], cfg["out_channels"], 3, padding=1)

    def forward(self, x):
        x = self.mid_block(self.conv_in(x))
        for level in self.up_blocks:
            x = level(x)
        return self.conv_out(F.silu(self.conv_norm_out(x)))


class AutoencoderKL(nn.Module):
    def __init__(self, config):
        super().__init__()
        cfg = {"in_channels": 3, "out_channels": 3, "layers_per_block": 1, "latent_channels": 4,
               "norm_num_groups": 32, "scaling_factor": 0.18215, "mid_block_add_attention": True, **config}
        self.config = cfg
        self.encoder, self.decoder = Encoder(cfg), Decoder(cfg)
        c = cfg["latent_channels"]
        self.quant_conv = nn.Conv2d(2 * c, 2 * c, 1)
        self.post_quant_conv = nn.Conv2d(c, c, 1)

    def encode(self, image):
        mean, logvar = self.quant_conv(self.encoder(image)).chunk(2, 1)
        return mean, logvar.clamp(-30.0, 20.0)

    def decode(self, latent):
        return self.decoder(self.post_quant_conv(latent))
