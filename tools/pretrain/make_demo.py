"""The demo set: pictures the base model itself made, scored by a formula; and the prompt lists of the sweeps.

usage: python make_demo.py prompts OUT_DIR                      prompts.json: demo, validation, test
       python make_demo.py measure MODEL_DIR OUT_DIR            ICC and spread of every formula, on fresh samples
       python make_demo.py build MODEL_DIR OUT_DIR --score NAME demo.zip (metadata.csv + PNG), contact sheet
Of every three prompts one is a name in a style the base was trained on, one a name without a style and one a keyword
that several of its pictures share: the last two leave more to prefer (which style, which thing). The three lists share no
name and no keyword, so test prompts are new to the preference training even in another style. MODEL_DIR is a
diffusion or a MaskGIT folder.
"""
import argparse
import collections
import hashlib
import io
import json
import os
import zipfile

import numpy as np
import torch
from PIL import Image

import data
import folder
import rewards
from measure import painter
from sample import sheet

# Filled one after the other. The later rows lengthen lists that earlier sets were made with, whose first prompts stay.
COUNTS = [("demo", 72), ("validation", 32), ("test", 64), ("validation", 128), ("test", 128)]
COMMON = 5  # a keyword is used if at least this many training pictures have it
UNUSED = set("""accessibility alcohol asian bar blind booze chinese comic coronavirus covering covid danger dead death
demon depressed devil disease drunk evil extinct extinction fever heavy ill infatuation japanese like mexican mojito
open prank sick sign sarcasm small large body""".split())  # unkind ones, and words that name nothing to draw
PER_PROMPT = 10
GUIDANCE = {False: 3.0, True: 1.5}  # by whether it is MaskGIT: what each base looks best at


def shuffled(words):
    """A fixed order that depends on the words alone."""
    return sorted(words, key=lambda word: hashlib.sha256(word.encode()).hexdigest())


def choose_prompts():
    """-> {"demo": [...], "validation": [...], "test": [...]}; decided by hashes of the names alone."""
    items = data.trained_on()[0]
    styles = sorted({item["style"] for item in items})
    pairs = {(item["style"], item["name"]) for item in items}
    counts = collections.Counter(word for item in items for word in item["keywords"])
    names = shuffled({item["name"] for item in items})
    words = shuffled(word for word, count in counts.items() if count >= COMMON and word not in names and word not in UNUSED)
    lists = collections.defaultdict(list)
    for key, count in COUNTS:
        while len(lists[key]) < count:
            at = len(lists[key])
            style = styles[at // 3 % len(styles)]
            if at % 3 == 2:
                lists[key].append(f"{style} emoji of {words.pop(0)}")
                continue
            name = next(name for name in names if (style, name) in pairs)
            names.remove(name)
            lists[key].append(f"{style} emoji of {name}" if at % 3 == 0 else f"emoji of {name}")
    return dict(lists)


def samples(model, prompts, each, seed):
    """-> (prompts repeated [N], uint8 [N,H,W,3])."""
    repeated = [p for p in prompts for _ in range(each)]
    return repeated, painter(model)(repeated, seed, GUIDANCE["transformer" in folder.parts_in(model)])


def measure(model, out):
    with open(f"{out}/prompts.json", encoding="utf-8") as f:
        prompts = json.load(f)["validation"]
    texts, images = samples(model, prompts, 8, seed=77)
    print(f"{len(prompts)} validation prompts x 8 samples")
    print(f"{'score':18s} {'mean':>8s} {'sd':>8s} {'sd within':>10s} {'ICC':>6s}")
    table = {}
    for name, score in rewards.ALL.items():
        s = score(images)
        within = np.sqrt(np.mean([s[np.array(texts) == t].var(ddof=1) for t in prompts]))
        table[name] = s
        print(f"{name:18s} {s.mean():8.4f} {s.std():8.4f} {within:10.4f} "
              f"{rewards.intraclass_correlation(s, np.array(texts)):6.2f}")
    print("correlations:", np.round(np.corrcoef(list(table.values())), 2).tolist())


def build(model, out, score_name):
    with open(f"{out}/prompts.json", encoding="utf-8") as f:
        prompts = json.load(f)["demo"]
    texts, images = samples(model, prompts, PER_PROMPT, seed=2024)
    scores = rewards.ALL[score_name](images)
    lines = ["file_name,text,score"]
    stamp = (2026, 1, 1, 0, 0, 0)  # fixed, so that the same pictures give the same file
    with zipfile.ZipFile(f"{out}/demo.zip", "w", zipfile.ZIP_STORED) as archive:
        for i, (text, image, score) in enumerate(zip(texts, images, scores)):
            name, buffer = f"{i:04d}.png", io.BytesIO()
            Image.fromarray(image).save(buffer, "PNG", optimize=True)
            archive.writestr(zipfile.ZipInfo(name, stamp), buffer.getvalue())
            lines.append(f'{name},"{text}",{score:.6f}')
        archive.writestr(zipfile.ZipInfo("metadata.csv", stamp), "\n".join(lines) + "\n")
    icc = rewards.intraclass_correlation(scores, np.array(texts))
    print(f"{out}/demo.zip: {len(images)} pictures of {len(prompts)} prompts, {os.path.getsize(out + '/demo.zip') / 2**20:.2f} MiB; "
          f"{score_name} mean {scores.mean():.4f} sd {scores.std():.4f} median {np.median(scores):.4f} ICC {icc:.2f}")
    order = np.argsort(scores)
    sheet(images[np.concatenate([order[:24], order[-24:]])], 12).save(os.path.join(data.CACHE, "demo-extremes.png"))
    print(f"lowest 24 above highest 24: {data.CACHE}/demo-extremes.png")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["prompts", "measure", "build"])
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--score", default="filled_area", choices=list(rewards.ALL))
    args = parser.parse_args()
    torch.set_num_threads(1)
    if args.what == "prompts":
        os.makedirs(args.paths[0], exist_ok=True)
        folder.write_json(f"{args.paths[0]}/prompts.json", choose_prompts())
    elif args.what == "measure":
        measure(*args.paths)
    else:
        build(*args.paths, args.score)


if __name__ == "__main__":
    main()
