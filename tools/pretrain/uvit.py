"""UVit2DModel, the transformer of aMUSEd (MaskGIT), in plain torch.

What it is: diffusers' architecture and state-dict names, sizes from config.json. What it is not: dropout,
biases (aMUSEd has neither). There are no position embeddings: where a token lies is known only from the zero
padding of the depthwise convolutions, so the transformer tells apart as many rings from the border as there
are residual blocks before it. Both attentions of a SkipFFTransformerBlock look at the text alone.
Legend: N batch, H W token grid, C block channels, D hidden size, L text tokens, V codebook. Inside, grids are
[N,H,W,C]; a convolution sees a permuted view of them (channels_last), so nothing is copied.
"""
import torch
import torch.nn.functional as F
from torch import nn

from unet import GEGLU, attend, timestep_features

DEFAULTS = dict(hidden_size=1024, use_bias=False, hidden_dropout=0.0, cond_embed_dim=768, micro_cond_encode_dim=256,
                micro_cond_embed_dim=1280, encoder_hidden_size=768, vocab_size=8256, codebook_size=8192,
                in_channels=768, block_out_channels=768, num_res_blocks=3, downsample=False, upsample=False,
                block_num_heads=12, num_hidden_layers=22, num_attention_heads=16, attention_dropout=0.0,
                intermediate_size=2816, layer_norm_eps=1e-6, ln_elementwise_affine=True, sample_size=64)


def convolve(conv, x):
    """A convolution module on [N,H,W,C] -> [N,H',W',C']."""
    return conv(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)


def at_least_f32(x):
    return torch.promote_types(x.dtype, torch.float32)


class RMSNorm(nn.Module):
    """x / sqrt(mean of squares + eps) * weight, over the last dimension; squares are summed in float32 at least."""

    def __init__(self, width, eps):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        length = torch.linalg.vector_norm(x, dim=-1, keepdim=True, dtype=at_least_f32(x))
        return x * torch.rsqrt(length.square() / x.shape[-1] + self.eps).to(x.dtype) * self.weight.to(x.dtype)


class GlobalResponseNorm(nn.Module):
    """ConvNeXt V2: x [N,H,W,C] -> gamma * x * g / mean_C(g) + beta + x, with g = L2 norm of x over H and W."""

    def __init__(self, width):
        super().__init__()
        self.gamma = nn.Parameter(torch.zeros(1, 1, 1, width))
        self.beta = nn.Parameter(torch.zeros(1, 1, 1, width))

    def forward(self, x):
        # the small number keeps the square root's gradient finite; it is below the norm's own rounding
        g = ((x * x).sum((1, 2), keepdim=True, dtype=at_least_f32(x)) + 1e-24).sqrt()
        relative = (g / (g.mean(-1, keepdim=True) + 1e-6)).to(x.dtype)
        return x * (1 + self.gamma.to(x.dtype) * relative) + self.beta.to(x.dtype)


