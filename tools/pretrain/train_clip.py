"""Train the scorer: CLIPModel on the pixels of every rendered style. Its style head is train_style.py's.

usage: nohup nice -n 19 python train_clip.py --steps 2000 --decay-start 1200      about 25 minutes of one core
       python train_clip.py --start-from public/models/emoji-clip ...             fresh optimizer, committed weights
       python train_clip.py --export public/models/emoji-clip                     the EMA as a transformers folder
InfoNCE over a batch of (picture, caption), both ways. A picture that fits another's caption (the same keywords, or
the same name where the caption leaves out the style) is not held against it: those logits are left out. A linear
reading of the style learns beside it, from a few patches of each picture, so that the features carry it too; it is
not shipped. But for the last --whole steps only half of the patches are looked at, others
each step: three times as fast, and with some 1,500 pictures a welcome regulariser.

Pictures are varied in ways that leave name and style alone, and blurred and made noisy, because generated pictures
are, and the scorer is to judge what they show. The held-out (style, name) pairs are never trained on.
Learning rate by step as in train_diffusion.py. State: cache/clip-emoji-64.pt, every --save-every steps.
"""
import argparse
import json
import math
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import folder
import measure
import tensors
import tokenizer as bpe
from autoencoder import to_tensor
from clip_model import CLIPModel, Scorer
from configs import SCORER
from train_diffusion import learning_rate

CAPTIONS = 24  # caption variants a picture, drawn once (data.caption)
STYLE_SHARE = 1.0
HEAD_RATE = 10  # times the learning rate: the head sees vectors of unit length, so its weights must grow
EMA = 0.995
PREPROCESSOR = {"image_processor_type": "CLIPImageProcessor", "do_convert_rgb": True, "do_resize": True,
                "size": {"shortest_edge": 64}, "resample": 3, "do_center_crop": True,
                "crop_size": {"height": 64, "width": 64}, "do_rescale": True, "rescale_factor": 1 / 255,
                "do_normalize": True, "image_mean": [0.5] * 3, "image_std": [0.5] * 3}  # pixels -1..1, as the autoencoder's


def caption(item, rng):
    """data.caption, but more often without the style: then one text draws all styles of a name together, which is
    what helps with a (style, name) pair that was never seen. The style has its own head."""
    text = data.caption(item, rng)
    return text[text.index("emoji of"):] if rng.random() < 0.4 else text


class Pairs:
    """Pictures, captions, and which picture fits which caption."""

    def __init__(self, items, images, tokenizer):
        rng = np.random.default_rng(0)
        self.images = to_tensor(images)
        self.styles = sorted({item["style"] for item in items})
        self.style = torch.tensor([self.styles.index(item["style"]) for item in items])
        texts = [[caption(item, rng) for _ in range(CAPTIONS)] for item in items]
        self.ids = torch.tensor([[tokenizer.encode(text) for text in row] for row in texts])
        words = {word: i for i, word in enumerate(sorted({w for item in items for w in (item["name"], *item["keywords"])}))}
        everything = len(words)  # a word that fits every picture: padding
        self.has = torch.zeros(len(items), everything + 1, dtype=torch.bool)
        self.has[:, everything] = True
        for i, item in enumerate(items):
            self.has[i, [words[w] for w in (item["name"], *item["keywords"])]] = True
        self.words = torch.full((len(items), CAPTIONS, 4), everything)
        self.asks = torch.full((len(items), CAPTIONS), -1)  # the style asked for; -1 is any
        for i, row in enumerate(texts):
            for j, text in enumerate(row):
                style, what = text.split("emoji of ", 1)
                if style:
                    self.asks[i, j] = self.styles.index(style.strip())
                asked = [what] if what in words else [w for w in what.split(", ") if w in words]
                self.words[i, j, :len(asked)] = torch.tensor([words[w] for w in asked])

    def fits(self, rows, variant):
        """-> bool [N,N]: picture rows[i] is what caption (rows[j], variant[j]) asks for."""
        asks = self.asks[rows, variant]
        right_style = (asks[None] == -1) | (asks[None] == self.style[rows][:, None])
        return right_style & self.has[rows][:, self.words[rows, variant]].all(-1)


