"""Every figure about the bundled models, each beside the same figure for real pictures.

usage: python measure.py scorer                        the scorer on pictures and (style, name) pairs it never saw
       python measure.py samples MODEL_DIR [--count 1000] [--guidance 3] [--out FIGURES.json]
           [--steps 25] [--spacing leading|trailing] [--eta 0]      another sampler of the diffusion base
           [--steps 12] [--temperature 2 0]                         another sampler of the MaskGIT base
       python measure.py sheet MODEL_DIR OUT.webp [--blind]     contact sheets (sheets.py); --blind leaves out the names
       python measure.py broad MODEL_DIR OUT.webp               12 broad prompts x 12 noises
options: --scorer ../../public/models/emoji-clip  --seed 0  --threads 1
MODEL_DIR is a folder of either paradigm: a StableDiffusionPipeline (sample.py) or an AmusedPipeline (maskgit.py).

What the figures mean. Retrieval: among 500 names, how far up "<style> emoji of <own name>" comes by the scorer's
cosine. Style: the style head says what the prompt says. Frechet: |m-m'|^2 + tr(C + C' - 2 (C C')^(1/2)) of the means
and covariances of image_embeds (unit length, so it lies between 0 and 4); with few pictures it is above zero even
for two halves of the same set, so the floor is printed beside it, from as many pictures. Diversity: mean distance of
two pictures of one prompt, in image_embeds and in pixels (root mean square, 0..1).
"""
import argparse
import json
import os
import time

import numpy as np
import torch

import data
import folder
import sample
from clip_model import Scorer
from configs import SCORER

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = 500
GUIDANCE = {False: 2.0, True: 1.5}  # what each base looks best at, by whether it is MaskGIT; see public/models/README.md
REPEATED, EACH = 60, 4  # diversity: so many prompts, so many samples of each


def prompt_of(item):
    return f"{item['style']} emoji of {item['name']}"


def ranks(scorer, embeds, items, seed=0):
    """Place of each picture's own name among itself and 499 others (one fixed draw), best 1: -> int [N].

    The others are asked for in the picture's own style. Names alike to the scorer count against it.
    """
    every = sorted({item["name"] for item in data.load()[0]["items"]})
    order = [every[i] for i in np.random.default_rng(seed).permutation(len(every))]
    texts = {style: scorer.texts([prompt_of({"style": style, "name": name}) for name in order])
             for style in {item["style"] for item in items}}
    found = []
    for embed, item in zip(embeds, items):
        own = order.index(item["name"])
        scores = texts[item["style"]] @ embed
        others = [i for i in range(len(order)) if i != own][:NAMES - 1]
        found.append(1 + int((scores[others] >= scores[own]).sum()))
    return np.array(found)


def alignment(scorer, embeds, images, items):
    """-> {"top1", "top5", "style" where the scorer tells it}: shares of the pictures."""
    found = ranks(scorer, embeds, items)
    figures = {"top1": float(np.mean(found <= 1)), "top5": float(np.mean(found <= 5))}
    if scorer.head:
        figures["style"] = float(np.mean([got == item["style"] for got, item in zip(scorer.style_of(images), items)]))
    return figures


def frechet(a, b):
    """Frechet distance of two sets of embeddings [N,D] and [M,D]."""
    a, b = a.double().numpy(), b.double().numpy()
    ca, cb = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    values, vectors = np.linalg.eigh(ca)
    root = vectors * np.sqrt(values.clip(0)) @ vectors.T
    cross = np.sqrt(np.linalg.eigvalsh(root @ cb @ root).clip(0)).sum()
    return max(float(np.square(a.mean(0) - b.mean(0)).sum() + np.trace(ca) + np.trace(cb) - 2 * cross), 0.0)


def apart(embeds, images):
    """Mean distances of all pairs of one prompt's pictures, embeds [P,K,D], images [P,K,H,W,3] -> (features, pixels)."""
    first, second = np.triu_indices(embeds.shape[1], 1)
    pixels = images.astype(np.float32) / 255
    return ((embeds[:, first] - embeds[:, second]).norm(dim=-1).mean().item(),
            float(np.sqrt(np.square(pixels[:, first] - pixels[:, second]).mean((2, 3, 4))).mean()))


def held_out(scorer):
    """-> {"all": figures, each style: figures} on the held-out pictures, with their counts."""
    header, images = data.load()
    rows = [i for i, item in enumerate(header["items"]) if item["split"] == "held-out"]
    items = [header["items"][i] for i in rows]
    images = images[rows]
    embeds = scorer.images(images)
    out = {"all": {**alignment(scorer, embeds, images, items), "pictures": len(items)}}
    for style in scorer.styles:
        own = [i for i, item in enumerate(items) if item["style"] == style]
        out[style] = {**alignment(scorer, embeds[own], images[own], [items[i] for i in own]), "pictures": len(own)}
    return out


def scorer_line(scorer):
    """The held-out figures in one line, for the training's log."""
    f = held_out(scorer)["all"]
    return f"top-1 {f['top1']:.3f}, top-5 {f['top5']:.3f} of {NAMES} names, {f['pictures']} pictures"


def painter(path, **sampler):
    """Model folder -> paint(prompts, seed, guidance) -> uint8 [N,H,W,3]; sampler: as sample.generate, maskgit.generate."""
    with open(os.path.join(path, "model_index.json"), encoding="utf-8") as f:
        kind = json.load(f)["_class_name"]
    if kind == "StableDiffusionPipeline":
        loaded = folder.load(path)
        return lambda prompts, seed, guidance: sample.generate(
            loaded, prompts, sample.noise_for(loaded[0], len(prompts), seed), guidance, **sampler)
    if kind == "AmusedPipeline":
        import maskgit
        loaded = maskgit.load(path)
        return lambda prompts, seed, guidance: maskgit.generate(loaded, prompts, seed, guidance, **sampler)
    raise SystemExit(f"{path}/model_index.json says {kind}; known are StableDiffusionPipeline and AmusedPipeline")


