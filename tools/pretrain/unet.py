"""UNet2DConditionModel, the Stable Diffusion 1.x kind, in plain torch.

What it is: diffusers' architecture and state-dict names (so the weights load anywhere), sizes from
config.json. What it is not: every diffusers option; anything outside SD 1.x/2.x is refused by name.
Legend: N batch, C channels, H W latent size, S = H*W tokens, L text tokens, D cross-attention width.
Runs on torch 1.13 and 2.x, CPU and GPU. Dropout is always 0, as in SD.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

DEFAULTS = dict(in_channels=4, out_channels=4, center_input_sample=False, flip_sin_to_cos=True, freq_shift=0,
                down_block_types=("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",),
                mid_block_type="UNetMidBlock2DCrossAttn",
                up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3,
                block_out_channels=(320, 640, 1280, 1280), layers_per_block=2, downsample_padding=1,
                act_fn="silu", norm_num_groups=32, norm_eps=1e-5, cross_attention_dim=1280,
                transformer_layers_per_block=1, attention_head_dim=8, num_attention_heads=None,
                use_linear_projection=False)
REFUSED = ("class_embed_type", "addition_embed_type", "encoder_hid_dim", "only_cross_attention",
           "dual_cross_attention", "time_cond_proj_dim", "resnet_skip_time_act", "class_embeddings_concat")


def per_block(value, blocks):
    """A config number may be one for all blocks or a list, one a block."""
    return list(value) if isinstance(value, (list, tuple)) else [value] * blocks


def attend(q, k, v):
    """Softmax attention. q [N,h,S,d], k and v [N,h,L,d] -> [N,h,S,d]; scale 1/sqrt(d), softmax in >= f32."""
    scores = q @ k.transpose(-1, -2)
    scores = scores.to(torch.promote_types(scores.dtype, torch.float32)) * q.shape[-1] ** -0.5
    return torch.softmax(scores, -1).to(v.dtype) @ v


class Attention(nn.Module):
    """Multi-head attention; keys and values from `context` [N,L,D] or, without one, from x [N,S,C]."""

    def __init__(self, channels, heads, context_dim=None, bias=False, group_norm=None):
        super().__init__()
        self.heads = heads
        if group_norm:
            self.group_norm = nn.GroupNorm(group_norm, channels, eps=1e-6)
        self.to_q = nn.Linear(channels, channels, bias=bias)
        self.to_k = nn.Linear(context_dim or channels, channels, bias=bias)
        self.to_v = nn.Linear(context_dim or channels, channels, bias=bias)
        self.to_out = nn.ModuleList([nn.Linear(channels, channels), nn.Identity()])

    def forward(self, x, context=None):
        context = x if context is None else context
        n, s, c = x.shape

        def split(y):
            return y.view(n, -1, self.heads, c // self.heads).transpose(1, 2)

        y = attend(split(self.to_q(x)), split(self.to_k(context)), split(self.to_v(context)))
        return self.to_out[0](y.transpose(1, 2).reshape(n, s, c))


class GEGLU(nn.Module):
    """x [..,C] -> a * gelu(b) with (a, b) = proj(x) [..,2*4C]; exact (erf) gelu."""

    def __init__(self, channels, inner):
        super().__init__()
        self.proj = nn.Linear(channels, 2 * inner)

    def forward(self, x):
        a, gate = self.proj(x).chunk(2, -1)
        return a * F.gelu(gate)


class FeedForward(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.net = nn.ModuleList([GEGLU(channels, 4 * channels), nn.Identity(), nn.Linear(4 * channels, channels)])

    def forward(self, x):
        return self.net[2](self.net[0](x))


class BasicTransformerBlock(nn.Module):
    """Self-attention, cross-attention to the text, feed-forward; each residual after a LayerNorm."""

    def __init__(self, channels, heads, context_dim):
        super().__init__()
        self.norm1 = nn.LayerNorm(channels)
        self.attn1 = Attention(channels, heads)
        self.norm2 = nn.LayerNorm(channels)
        self.attn2 = Attention(channels, heads, context_dim)
        self.norm3 = nn.LayerNorm(channels)
        self.ff = FeedForward(channels)

    def forward(self, x, context):
        x = x + self.attn1(self.norm1(x))
        x = x + self.attn2(self.norm2(x), context)
        return x + self.ff(self.norm3(x))


class Transformer2DModel(nn.Module):
    """[N,C,H,W] -> tokens [N,S,C] -> blocks -> [N,C,H,W] + input. 1x1 convolutions (SD 1) or linears (SD 2)."""

    def __init__(self, channels, heads, layers, context_dim, groups, linear):
        super().__init__()
        self.linear = linear
        self.norm = nn.GroupNorm(groups, channels, eps=1e-6)
        make = (lambda: nn.Linear(channels, channels)) if linear else (lambda: nn.Conv2d(channels, channels, 1))
        self.proj_in = make()
        self.transformer_blocks = nn.ModuleList(
            BasicTransformerBlock(channels, heads, context_dim) for _ in range(layers))
        self.proj_out = make()

    def forward(self, x, context):
        n, c, h, w = x.shape
        y = self.norm(x)
        if not self.linear:
            y = self.proj_in(y)
        y = y.permute(0, 2, 3, 1).reshape(n, h * w, c)
        if self.linear:
            y = self.proj_in(y)
        for block in self.transformer_blocks:
            y = block(y, context)
        if self.linear:
            y = self.proj_out(y)
        y = y.reshape(n, h, w, c).permute(0, 3, 1, 2)
        if not self.linear:
            y = self.proj_out(y)
        return x + y


class ResnetBlock2D(nn.Module):
    """GroupNorm, SiLU, conv, + time embedding, GroupNorm, SiLU, conv, + shortcut. [N,Cin,H,W] -> [N,Cout,H,W]."""

    def __init__(self, cin, cout, time_dim, groups, eps):
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, cin, eps=eps)
        self.conv1 = nn.Conv2d(cin, cout, 3, padding=1)
        if time_dim:
            self.time_emb_proj = nn.Linear(time_dim, cout)
        self.norm2 = nn.GroupNorm(groups, cout, eps=eps)
        self.conv2 = nn.Conv2d(cout, cout, 3, padding=1)
        self.conv_shortcut = nn.Conv2d(cin, cout, 1) if cin != cout else None

    def forward(self, x, temb=None):
        h = self.conv1(F.silu(self.norm1(x)))
        if temb is not None:
            h = h + self.time_emb_proj(F.silu(temb))[:, :, None, None]
        h = self.conv2(F.silu(self.norm2(h)))
        return h + (x if self.conv_shortcut is None else self.conv_shortcut(x))


class Downsample2D(nn.Module):
    """Stride-2 convolution. padding 0 (the VAE) pads right and bottom by one first."""

    def __init__(self, channels, padding=1):
        super().__init__()
        self.padding = padding
        self.conv = nn.Conv2d(channels, channels, 3, stride=2, padding=padding)

    def forward(self, x):
        return self.conv(x if self.padding else F.pad(x, (0, 1, 0, 1)))


class Upsample2D(nn.Module):
    """Nearest neighbour to `size` (or twice), then a 3x3 convolution."""

    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x, size=None):
        y = F.interpolate(x, size=size, mode="nearest") if size else F.interpolate(x, scale_factor=2.0, mode="nearest")
        return self.conv(y)


class Block(nn.Module):
    """One level, down or up: `resnets`, optional `attentions`, optional `downsamplers` / `upsamplers`."""

    def __init__(self, resnets, attentions, downsampler=None, upsampler=None):
        super().__init__()
        if attentions:
            self.attentions = nn.ModuleList(attentions)
        self.resnets = nn.ModuleList(resnets)
        if downsampler:
            self.downsamplers = nn.ModuleList([downsampler])
        if upsampler:
            self.upsamplers = nn.ModuleList([upsampler])

    def layer(self, i, x, temb, context):
        x = self.resnets[i](x, temb)
        return self.attentions[i](x, context) if hasattr(self, "attentions") else x


class TimestepEmbedding(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.linear_1 = nn.Linear(cin, cout)
        self.linear_2 = nn.Linear(cout, cout)

    def forward(self, x):
        return self.linear_2(F.silu(self.linear_1(x)))


def timestep_features(t, dim, flip_sin_to_cos, freq_shift):
    """t [N] (any number type) -> [N, dim] sinusoids, cos first when flip_sin_to_cos."""
    half = dim // 2
    exponent = -math.log(10000) * torch.arange(half, dtype=torch.float32, device=t.device) / (half - freq_shift)
    angle = t.float()[:, None] * exponent.exp()[None]
    pair = (angle.cos(), angle.sin()) if flip_sin_to_cos else (angle.sin(), angle.cos())
    return torch.cat(pair, -1)


class UNet2DConditionModel(nn.Module):
    """forward(sample [N,C,H,W], timestep [N] or [1], encoder_hidden_states [N,L,D]) -> prediction [N,C,H,W]."""

    def __init__(self, config):
        super().__init__()
        odd = [k for k in REFUSED if config.get(k)]
        if odd:
            raise ValueError(f"UNet config uses {odd}, which this SD 1.x/2.x model does not have; use an SD 1.x checkpoint")
        cfg = {**DEFAULTS, **{k: v for k, v in config.items() if v is not None}}
        self.config = cfg
        widths, groups, eps = list(cfg["block_out_channels"]), cfg["norm_num_groups"], cfg["norm_eps"]
        blocks, time_dim = len(widths), 4 * widths[0]
        heads = per_block(cfg["num_attention_heads"] or cfg["attention_head_dim"], blocks)
        depth = per_block(cfg["transformer_layers_per_block"], blocks)
        layers = per_block(cfg["layers_per_block"], blocks)
        context = per_block(cfg["cross_attention_dim"], blocks)

        def transformer(level):
            return Transformer2DModel(widths[level], heads[level], depth[level], context[level], groups,
                                      cfg["use_linear_projection"])

        def resnet(cin, cout):
            return ResnetBlock2D(cin, cout, time_dim, groups, eps)

        self.conv_in = nn.Conv2d(cfg["in_channels"], widths[0], 3, padding=1)
        self.time_embedding = TimestepEmbedding(widths[0], time_dim)
        self.down_blocks, skips, channels = nn.ModuleList(), [widths[0]], widths[0]
        for level, kind in enumerate(cfg["down_block_types"]):
            resnets = [resnet(channels if i == 0 else widths[level], widths[level]) for i in range(layers[level])]
            attentions = [transformer(level) for _ in resnets] if kind == "CrossAttnDownBlock2D" else []
            channels, last = widths[level], level == blocks - 1
            down = None if last else Downsample2D(channels, cfg["downsample_padding"])
            self.down_blocks.append(Block(resnets, attentions, downsampler=down))
            skips += [channels] * (layers[level] + (0 if last else 1))
        self.mid_block = Block([resnet(channels, channels) for _ in range(2)], [transformer(blocks - 1)])
        self.up_blocks = nn.ModuleList()
        for position, kind in enumerate(cfg["up_block_types"]):
            level, resnets = blocks - 1 - position, []
            for _ in range(layers[level] + 1):
                resnets.append(resnet(channels + skips.pop(), widths[level]))
                channels = widths[level]
            attentions = [transformer(level) for _ in resnets] if kind == "CrossAttnUpBlock2D" else []
            self.up_blocks.append(Block(resnets, attentions, upsampler=Upsample2D(channels) if level else None))
        self.conv_norm_out = nn.GroupNorm(groups, widths[0], eps=eps)
        self.conv_out = nn.Conv2d(widths[0], cfg["out_channels"], 3, padding=1)

    def forward(self, sample, timestep, encoder_hidden_states):
        cfg, context = self.config, encoder_hidden_states
        if cfg["center_input_sample"]:
            sample = 2 * sample - 1.0
        t = timestep.reshape(-1).expand(sample.shape[0])
        features = timestep_features(t, self.conv_in.out_channels, cfg["flip_sin_to_cos"], cfg["freq_shift"])
        temb = self.time_embedding(features.to(sample.dtype))
        x = self.conv_in(sample)
        skips = [x]
        for block in self.down_blocks:
            for i in range(len(block.resnets)):
                x = block.layer(i, x, temb, context)
                skips.append(x)
            if hasattr(block, "downsamplers"):
                x = block.downsamplers[0](x)
                skips.append(x)
        x = self.mid_block.layer(0, x, temb, context)
        x = self.mid_block.resnets[1](x, temb)
        for block in self.up_blocks:
            for i in range(len(block.resnets)):
                x = block.layer(i, torch.cat([x, skips.pop()], 1), temb, context)
            if hasattr(block, "upsamplers"):  # odd sizes: up to the size of the next skip, not twice
                x = block.upsamplers[0](x, skips[-1].shape[2:])
        return self.conv_out(F.silu(self.conv_norm_out(x)))