def vary(images, generator):
    """Mirror, turn, stretch and move over white; shift the colours; blur; add noise. [N,3,H,W] in -1..1 -> same.

    Colours by little: each style has its palette, and it tells them best.
    """
    n = len(images)
    uniform = lambda low, high, *shape: low + (high - low) * torch.rand(n, *shape, generator=generator)
    angle, mirror = uniform(-0.25, 0.25), torch.where(uniform(0, 1) < 0.5, -1.0, 1.0)
    wide, high = uniform(0.75, 1.3), uniform(0.75, 1.3)
    across = torch.stack([mirror * wide * angle.cos(), -wide * angle.sin(), uniform(-0.15, 0.15)], 1)
    down = torch.stack([mirror * high * angle.sin(), high * angle.cos(), uniform(-0.15, 0.15)], 1)
    grid = F.affine_grid(torch.stack([across, down], 1), images.shape, align_corners=False)
    images = F.grid_sample(images - 1, grid, align_corners=False) + 1  # minus white: what lies outside is white
    images = images * uniform(0.98, 1.02, 1, 1, 1) + uniform(-0.02, 0.02, 3, 1, 1)
    blurred = F.avg_pool2d(F.pad(images, (1,) * 4, mode="replicate"), 3, stride=1)
    images = images.lerp(blurred, uniform(-1, 1, 1, 1, 1).clamp(min=0))  # none of it for half of them
    return images + uniform(-0.04, 0.04, 1, 1, 1).clamp(min=0) * torch.randn(images.shape, generator=generator)


def inked(images, count, generator):
    """`count` patches of each picture, hardly any of them all white -> tokens to keep [N,1+count].

    From whole pictures the reading of the style learnt them by heart: 99 % right of those trained on, 80 % of those held out,
    where a histogram of the colours alone tells 97 %. A handful of patches shows colours and shading, not which it is.
    """
    darkest = -F.max_pool2d(-images.amin(1, keepdim=True), SCORER["vision_config"]["patch_size"]).flatten(1)
    order = (darkest < 0.9) + 1.1 * torch.rand(darkest.shape, generator=generator)
    return F.pad(order.topk(count, 1).indices + 1, (1, 0))