class Attention(nn.Module):
    """Multi-head attention without biases; keys and values from `context`, else from x."""

    def __init__(self, width, heads, context=None):
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_k = nn.Linear(context or width, width, bias=False)
        self.to_v = nn.Linear(context or width, width, bias=False)
        self.to_out = nn.ModuleList([nn.Linear(width, width, bias=False)])

    def forward(self, x, context=None):
        context = x if context is None else context
        n, s, c = x.shape

        def split(y):
            return y.view(n, -1, self.heads, c // self.heads).transpose(1, 2)

        y = attend(split(self.to_q(x)), split(self.to_k(context)), split(self.to_v(context)))
        return self.to_out[0](y.transpose(1, 2).reshape(n, s, c))


class PlainLayerNorm(nn.Module):
    """LayerNorm with a weight and no bias (torch 1.13's module cannot leave the bias out)."""

    def __init__(self, width, eps):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return F.layer_norm(x, x.shape[-1:], self.weight.to(x.dtype), None, self.eps)


class AdaNorm(nn.Module):
    """A norm, then scale and shift from the pooled condition [N,D] (diffusers: ada_norm_continuous)."""

    def __init__(self, width, eps, norm=RMSNorm):
        super().__init__()
        self.linear = nn.Linear(width, 2 * width, bias=False)
        self.norm = norm(width, eps)

    def forward(self, x, condition):
        scale, shift = self.linear(F.silu(condition)).chunk(2, 1)
        return self.norm(x) * (1 + scale)[:, None] + shift[:, None]


class FeedForward(nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        gate = GEGLU(width, inner)
        gate.proj = nn.Linear(width, 2 * inner, bias=False)
        self.net = nn.ModuleList([gate, nn.Identity(), nn.Linear(inner, width, bias=False)])

    def forward(self, x):
        return self.net[2](self.net[0](x))


class TransformerLayer(nn.Module):
    """Self-attention, attention to the text, feed-forward; each residual after an AdaNorm. [N,S,D] -> same.

    diffusers norms by RMS before the attentions and with a true LayerNorm (mean taken off) before the feed-forward.
    """

    def __init__(self, cfg):
        super().__init__()
        width, heads, eps = cfg["hidden_size"], cfg["num_attention_heads"], cfg["layer_norm_eps"]
        self.norm1, self.norm2, self.norm3 = AdaNorm(width, eps), AdaNorm(width, eps), AdaNorm(width, eps, PlainLayerNorm)
        self.attn1, self.attn2 = Attention(width, heads), Attention(width, heads)
        self.ff = FeedForward(width, cfg["intermediate_size"])

    def forward(self, x, context, condition):
        x = x + self.attn1(self.norm1(x, condition))
        x = x + self.attn2(self.norm2(x, condition), context)
        return x + self.ff(self.norm3(x, condition))


class ConvNextBlock(nn.Module):
    """Depthwise 3x3, two linears with GELU and global response norm, residual, then scale and shift. [N,H,W,C]."""

    def __init__(self, channels, hidden, eps):
        super().__init__()
        self.depthwise = nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False)
        self.norm = RMSNorm(channels, eps)
        self.channelwise_linear_1 = nn.Linear(channels, 4 * channels, bias=False)
        self.channelwise_norm = GlobalResponseNorm(4 * channels)
        self.channelwise_linear_2 = nn.Linear(4 * channels, channels, bias=False)
        self.cond_embeds_mapper = nn.Linear(hidden, 2 * channels, bias=False)

    def forward(self, x, condition):
        y = F.gelu(self.channelwise_linear_1(self.norm(convolve(self.depthwise, x))))
        x = x + self.channelwise_linear_2(self.channelwise_norm(y))
        scale, shift = self.cond_embeds_mapper(F.silu(condition)).chunk(2, 1)
        return x * (1 + scale[:, None, None]) + shift[:, None, None]


class SkipFFTransformerBlock(nn.Module):
    """Two attentions to the text, no feed-forward. [N,S,C] -> same."""

    def __init__(self, channels, heads, hidden):
        super().__init__()
        self.kv_mapper = nn.Linear(hidden, channels, bias=False) if hidden != channels else None
        self.norm1, self.norm2 = RMSNorm(channels, 1e-6), RMSNorm(channels, 1e-6)
        self.attn1, self.attn2 = Attention(channels, heads), Attention(channels, heads)

    def forward(self, x, context):
        if self.kv_mapper is not None:
            context = self.kv_mapper(F.silu(context))
        x = x + self.attn1(self.norm1(x), context)
        return x + self.attn2(self.norm2(x), context)


class Resample(nn.Module):
    """RMSNorm and a 2x2 convolution of stride 2, or its transpose. [N,H,W,C] -> [N,H/2,W/2,C] or [N,2H,2W,C]."""

    def __init__(self, channels, eps, up):
        super().__init__()
        self.norm = RMSNorm(channels, eps)
        self.conv = (nn.ConvTranspose2d if up else nn.Conv2d)(channels, channels, 2, stride=2, bias=False)

    def forward(self, x):
        return convolve(self.conv, self.norm(x))


class UVitBlock(nn.Module):
    def __init__(self, cfg, downsample=False, upsample=False):
        super().__init__()
        channels, hidden, eps = cfg["block_out_channels"], cfg["hidden_size"], cfg["layer_norm_eps"]
        self.downsample = Resample(channels, eps, up=False) if downsample else None
        self.res_blocks = nn.ModuleList(ConvNextBlock(channels, hidden, eps) for _ in range(cfg["num_res_blocks"]))
        self.attention_blocks = nn.ModuleList(
            SkipFFTransformerBlock(channels, cfg["block_num_heads"], hidden) for _ in range(cfg["num_res_blocks"]))
        self.upsample = Resample(channels, eps, up=True) if upsample else None

    def forward(self, x, context, condition):
        if self.downsample is not None:
            x = self.downsample(x)
        for res_block, attention_block in zip(self.res_blocks, self.attention_blocks):
            x = res_block(x, condition)
            x = attention_block(x.flatten(1, 2), context).view(x.shape)
        return x if self.upsample is None else self.upsample(x)


class ConvEmbed(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.embeddings = nn.Embedding(cfg["vocab_size"], cfg["in_channels"])
        self.layer_norm = RMSNorm(cfg["in_channels"], cfg["layer_norm_eps"])
        self.conv = nn.Conv2d(cfg["in_channels"], cfg["block_out_channels"], 1, bias=False)

    def forward(self, ids):
        return convolve(self.conv, self.layer_norm(self.embeddings(ids)))


class ConvMlmLayer(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.conv1 = nn.Conv2d(cfg["block_out_channels"], cfg["in_channels"], 1, bias=False)
        self.layer_norm = RMSNorm(cfg["in_channels"], cfg["layer_norm_eps"])
        self.conv2 = nn.Conv2d(cfg["in_channels"], cfg["codebook_size"], 1, bias=False)

    def forward(self, x):
        return convolve(self.conv2, self.layer_norm(convolve(self.conv1, x)))


class ConditionEmbedding(nn.Module):
    def __init__(self, cin, width):
        super().__init__()
        self.linear_1 = nn.Linear(cin, width, bias=False)
        self.linear_2 = nn.Linear(width, width, bias=False)

    def forward(self, x):
        return self.linear_2(F.silu(self.linear_1(x)))


class UVit2DModel(nn.Module):
    """forward(ids [N,H,W] in 0..vocab_size-1 (the last is the mask), encoder_hidden_states [N,L,E] (penultimate text
    states), pooled_text_emb [N,P], micro_conds [N,5]) -> logits [N,V,H,W]."""

    def __init__(self, config):
        super().__init__()
        cfg = {**DEFAULTS, **config}
        if cfg["use_bias"] or not cfg["ln_elementwise_affine"]:
            raise ValueError("UVit2D config asks for use_bias or norms without weights, which aMUSEd does not have")
        self.config, hidden, eps = cfg, cfg["hidden_size"], cfg["layer_norm_eps"]
        self.encoder_proj = nn.Linear(cfg["encoder_hidden_size"], hidden, bias=False)
        self.encoder_proj_layer_norm = RMSNorm(hidden, eps)
        self.embed = ConvEmbed(cfg)
        self.cond_embed = ConditionEmbedding(cfg["micro_cond_embed_dim"] + cfg["cond_embed_dim"], hidden)
        self.down_block = UVitBlock(cfg, downsample=cfg["downsample"])
        self.project_to_hidden_norm = RMSNorm(cfg["block_out_channels"], eps)
        self.project_to_hidden = nn.Linear(cfg["block_out_channels"], hidden, bias=False)
        self.transformer_layers = nn.ModuleList(TransformerLayer(cfg) for _ in range(cfg["num_hidden_layers"]))
        self.project_from_hidden_norm = RMSNorm(hidden, eps)
        self.project_from_hidden = nn.Linear(hidden, cfg["block_out_channels"], bias=False)
        self.up_block = UVitBlock(cfg, upsample=cfg["upsample"])
        self.mlm_layer = ConvMlmLayer(cfg)

    def features(self, ids, encoder_hidden_states, pooled_text_emb, micro_conds):
        """Everything before the last layer, which works position by position -> [N,H,W,C]."""
        context = self.encoder_proj_layer_norm(self.encoder_proj(encoder_hidden_states))
        # the embedding adds up frequencies in float32 whatever the weights are
        micro = timestep_features(micro_conds.flatten(), self.config["micro_cond_encode_dim"], True, 0)
        condition = torch.cat([pooled_text_emb, micro.view(len(ids), -1).to(pooled_text_emb.dtype)], 1)
        condition = self.cond_embed(condition)
        x = self.down_block(self.embed(ids), context, condition)
        n, h, w, c = x.shape
        y = self.project_to_hidden(self.project_to_hidden_norm(x.reshape(n, h * w, c)))
        for layer in self.transformer_layers:
            y = layer(y, context, condition)
        x = self.project_from_hidden(self.project_from_hidden_norm(y)).view(n, h, w, c)
        return self.up_block(x, context, condition)

    def forward(self, *inputs):
        return self.mlm_layer(self.features(*inputs)).permute(0, 3, 1, 2)

    def logits_at(self, mask, *inputs):
        """Logits [M,V] of the M tokens where mask [N,H,W] is true: training needs no others, and they are costly."""
        return self.mlm_layer(self.features(*inputs)[mask][None, None])[0, 0]
