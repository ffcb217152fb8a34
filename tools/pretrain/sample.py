"""Pictures from an exported model folder: a contact sheet of fixed prompts, or prompts of your own.

usage: python sample.py MODEL_DIR OUT.png [--guidance 3] [--steps 25 or 12] [--seed 0] [--styles 3d,noto]
       python sample.py MODEL_DIR OUT.png --prompts "3d emoji of red heart" "noto emoji of pizza"
Rows are styles (one row each, two rows of names), columns the fixed names below. Same seed, same noises.
MODEL_DIR is a folder of either paradigm: DDIM of 25 steps, or aMUSEd's sampler (maskgit.py) of 12.
"""
import argparse

import numpy as np
import torch
from PIL import Image

import folder
import maskgit
from configs import STYLES
from diffusion import ddim

NAMES = ["grinning face", "red apple", "cat face", "crab", "strawberry", "hamburger", "sunflower", "red heart",
         "octopus", "tiger face", "pizza", "ghost"]
MORE = ["smiling face with heart-eyes", "face with tears of joy", "angry face", "frog", "green apple", "lemon",
        "cherries", "dog face", "fish", "rose", "mushroom", "doughnut"]


@torch.no_grad()
def encode(modules, tokenizer, prompts):
    """-> (text states [N,L,D], those of the empty caption [1,L,D])."""
    ids = torch.tensor([tokenizer.encode(p) for p in [*prompts, ""]])
    states = modules["text_encoder"](ids)[0]
    return states[:-1], states[-1:]


@torch.no_grad()
def to_pixels(vae, latents):
    """Latents (as the UNet has them) -> uint8 [N,H,W,3]."""
    images = vae.decode(latents / vae.config["scaling_factor"]).clamp(-1, 1)
    return ((images + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()


def generate(loaded, prompts, noise, guidance=3.0, batch=64, **sampler):
    """loaded = folder.load(path); noise [N,c,h,w]; sampler: steps, spacing, eta of `ddim` -> uint8 [N,H,W,3]."""
    modules, tokenizer, scheduler = loaded
    out = []
    for i in range(0, len(prompts), batch):
        context, empty = encode(modules, tokenizer, prompts[i:i + batch])
        latents = ddim(modules["unet"], context, empty, noise[i:i + batch], scheduler,
                       guidance=guidance, seed=i, **sampler)
        out.append(to_pixels(modules["vae"], latents))
    return np.concatenate(out)


def noise_for(modules, count, seed):
    cfg = modules["unet"].config
    size = cfg["sample_size"]
    return torch.randn(count, cfg["in_channels"], size, size, generator=torch.Generator().manual_seed(seed))


def sheet(images, columns):
    """uint8 [N,H,W,3] -> one PIL picture, row by row."""
    n, h, w, _ = images.shape
    canvas = np.full((-(-n // columns) * h, columns * w, 3), 255, np.uint8)
    for i, image in enumerate(images):
        y, x = i // columns * h, i % columns * w
        canvas[y:y + h, x:x + w] = image
    return Image.fromarray(canvas)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--steps", type=int, help="25 for diffusion, 12 for MaskGIT unless said")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--styles", default=",".join(STYLES))
    parser.add_argument("--prompts", nargs="+")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    loaded = folder.load(args.model)
    prompts = args.prompts or [f"{style} emoji of {name}" for names in (NAMES, MORE)
                               for style in args.styles.split(",") for name in names]
    if "transformer" in loaded[0]:
        images = maskgit.generate(loaded, prompts, args.seed, args.guidance, args.steps or maskgit.STEPS)
    else:
        images = generate(loaded, prompts, noise_for(loaded[0], len(prompts), args.seed), args.guidance,
                          steps=args.steps or 25)
    sheet(images, len(NAMES) if not args.prompts else min(len(prompts), 12)).save(args.out)
    print(f"{len(images)} pictures -> {args.out}")


if __name__ == "__main__":
    main()
