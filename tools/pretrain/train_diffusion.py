"""Train UNet and text encoder together on the closed-form latents (run autoencoder.py latents first).

usage: nice -n 19 python train_diffusion.py --steps 12000 --decay-start 7000 --workers 2
       python train_diffusion.py --start-from public/models/emoji-64 --samples 400000 ...   committed weights (which
       saw 400,000 samples) and a fresh optimizer, unless there is a state file: then that goes on
The same script on CPU and GPU. On a CPU: one single-thread process a core, gradients averaged over gloo,
because two threads collapse beside other busy processes. On a GPU: --workers 1 --batch 512, CUDA is found.
bfloat16 autocast on torch 2.x (twice as fast on a CPU with avx512_bf16); float32 on 1.13.

Learning rate by step, never by time: warm-up, constant, then a cosine to zero from --decay-start to
--steps. Both may be changed when a run is resumed, so the fall (which brings most of the quality) can be
placed once the machine's speed is known. State: cache/diffusion-NAME.pt, every --save-every steps.
"""
import argparse
import math
import os
import time

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp

import data
import folder
from autoencoder import PatchPCA, resize, to_tensor
from configs import MODELS, scheduler_config
from diffusion import alphas_cumprod, mix, target_of
from tokenizer import Tokenizer

CAPTIONS = 48  # caption variants a picture, drawn once (data.caption)
EMPTY_SHARE = 0.1  # caption dropout, so that guidance has an unconditional prediction
EMA = 0.999


def load_training_set(name, model):
    """-> PCA, images float [N,3,H,W], ids [N,CAPTIONS,L], ids of the empty caption [L]; configs' styles and groups."""
    f = 2 ** (len(model["vae"]["block_out_channels"]) - 1)
    pca = PatchPCA.load(os.path.join(data.CACHE, f"pca-{name}.safetensors"), f)
    items, images = data.trained_on()
    tokenizer = Tokenizer.load(os.path.join(data.CACHE, "tokenizer"), model["text"]["max_position_embeddings"])
    rng = np.random.default_rng(0)
    ids = torch.tensor([[tokenizer.encode(data.caption(item, rng)) for _ in range(CAPTIONS)] for item in items])
    return pca, resize(to_tensor(images), model["pixels"]), ids, torch.tensor(tokenizer.encode(""))


def vary(images, generator):
    """Mirror each picture left to right with probability one half: [N,3,H,W] -> same.

    Together with the loose captions this leaves something to the noise, and so to preference: without either,
    all samples of a prompt were alike (97 % of the variance of every score lay between prompts). Also
    shrinking (0.7 to 1) and moving the pictures was tried for 160,000 samples and cost more in shape than it
    gave in variety.
    """
    mirrored = torch.rand(len(images), generator=generator) < 0.5
    return torch.where(mirrored[:, None, None, None], images.flip(3), images)


def learning_rate(step, args):
    if step < args.decay_start:
        return args.lr * min(1.0, (step + 1) / args.warmup)
    return args.lr * 0.5 * (1 + math.cos(math.pi * min(1.0, (step - args.decay_start) / (args.steps - args.decay_start))))


def average_gradients(parameters, workers):
    """One all-reduce of all gradients as a single vector."""
    flat = torch.cat([p.grad.reshape(-1) for p in parameters])
    dist.all_reduce(flat)
    flat /= workers
    for p, piece in zip(parameters, flat.split([p.numel() for p in parameters])):
        p.grad.copy_(piece.view_as(p))


class Batches:
    """Endless shuffled batches of (latents, ids), with stratified t: each batch covers 0..999 evenly."""

    def __init__(self, pca, images, ids, empty, size, seed):
        self.pca, self.images, self.ids, self.empty, self.size = pca, images, ids, empty, size
        self.generator = torch.Generator().manual_seed(seed)
        self.order = torch.empty(0, dtype=torch.long)

    def next(self):
        if len(self.order) < self.size:
            self.order = torch.cat([self.order, torch.randperm(len(self.images), generator=self.generator)])
        rows, self.order = self.order[:self.size], self.order[self.size:]
        variant = torch.randint(CAPTIONS, (self.size,), generator=self.generator)
        ids = self.ids[rows, variant]
        ids[torch.rand(self.size, generator=self.generator) < EMPTY_SHARE] = self.empty
        u = (torch.randperm(self.size, generator=self.generator) + torch.rand(self.size, generator=self.generator)) / self.size
        x0 = self.pca.encode(vary(self.images[rows], self.generator))
        return x0, ids, (u * 1000).long().clamp(max=999), torch.randn(x0.shape, generator=self.generator)


