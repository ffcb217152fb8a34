"""Train the scorer's style head (style_net.py) on the pixels of every group's pictures, as drawn and as decoded.

usage: PLUMBLINE_CACHE=~/.cache/plumbline/all node build_data.mjs --groups all
       nohup python train_style.py --steps 2000 &          about 10 minutes of one core
       python train_style.py --export ../../public/models/emoji-clip      the EMA -> style_head.safetensors
A generated picture has passed a decoder, which softens it. So half of the pictures are shown as they are and half as
the shipped AutoencoderKL and VQModel give them back: the head learns styles, not sharpness. Pictures are mirrored
and shifted in colour. The held-out (style, name) pairs are never trained on.
State: cache/style-emoji-64.pt, every --save-every steps.
"""
import argparse
import json
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import folder
import tensors
from autoencoder import to_tensor
from style_net import EPS, GROUPS, StyleNet
from train_diffusion import learning_rate

HERE = os.path.dirname(os.path.abspath(__file__))
EMA = 0.99
MODELS = ("emoji-64", "emoji-64-maskgit")


@torch.no_grad()
def decoded(images, model, path):
    """uint8 [N,H,W,3] -> the same after encoder and decoder of a bundled model; kept in the cache."""
    if os.path.exists(path):
        return np.load(path)
    modules = folder.load(os.path.join(HERE, "../../public/models", model))[0]
    out = []
    for start in range(0, len(images), 64):
        x = to_tensor(images[start:start + 64])
        if "vae" in modules:
            vae = modules["vae"]
            y = vae.decode(vae.encode(x)[0])
        else:
            vq = modules["vqvae"]
            y = vq.decode(vq.tokens(vq.encode(x)))
        out.append(((y.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy())
    out = np.concatenate(out)
    np.save(path, out)
    return out


def vary(images, generator):
    """Mirror; shift the colours by little. [N,3,H,W] in -1..1 -> same.

    Nothing else: turning, scaling and even moving by whole pixels change how edges lie on the grid, which tells the
    styles (91 % of the held-out pictures instead of 95 %).
    """
    n = len(images)
    uniform = lambda low, high, *shape: low + (high - low) * torch.rand(n, *shape, generator=generator)
    return torch.where(uniform(0, 1, 1, 1, 1) < 0.5, images, images.flip(3)) + uniform(-0.02, 0.02, 3, 1, 1)


@torch.no_grad()
def right(net, images, labels):
    """Share of uint8 pictures named rightly."""
    got = torch.cat([net(to_tensor(images[i:i + 256])).argmax(1) for i in range(0, len(images), 256)])
    return (got == labels).float().mean().item()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--export", metavar="MODEL_DIR")
    parser.add_argument("--data", default=os.path.join(data.CACHE, "all/emoji64.bin.gz"))
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--decay-start", type=int, default=700)
    parser.add_argument("--warmup", type=int, default=50)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--log-every", type=int, default=100)
    parser.add_argument("--save-every", type=int, default=200)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    path = os.path.join(data.CACHE, "style-emoji-64.pt")
    if args.export:
        state = torch.load(path, map_location="cpu")
        tensors.save(f"{args.export}/style_head.safetensors", state["ema"], torch.float16,
                     {"format": "pt", "input": "pixels", "styles": json.dumps(state["styles"]), "groups": GROUPS, "eps": EPS})
        print(f"{args.export}/style_head.safetensors: step {state['step']}")
        return
    header, plain = data.load(args.data)
    items = header["items"]
    styles = sorted({item["style"] for item in items})
    labels = torch.tensor([styles.index(item["style"]) for item in items])
    views = [plain, plain] + [decoded(plain, model, os.path.join(data.CACHE, f"decoded-{model}.npy")) for model in MODELS]
    train = torch.tensor([i for i, item in enumerate(items) if item["split"] == "train"])
    held = [i for i, item in enumerate(items) if item["split"] == "held-out"]
    print(f"{len(train)} pictures to train on, {len(held)} held out, styles {styles}", flush=True)
    net = StyleNet(len(styles))
    optimizer = torch.optim.AdamW(net.parameters(), lr=args.lr, weight_decay=0.05)
    ema, step = {n: p.detach().clone() for n, p in net.named_parameters()}, 0
    if os.path.exists(path):
        state = torch.load(path, map_location="cpu")
        net.load_state_dict(state["weights"])
        optimizer.load_state_dict(state["optimizer"])
        ema, step = state["ema"], state["step"]
    generator = torch.Generator().manual_seed(1000 + step)
    total, began, order = 0.0, time.time(), torch.empty(0, dtype=torch.long)
    while step < args.steps:
        if len(order) < args.batch:
            order = train[torch.randperm(len(train), generator=generator)]
        rows, order = order[:args.batch], order[args.batch:]
        view = torch.randint(len(views), (args.batch,), generator=generator)
        images = np.stack([views[v][i] for v, i in zip(view.tolist(), rows.tolist())])
        features = F.dropout(net.features(vary(to_tensor(images), generator)), 0.3)
        loss = F.cross_entropy(net.classifier(features), labels[rows], label_smoothing=0.02)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, args)
        optimizer.step()
        step, total = step + 1, total + loss.item()
        with torch.no_grad():
            for name, p in net.named_parameters():
                ema[name].lerp_(p, 1 - min(EMA, step / (10 + step)))
        if step % args.log_every == 0:
            averaged = StyleNet(len(styles))
            averaged.load_state_dict(ema)
            seen = train[::10].tolist()
            print(f"step {step} loss {total / args.log_every:.4f} lr {learning_rate(step, args):.2e} trained on {right(averaged, plain[seen], labels[seen]):.3f}"
                  + "".join(f" {name} {right(averaged, images[held], labels[held]):.3f}" for name, images in zip(("held out", *MODELS), views[1:]))
                  + f" {time.time() - began:.0f} s", flush=True)
            total = 0.0
        if step % args.save_every == 0 or step == args.steps:
            torch.save({"weights": net.state_dict(), "ema": ema, "step": step, "optimizer": optimizer.state_dict(), "styles": styles}, path + ".new")
            os.replace(path + ".new", path)


if __name__ == "__main__":
    main()
