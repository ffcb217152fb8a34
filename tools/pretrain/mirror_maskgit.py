"""The studio's LoRA training step on a MaskGIT base in PyTorch, for sweeps (mirror.py is the diffusion one).

Per sample i (docs/losses.md 1.17): lp_i, ref_i = mean over the masked tokens of log p(token), same mask for policy and
reference; u_i = beta (lp_i - ref_i), no temperature; labels, weights and the clipped gradient as in mirror.py.
SFT: samples with s >= tau, cross-entropy over all masked tokens of the batch.
"""
import numpy as np
import torch
import torch.nn.functional as F

import lora
from maskgit import micro_conditions
from mirror import threshold, tgo_loss
from train_maskgit import random_mask


@torch.no_grad()
def encode_images(vq, images, batch=64):
    """uint8 [N,H,W,3] -> tokens [N,h,w]."""
    out = []
    for i in range(0, len(images), batch):
        x = torch.from_numpy(images[i:i + batch].copy()).permute(0, 3, 1, 2).float() / 127.5 - 1
        out.append(vq.tokens(vq.encode(x)))
    return torch.cat(out)


def log_probabilities(uvit, tokens, mask, text, pixels):
    """-> (mean log p of the masked tokens of each sample [N], negative log p of every masked token [M])."""
    embeds, states = text
    shown = torch.where(mask, uvit.config["vocab_size"] - 1, tokens)
    logits = uvit.logits_at(mask, shown, states, embeds, micro_conditions(len(tokens), pixels))
    each = F.cross_entropy(logits.float(), tokens[mask], reduction="none")
    owner = mask.nonzero()[:, 0]
    total = torch.zeros(len(tokens)).index_add(0, owner, each)
    return -total / mask.sum((1, 2)), each


def train(modules, tokenizer, dataset, settings, log=None):
    """As mirror.train; dataset = (tokens, texts, scores). Adapters stay on modules["transformer"]."""
    tokens, texts, scores = dataset
    uvit, pixels = modules["transformer"], modules["vqvae"].config["sample_size"]
    adapters = lora.add(uvit, settings.rank, seed=settings.seed)
    parameters = [p for a in adapters.values() for p in (a.down, a.up)]
    optimizer = torch.optim.AdamW(parameters, lr=settings.learningRate, weight_decay=settings.weightDecay)
    _, labels, weights = threshold(scores, settings)
    rows = np.flatnonzero(labels) if settings.method == "sft" else np.arange(len(scores))
    unique = sorted(set(texts)) + [""]
    with torch.no_grad():
        embeds, states = modules["text_encoder"](torch.tensor([tokenizer.encode(text) for text in unique]))
    caption = np.array([unique.index(text) for text in texts])
    labels, weights = torch.from_numpy(labels), torch.from_numpy(weights).float()
    generator, rng = torch.Generator().manual_seed(settings.seed + 1), np.random.default_rng(settings.seed)
    order = np.empty(0, int)
    for step in range(settings.steps):
        while len(order) < settings.batchSize:
            order = np.concatenate([order, rng.permutation(rows)])
        at, order = order[:settings.batchSize], order[settings.batchSize:]
        mask = random_mask(tokens[at].shape, torch.rand(len(at), generator=generator), generator)
        words = torch.from_numpy(np.where(rng.random(len(at)) < settings.captionDropout, len(unique) - 1, caption[at]))
        text = embeds[words], states[words]
        policy, each = log_probabilities(uvit, tokens[at], mask, text, pixels)
        if settings.method == "sft":
            loss = scaled = each.mean()
        else:
            with torch.no_grad():
                lora.set_enabled(adapters, False)
                reference, _ = log_probabilities(uvit, tokens[at], mask, text, pixels)
                lora.set_enabled(adapters, True)
            loss, u = tgo_loss(-policy, -reference, labels[at], weights[at], settings.beta)
            scaled = loss / (settings.beta * weights.mean())
        optimizer.zero_grad(set_to_none=True)
        scaled.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        if log and (step + 1) % 20 == 0:
            log(f"  step {step + 1} loss {loss.item():.4f}" + ("" if settings.method == "sft" else
                f" u+ {u[labels[at]].mean():.3f} u- {u[~labels[at]].mean():.3f}"))
        if not torch.isfinite(loss):
            lora.remove(uvit, adapters)
            raise FloatingPointError(f"loss became {loss.item()} at step {step + 1}; lower the learning rate")
    return adapters