def worker(rank, args):
    torch.set_num_threads(args.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if args.workers > 1:
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(args.port))
        dist.init_process_group("gloo", rank=rank, world_size=args.workers)
    model = MODELS[args.model]
    prediction = args.prediction or model["prediction"]
    abar = alphas_cumprod(scheduler_config(prediction)).to(device)
    training_set = load_training_set(args.model, model)
    torch.manual_seed(0)
    modules = folder.resume(args.start_from, model) if args.start_from else folder.build(model)
    unet = modules["unet"].to(device, memory_format=torch.channels_last)
    text = modules["text_encoder"].to(device)
    named = {f"{part}.{n}": p for part, m in (("unet", unet), ("text_encoder", text)) for n, p in m.named_parameters()}
    parameters = list(named.values())
    ema = {n: p.detach().clone() for n, p in named.items()}
    decay = [p for p in parameters if p.dim() > 1]
    plain = [p for p in parameters if p.dim() <= 1]
    optimizer = torch.optim.AdamW([{"params": decay, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}],
                                  lr=args.lr, fused=torch.__version__ >= "2")
    path, step, samples = os.path.join(data.CACHE, f"diffusion-{args.name or args.model}.pt"), 0, args.samples
    if os.path.exists(path):
        state = torch.load(path, map_location=device)
        with torch.no_grad():
            for n, p in named.items():
                p.copy_(state["weights"][n])
                ema[n].copy_(state["ema"][n])
        optimizer.load_state_dict(state["optimizer"])
        step, samples = state["step"], state["samples"]
    batches = Batches(*training_set, args.batch, seed=1000 * step + rank)
    bf16 = torch.__version__ >= "2"
    first, began, total = samples, time.time(), torch.zeros(())
    while step < args.steps:
        x0, caption, t, eps = (y.to(device) for y in batches.next())
        with torch.autocast(device, dtype=torch.bfloat16, enabled=bf16):
            context = text(caption)[0]
            out = unet(mix(abar, x0, eps, t).contiguous(memory_format=torch.channels_last), t, context)
        loss = (out.float() - target_of(prediction, abar, x0, eps, t)).square().mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        if args.workers > 1:
            average_gradients(parameters, args.workers)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, args)
        optimizer.step()
        step, samples = step + 1, samples + args.batch * args.workers
        total += loss.detach().cpu()
        with torch.no_grad():
            rate = 1 - min(EMA, step / (10 + step))
            torch._foreach_lerp_(list(ema.values()), parameters, rate) if hasattr(torch, "_foreach_lerp_") else [
                a.lerp_(p, rate) for a, p in zip(ema.values(), parameters)]
        if rank == 0 and step % args.log_every == 0:
            speed = (samples - first) / (time.time() - began)
            print(f"step {step} samples {samples} loss {total.item() / args.log_every:.4f} "
                  f"lr {learning_rate(step, args):.2e} {speed:.0f} images/s {time.strftime('%H:%M:%S')}", flush=True)
            total.zero_()
        if rank == 0 and (step % args.save_every == 0 or step == args.steps):
            state = {"weights": {n: p.detach() for n, p in named.items()}, "ema": ema, "step": step,
                     "optimizer": optimizer.state_dict(), "prediction": prediction, "model": args.model,
                     "samples": samples}
            torch.save(state, path + ".new")
            os.replace(path + ".new", path)
    if args.workers > 1:
        dist.barrier()
        dist.destroy_process_group()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="emoji-64", choices=list(MODELS))
    parser.add_argument("--name", help="name of the state file, if not the model's")
    parser.add_argument("--prediction", choices=["epsilon", "v_prediction"])
    parser.add_argument("--start-from", help="a model folder to take the weights from where there is no state file")
    parser.add_argument("--samples", type=int, default=0, help="samples that those weights have seen already")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--decay-start", type=int, required=True)
    parser.add_argument("--warmup", type=int, default=300)
    parser.add_argument("--lr", type=float, default=1.2e-3)
    parser.add_argument("--batch", type=int, default=64, help="per worker")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--port", type=int, default=29511)
    parser.add_argument("--log-every", type=int, default=50)
    parser.add_argument("--save-every", type=int, default=250)
    args = parser.parse_args()
    if args.workers > 1:
        mp.spawn(worker, (args,), nprocs=args.workers)
    else:
        worker(0, args)


if __name__ == "__main__":
    main()