def loss_of(model, head, pairs, rows, variant, generator, keep):
    """-> (contrastive loss, style loss)."""
    images = vary(pairs.images[rows], generator)
    few = inked(images, int(torch.randint(4, 13, (), generator=generator)), generator)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.__version__ >= "2"):
        image = model.image_embeds(images, keep).float()
        style = head(model.image_embeds(images, few).float())
        text = model.text_embeds(pairs.ids[rows, variant]).float()
    logits = model.logit_scale.exp() * image @ text.T
    also_right = pairs.fits(rows, variant) & ~torch.eye(len(rows), dtype=torch.bool)
    logits, own = logits.masked_fill(also_right, -torch.inf), torch.arange(len(rows))
    contrastive = (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
    return contrastive, F.cross_entropy(style.float(), pairs.style[rows])


def export(out, state, tokenizer):
    os.makedirs(out, exist_ok=True)
    part = lambda name: {n[len(name):]: w for n, w in state["ema"].items() if n.startswith(name)}
    folder.write_json(f"{out}/config.json", SCORER)
    folder.write_json(f"{out}/preprocessor_config.json", PREPROCESSOR)
    tensors.save(f"{out}/model.safetensors", part("model."), torch.float16, {"format": "pt"})
    bpe.save(tokenizer, out)
    print(f"{out}: step {state['step']}, {sum(os.path.getsize(os.path.join(out, f)) for f in os.listdir(out)) / 2**20:.2f} MiB")


def train(args, tokenizer, path):
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    header, images = data.load()
    train_rows = [i for i, item in enumerate(header["items"]) if item["split"] == "train"]
    pairs = Pairs([header["items"][i] for i in train_rows], images[train_rows], tokenizer)
    model, head = CLIPModel(SCORER), torch.nn.Linear(SCORER["projection_dim"], len(pairs.styles))
    if args.start_from:
        model = Scorer.load(args.start_from).model.train()
    else:
        torch.nn.init.normal_(model.vision_model.embeddings.position_embedding.weight, std=0.02)
        torch.nn.init.normal_(model.text_model.embeddings.token_embedding.weight, std=0.02)
        torch.nn.init.normal_(model.text_model.embeddings.position_embedding.weight, std=0.02)
    both = torch.nn.ModuleDict({"model": model, "head": head})
    named = dict(both.named_parameters())
    ema = {n: p.detach().clone() for n, p in named.items()}
    decay = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW([{"params": decay, "weight_decay": 0.1, "times": 1},
                                   {"params": plain, "weight_decay": 0.0, "times": 1},
                                   {"params": list(head.parameters()), "weight_decay": 0.0, "times": HEAD_RATE}],
                                  lr=args.lr, betas=(0.9, 0.98))
    step = 0
    if os.path.exists(path) and not args.start_from:
        state = torch.load(path, map_location="cpu")
        both.load_state_dict(state["weights"])
        ema, step = state["ema"], state["step"]
        optimizer.load_state_dict(state["optimizer"])
    generator = torch.Generator().manual_seed(1000 + step)
    first, began, totals, order = step, time.time(), torch.zeros(2), torch.empty(0, dtype=torch.long)
    tokens = (SCORER["vision_config"]["image_size"] // SCORER["vision_config"]["patch_size"]) ** 2
    while step < args.steps:
        if len(order) < args.batch:
            order = torch.randperm(len(pairs.images), generator=generator)
        rows, order = order[:args.batch], order[args.batch:]
        variant = torch.randint(CAPTIONS, (args.batch,), generator=generator)
        half = torch.randperm(tokens, generator=generator)[:tokens // 2] + 1
        keep = torch.cat([torch.zeros(1, dtype=torch.long), half]) if step < args.steps - args.whole else None
        losses = torch.stack(loss_of(model, head, pairs, rows, variant, generator, keep))
        optimizer.zero_grad(set_to_none=True)
        (losses[0] + STYLE_SHARE * losses[1]).backward()
        torch.nn.utils.clip_grad_norm_(named.values(), 1.0)
        for group in optimizer.param_groups:
            group["lr"] = group["times"] * learning_rate(step, args)
        optimizer.step()
        step += 1
        totals += losses.detach()
        with torch.no_grad():
            model.logit_scale.clamp_(max=math.log(100))
            for name, p in named.items():
                ema[name].lerp_(p, 1 - min(EMA, step / (10 + step)))
        if step % args.log_every == 0:
            print(f"step {step} contrastive {totals[0] / args.log_every:.3f} style {totals[1] / args.log_every:.3f} "
                  f"lr {learning_rate(step, args):.2e} {args.batch * (step - first) / (time.time() - began):.0f} images/s "
                  f"{time.strftime('%H:%M:%S')}", flush=True)
            totals.zero_()
        if step % args.save_every == 0 or step == args.steps:
            state = {"weights": both.state_dict(), "ema": ema, "step": step, "optimizer": optimizer.state_dict(),
                     "styles": pairs.styles}
            torch.save(state, path + ".new")
            os.replace(path + ".new", path)
            averaged = torch.nn.ModuleDict({"model": CLIPModel(SCORER), "head": torch.nn.Linear(*head.weight.shape[::-1])})
            averaged.load_state_dict(ema)
            print("  held out:", measure.scorer_line(Scorer(averaged["model"], None, pairs.styles, tokenizer, PREPROCESSOR)), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--export", metavar="OUT_DIR")
    parser.add_argument("--start-from", help="an exported folder to take the weights from")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--decay-start", type=int, default=1200)
    parser.add_argument("--whole", type=int, default=100, help="last steps, with every patch")
    parser.add_argument("--warmup", type=int, default=150)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--log-every", type=int, default=50)
    parser.add_argument("--save-every", type=int, default=200)
    args = parser.parse_args()
    tokenizer = bpe.Tokenizer.load(os.path.join(data.CACHE, "tokenizer"))
    path = os.path.join(data.CACHE, "clip-emoji-64.pt")
    if args.export:
        export(args.export, torch.load(path, map_location="cpu"), tokenizer)
    else:
        train(args, tokenizer, path)


if __name__ == "__main__":
    main()
