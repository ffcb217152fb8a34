"""MaskGIT sampling as aMUSEd does it: start fully masked, draw every masked token, keep the surest, repeat.

Legend: N batch, S = h*w tokens, V codes, K steps, mask id = vocab_size - 1. Step k (0-based): tokens ~ softmax of the
guided logits; confidence = log p + temperature_k * Gumbel, known tokens above all; the floor(S cos(pi/2 (k+1)/K))
least sure are masked again (at least one, at most all but one of those masked before); the last step keeps all.
Guided logits = off + guidance * (on - off), "off" being those of the empty caption.
"""
import math

import numpy as np
import torch

from folder import load  # noqa: F401  maskgit.load(path) beside maskgit.generate, as measure.py calls them

STEPS = 12  # aMUSEd's number


def micro_conditions(count, pixels, device="cpu"):
    """[count,5]: original width and height, crop top and left, aesthetic score; aMUSEd's defaults."""
    return torch.tensor([pixels, pixels, 0.0, 0.0, 6.0], device=device).expand(count, 5)


def gumbel(shape, generator):
    u = torch.rand(shape, generator=generator)
    return -torch.log((-torch.log(u.clamp(min=1e-20))).clamp(min=1e-20))


@torch.no_grad()
def sample_tokens(uvit, text_on, text_off, pixels, generator, steps=STEPS, guidance=3.0, temperature=(2.0, 0.0)):
    """text_on = (embeds [N,P], states [N,L,E]), text_off the same of "" with N = 1 -> tokens [N,h,w]."""
    embeds, states = text_on
    n, size, mask_id = len(embeds), uvit.config["sample_size"], uvit.config["vocab_size"] - 1
    guided = guidance != 1.0
    if guided:
        embeds = torch.cat([text_off[0].expand_as(embeds), embeds])
        states = torch.cat([text_off[1].expand_as(states), states])
    micro, ids = micro_conditions(len(embeds), pixels), torch.full((n, size * size), mask_id)
    for k, heat in enumerate(torch.linspace(*temperature, steps).tolist()):
        grid = ids.view(n, size, size)
        logits = uvit(torch.cat([grid, grid]) if guided else grid, states, embeds, micro).flatten(2).transpose(1, 2)
        if guided:
            off, on = logits.chunk(2)
            logits = off + guidance * (on - off)
        p = torch.softmax(logits, -1)
        drawn = torch.multinomial(p.reshape(n * size * size, -1), 1, generator=generator).view(n, -1)
        masked = ids == mask_id
        ids = torch.where(masked, drawn, ids)
        if k == steps - 1:
            break
        count = math.floor(size * size * math.cos(math.pi / 2 * (k + 1) / steps))
        count = torch.minimum(masked.sum(1, keepdim=True) - 1, torch.tensor(count)).clamp(min=1)
        sure = p.gather(2, ids[:, :, None])[:, :, 0].clamp(min=1e-20).log() + heat * gumbel(ids.shape, generator)
        sure = sure.masked_fill(~masked, torch.finfo(sure.dtype).max)
        ids = torch.where(sure < sure.sort(1).values.gather(1, count), mask_id, ids)
    return ids.view(n, size, size)


@torch.no_grad()
def generate(loaded, prompts, seed, guidance=3.0, steps=STEPS, batch=64, temperature=(2.0, 0.0)):
    """loaded = load(path) of an AmusedPipeline folder -> uint8 [N,H,W,3]. Same seed and prompts, same pictures."""
    modules, tokenizer, _ = loaded
    uvit, text, vq = modules["transformer"], modules["text_encoder"], modules["vqvae"]
    generator, out = torch.Generator().manual_seed(seed), []
    pixels = vq.config["sample_size"]
    off = text(torch.tensor([tokenizer.encode("")]))
    for i in range(0, len(prompts), batch):
        on = text(torch.tensor([tokenizer.encode(p) for p in prompts[i:i + batch]]))
        tokens = sample_tokens(uvit, on, off, pixels, generator, steps, guidance, temperature)
        images = vq.decode(tokens).clamp(-1, 1)
        out.append(((images + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy())
    return np.concatenate(out)