def measure_samples(scorer, path, count, guidance, seed, **sampler):
    """-> {"samples": figures, "real": the same for the real pictures of the same prompts, ...}."""
    items, images = data.trained_on()
    count = min(count, len(items))
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(items))[:count]
    items, images = [items[i] for i in rows], images[rows]
    paint = painter(path, **sampler)
    began = time.time()
    painted = paint([prompt_of(item) for item in items], seed + 1, guidance)
    seconds = (time.time() - began) / count
    real, made = scorer.images(images), scorer.images(painted)
    a, b = slice(0, count // 2), slice(count // 2, 2 * (count // 2))
    many = items[:REPEATED]
    repeated = paint([prompt_of(item) for item in many for _ in range(EACH)], seed + 2, guidance)
    groups = scorer.images(repeated).reshape(len(many), EACH, -1), repeated.reshape(len(many), EACH, *repeated.shape[1:])
    # Trained with mirroring, so a prompt's real pictures are one and its mirror image; two draws differ half the time.
    mirrored = images[:, :, ::-1]
    pair = torch.stack([real, scorer.images(mirrored)], 1), np.stack([images, mirrored], 1)
    shuffled = rng.permutation(count)
    strangers = torch.stack([real, real[shuffled]], 1), np.stack([images, images[shuffled]], 1)
    figures = {}
    for name, embeds, shown, (feature, pixel) in (("samples", made, painted, apart(*groups)), ("real", real, images, [d / 2 for d in apart(*pair)])):
        figures[name] = {**alignment(scorer, embeds, shown, items), "frechet_same_prompts": frechet(embeds, real),
                         "frechet_halves": frechet(embeds[a], real[b]),
                         "diversity_features": feature, "diversity_pixels": pixel}
    figures["samples"]["seconds"] = seconds
    return {"model": path, "count": count, "guidance": guidance, **sampler, "seed": seed, **figures,
            "other_prompts": dict(zip(("diversity_features", "diversity_pixels"), apart(*strangers)))}


ROWS = (("name first of 500", "top1", "{:.1%}"), ("name among the first 5 of 500", "top5", "{:.1%}"),
        ("style as asked", "style", "{:.1%}"), ("Fréchet distance to the real pictures of the same prompts", "frechet_same_prompts", "{:.4f}"),
        ("Fréchet distance, one half's prompts to the other half's real pictures", "frechet_halves", "{:.4f}"),
        ("diversity of a prompt, features", "diversity_features", "{:.3f}"),
        ("diversity of a prompt, pixels", "diversity_pixels", "{:.3f}"), ("seconds a sample", "seconds", "{:.2f}"))


def table(figures, columns):
    """Markdown: one row a figure, one column for each (title, key)."""
    lines = ["| | " + " | ".join(title for title, _ in columns) + " |", "| --- |" + " --- |" * len(columns)]
    for title, key, form in ROWS:
        cells = [form.format(figures[column][key]) if key in figures[column] else "" for _, column in columns]
        if any(cells):
            lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["scorer", "samples", "sheet", "broad"])
    parser.add_argument("model", nargs="?")
    parser.add_argument("picture", nargs="?", help="of `sheet` and `broad`: the file to write")
    parser.add_argument("--scorer", default=os.path.join(HERE, "../../public/models/emoji-clip"))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--guidance", type=float, help="default: what the base looks best at")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--spacing", choices=["leading", "trailing"])
    parser.add_argument("--eta", type=float)
    parser.add_argument("--temperature", type=float, nargs=2, metavar=("FROM", "TO"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--blind", action="store_true")
    parser.add_argument("--out", help="JSON file for the figures")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    if args.what != "scorer" and not args.model or args.what in ("sheet", "broad") and not args.picture:
        parser.error(f"`{args.what}` needs MODEL_DIR" + (" and OUT.png" if args.what in ("sheet", "broad") else ""))
    if args.guidance is None and args.model:
        args.guidance = GUIDANCE["transformer" in folder.parts_in(args.model)]
    if args.what == "broad":
        import sheets
        sheets.write_broad(painter(args.model), args.picture, args.seed, args.guidance)
        return
    if args.what == "sheet":
        import sheets
        sheets.write(painter(args.model), args.picture, args.seed, args.guidance, not args.blind)
        return
    scorer = Scorer.load(args.scorer)
    if args.what == "scorer":
        figures = held_out(scorer)
        print(f"{sum(p.numel() for p in scorer.model.parameters()) / 1e6:.2f} M weights, {SCORER['projection_dim']} features; "
              + ", ".join(f"{style} {f['pictures']}" for style, f in figures.items()) + " held-out pictures\n")
        print(table(figures, [(style, style) for style in figures]))
    else:
        given = {name: getattr(args, name) for name in ("steps", "spacing", "eta", "temperature")}
        sampler = {name: value for name, value in given.items() if value is not None}
        figures = measure_samples(scorer, args.model, args.count, args.guidance, args.seed, **sampler)
        print(f"{figures['count']} samples of {args.model}, guidance {args.guidance:g}, seed {args.seed}; two different "
              f"prompts' real pictures: features {figures['other_prompts']['diversity_features']:.3f}, "
              f"pixels {figures['other_prompts']['diversity_pixels']:.3f} apart\n")
        print(table(figures, [("samples", "samples"), ("real pictures", "real")]))
    if args.out:
        folder.write_json(args.out, figures)


if __name__ == "__main__":
    main()
