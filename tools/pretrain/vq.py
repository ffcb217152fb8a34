"""VQModel, aMUSEd's image tokenizer, in plain torch: diffusers' names, sizes from config.json.

encode: image [N,3,H,W] in -1..1 -> latents [N,c,h,w]; tokens: latents -> nearest code [N,h,w] (Euclidean);
decode: tokens [N,h,w] -> image. The encoder gives one latent (no mean and variance); codes are rows of
quantize.embedding [V,c] and pass post_quant_conv, as `lookup_from_codebook` asks.
"""
import torch
from torch import nn

from vae import Decoder, Encoder


class Codebook(nn.Module):
    def __init__(self, codes, width):
        super().__init__()
        self.embedding = nn.Embedding(codes, width)


def nearest(latents, codes, chunk=1 << 16):
    """latents [M,c], codes [V,c] -> index [M] of the nearest code (float32: |z|^2 is the same for all and left out)."""
    half = 0.5 * codes.square().sum(1)
    return torch.cat([(half - part @ codes.T).argmin(1) for part in latents.split(chunk)])


class VQModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        cfg = {"in_channels": 3, "out_channels": 3, "layers_per_block": 1, "latent_channels": 3, "norm_num_groups": 32,
               "mid_block_add_attention": True, "norm_type": "group", "lookup_from_codebook": False, **config}
        if cfg["norm_type"] != "group" or not cfg["lookup_from_codebook"]:
            raise ValueError("VQ config wants spatial norms or no codebook lookup (Kandinsky's kind); this is aMUSEd's")
        self.config = cfg
        c, width = cfg["latent_channels"], cfg.get("vq_embed_dim") or cfg["latent_channels"]
        self.encoder, self.decoder = Encoder(cfg), Decoder(cfg)
        self.encoder.conv_out = nn.Conv2d(cfg["block_out_channels"][-1], c, 3, padding=1)  # one latent, no variance
        self.quant_conv = nn.Conv2d(c, width, 1)
        self.quantize = Codebook(cfg["num_vq_embeddings"], width)
        self.post_quant_conv = nn.Conv2d(width, c, 1)

    def encode(self, image):
        return self.quant_conv(self.encoder(image))

    def tokens(self, latents):
        n, c, h, w = latents.shape
        return nearest(latents.permute(0, 2, 3, 1).reshape(-1, c), self.quantize.embedding.weight).view(n, h, w)

    def lookup(self, tokens):
        return self.quantize.embedding(tokens).permute(0, 3, 1, 2)

    def decode(self, tokens):
        return self.decoder(self.post_quant_conv(self.lookup(tokens)))
