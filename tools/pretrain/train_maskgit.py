"""Train UVit2DModel and its text encoder together on tokens (run train_vq.py codebook first).

usage: nice -n 19 python train_maskgit.py --steps 9000 --decay-start 5000
       python train_maskgit.py --start-from public/models/emoji-64-maskgit --samples 752000 ...   committed weights and a
       fresh optimizer, unless there is a state file: then that goes on
The same script on CPU and GPU (--batch 512, CUDA is found). bfloat16 autocast on torch 2.x; float32 on 1.13.

A step: tokens of pictures (mirrored with probability --mirrored), a share of cos(pi u / 2) of them masked with u uniform, one
cross-entropy over all masked tokens of the batch (aMUSEd; docs/losses.md 1.17). The caption is dropped
with probability EMPTY_SHARE (aMUSEd's own script keeps it with that probability: an inverted flag). When
train_vq.py export has run, the next start takes the shipped encoder's tokens instead of the closed form's.
Learning rate by step, as train_diffusion.py. State: cache/maskgit-NAME.pt, every --save-every steps.
"""
import argparse
import math
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import folder
from autoencoder import resize, to_tensor
from configs import MASKGIT
from maskgit import micro_conditions
from tokenizer import Tokenizer
from train_diffusion import CAPTIONS, EMA, EMPTY_SHARE, learning_rate
from train_vq import tokens_of


def load_training_set(name, model, vq=None):
    """-> tokens [2,N,h,w] (as they are, mirrored), ids [N,CAPTIONS,L], ids of the empty caption [L], whose tokens."""
    items, images = data.trained_on()
    images = resize(to_tensor(images), model["pixels"])
    (plain, source), (mirrored, _) = tokens_of(images, name, vq), tokens_of(images.flip(3), name, vq)
    tokenizer = Tokenizer.load(os.path.join(data.CACHE, "tokenizer"), model["text"]["max_position_embeddings"])
    rng = np.random.default_rng(0)
    ids = torch.tensor([[tokenizer.encode(data.caption(item, rng)) for _ in range(CAPTIONS)] for item in items])
    return torch.stack([plain, mirrored]), ids, torch.tensor(tokenizer.encode("")), source


class Batches:
    """Endless shuffled batches of (tokens [B,h,w], mask [B,h,w], ids [B,L]); u covers 0..1 evenly in a batch."""

    def __init__(self, tokens, ids, empty, size, seed, mirrored):
        self.tokens, self.ids, self.empty, self.size, self.mirrored = tokens, ids, empty, size, mirrored
        self.generator = torch.Generator().manual_seed(seed)
        self.order = torch.empty(0, dtype=torch.long)

    def next(self):
        size, draw = self.size, self.generator
        while len(self.order) < size:
            self.order = torch.cat([self.order, torch.randperm(self.tokens.shape[1], generator=draw)])
        rows, self.order = self.order[:size], self.order[size:]
        tokens = self.tokens[(torch.rand(size, generator=draw) < self.mirrored).long(), rows]
        ids = self.ids[rows, torch.randint(CAPTIONS, (size,), generator=draw)]
        ids[torch.rand(size, generator=draw) < EMPTY_SHARE] = self.empty
        u = (torch.randperm(size, generator=draw) + torch.rand(size, generator=draw)) / size
        return tokens, random_mask(tokens.shape, u, draw), ids


def random_mask(shape, u, generator):
    """round(cos(pi u / 2) * h*w) random positions of each item, at least one -> bool [B,h,w]."""
    n, h, w = shape
    count = (h * w * torch.cos(math.pi / 2 * u)).round().clamp(min=1)
    rank = torch.rand(n, h * w, generator=generator).argsort(1).argsort(1)
    return (rank < count[:, None]).view(shape)


def masked_loss(uvit, text, tokens, mask, ids, pixels):
    """Cross-entropy in nats, mean over all masked tokens of the batch."""
    embeds, states = text(ids)
    shown = torch.where(mask, uvit.config["vocab_size"] - 1, tokens)
    logits = uvit.logits_at(mask, shown, states, embeds, micro_conditions(len(ids), pixels, tokens.device))
    return F.cross_entropy(logits.float(), tokens[mask])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="emoji-64-maskgit", choices=list(MASKGIT))
    parser.add_argument("--name", help="name of the state file, if not the model's")
    parser.add_argument("--start-from", help="a model folder to take the weights from where there is no state file")
    parser.add_argument("--samples", type=int, default=0, help="samples that those weights have seen already")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--decay-start", type=int, required=True)
    parser.add_argument("--warmup", type=int, default=300)
    parser.add_argument("--lr", type=float, default=1.5e-3)
    parser.add_argument("--mirrored", type=float, default=0.0, help="share of mirrored pictures: variety, at the price of shape")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--log-every", type=int, default=50)
    parser.add_argument("--save-every", type=int, default=250)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = MASKGIT[args.model]
    torch.manual_seed(0)
    modules = folder.resume(args.start_from, model) if args.start_from else folder.build(model)
    tokens, ids, empty, source = load_training_set(args.model, model, args.start_from and modules["vqvae"])
    print(f"{tokens.shape[1]} pictures, tokens of the {source}", flush=True)
    trained = {part: modules[part].to(device) for part in ("transformer", "text_encoder")}
    uvit, text = trained["transformer"], trained["text_encoder"]
    named = {f"{part}.{n}": p for part, m in trained.items() for n, p in m.named_parameters()}
    parameters = list(named.values())
    ema = {n: p.detach().clone() for n, p in named.items()}
    optimizer = torch.optim.AdamW([{"params": [p for p in parameters if p.dim() > 1], "weight_decay": 0.01},
                                   {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0}], lr=args.lr, fused=torch.__version__ >= "2")
    path, step, samples = os.path.join(data.CACHE, f"maskgit-{args.name or args.model}.pt"), 0, args.samples
    if os.path.exists(path):
        state = torch.load(path, map_location=device)
        with torch.no_grad():
            for n, p in named.items():
                p.copy_(state["weights"][n])
                ema[n].copy_(state["ema"][n])
        optimizer.load_state_dict(state["optimizer"])
        step, samples = state["step"], state["samples"]
    batches = Batches(tokens, ids, empty, args.batch, seed=1000 * step, mirrored=args.mirrored)
    bf16 = torch.__version__ >= "2"
    first, began, total = samples, time.time(), torch.zeros(())
    while step < args.steps:
        batch = [t.to(device) for t in batches.next()]
        with torch.autocast(device, dtype=torch.bfloat16, enabled=bf16):
            loss = masked_loss(uvit, text, *batch, model["pixels"])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, args)
        optimizer.step()
        step, samples = step + 1, samples + args.batch
        total += loss.detach().cpu()
        with torch.no_grad():
            rate = 1 - min(EMA, step / (10 + step))
            for average, p in zip(ema.values(), parameters):
                average.lerp_(p, rate)
        if step % args.log_every == 0:
            speed = (samples - first) / (time.time() - began)
            print(f"step {step} samples {samples} loss {total.item() / args.log_every:.4f} "
                  f"lr {learning_rate(step, args):.2e} {speed:.0f} images/s {time.strftime('%H:%M:%S')}", flush=True)
            total.zero_()
        if step % args.save_every == 0 or step == args.steps:
            state = {"weights": {n: p.detach() for n, p in named.items()}, "ema": ema, "step": step,
                     "optimizer": optimizer.state_dict(), "model": args.model, "samples": samples, "tokens": source}
            torch.save(state, path + ".new")
            os.replace(path + ".new", path)


if __name__ == "__main__":
    main()
