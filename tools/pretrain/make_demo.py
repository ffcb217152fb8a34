"""The demo set: broad prompts, images that the base itself sampled, one score a person can see; and the prompt lists.

usage: python make_demo.py prompts OUT_DIR                 prompts.json: demo, validation, test
       python make_demo.py measure MODEL_DIR OUT_DIR       ICC and spread of every score, on fresh samples
       python make_demo.py build MODEL_DIR OUT_DIR [--score happier]     demo.zip (metadata.csv + PNG), contact sheet
       python make_demo.py squeeze OUT_DIR                 demo.zip with the same pixels in fewer bytes (zopflipng)
       python make_demo.py wall OUT_DIR                    wall.webp and wall.json of the first screen, from demo.zip
A broad prompt ("emoji of smile", "3d emoji of something yellow") leaves most to the noise, and so to preference: with named
prompts the prompt decides two thirds to nine tenths of every score that a person can see. The words are those that mostly
faces answer to, since the score is "happier": cos(image, "grinning face") - cos(image, "crying face") by the bundled scorer.
The three lists share no word. MODEL_DIR is a diffusion or a MaskGIT folder.
"""
import argparse
import collections
import csv
import hashlib
import io
import json
import os
import subprocess
import tempfile
import zipfile

import numpy as np
import torch
from PIL import Image

import data
import folder
import rewards
from clip_model import Scorer
from measure import GUIDANCE, HERE, painter
from sample import sheet

COUNTS = {"demo": 72, "validation": 128, "test": 128}
COMMON, NAMES, FACES = 5, 2, 0.6  # a word is used if so many training images, names and this share of faces answer to it
UNUSED = set("""accessibility alcohol asian bar blind booze cats chinese comic coronavirus covering covid danger dead death
demon depressed devil disease drunk evil extinct extinction eyes fairy fever grinning heavy ill infatuation japanese large like
mad meh mexican mojito mouth oops open prank sadface sarcasm scary shocked sick sign sleepy small surprise upset""".split())
PER_PROMPT = 10
SCORES = {"happier": ("grinning face", "crying face")}


def shuffled(words):
    """A fixed order that depends on the words alone."""
    return sorted(words, key=lambda word: hashlib.sha256(word.encode()).hexdigest())


def choose_prompts():
    """-> {"validation": [...], "demo": [...], "test": [...]}: each word without a style and in every style."""
    items = data.trained_on()[0]
    styles = sorted({item["style"] for item in items})
    answers = collections.defaultdict(list)
    for item in items:
        for word in data.broad_words(item):
            answers[word].append(item)
    faces = lambda found: np.mean([item["group"].startswith("Smileys") for item in found])
    words = shuffled(word for word, found in answers.items() if word not in UNUSED and len(found) >= COMMON
                     and len({item["name"] for item in found}) >= NAMES and faces(found) >= FACES)
    # The demo gets the words that the base saw most, since they are what it draws best; the others are split by hash.
    words.sort(key=lambda word: -len(answers[word]))
    own = COUNTS["demo"] // (1 + len(styles))
    words = words[:own] + shuffled(words[own:])
    asked = lambda word: [f"{style}emoji of {word}" for style in ("", *(f"{style} " for style in styles))]
    return {key: [prompt for _ in range(count // (1 + len(styles))) for prompt in asked(words.pop(0))]
            for key, count in COUNTS.items()}


def score_by(name):
    """The score of that name: images uint8 [N,H,W,3] -> float64 [N]."""
    if name not in SCORES:
        return rewards.ALL[name]
    return rewards.two_words(Scorer.load(os.path.join(HERE, "../../public/models/emoji-clip")), *SCORES[name])


def samples(model, prompts, each, seed):
    """-> (prompts repeated [N], uint8 [N,H,W,3])."""
    repeated = [p for p in prompts for _ in range(each)]
    return repeated, painter(model)(repeated, seed, GUIDANCE["transformer" in folder.parts_in(model)])


def measure(model, out):
    with open(f"{out}/prompts.json", encoding="utf-8") as f:
        prompts = json.load(f)["validation"]
    texts, images = samples(model, prompts, 8, seed=77)
    print(f"{len(prompts)} validation prompts x 8 samples")
    print(f"{'score':20s} {'mean':>8s} {'sd':>8s} {'sd within':>10s} {'ICC':>6s}")
    for name in (*SCORES, *rewards.ALL):
        s = score_by(name)(images)
        within = np.sqrt(np.mean([s[np.array(texts) == t].var(ddof=1) for t in prompts]))
        print(f"{name:20s} {s.mean():8.4f} {s.std():8.4f} {within:10.4f} "
              f"{rewards.intraclass_correlation(s, np.array(texts)):6.2f}")


def build(model, out, score_name, count):
    with open(f"{out}/prompts.json", encoding="utf-8") as f:
        prompts = json.load(f)["demo"][:count]
    texts, images = samples(model, prompts, PER_PROMPT, seed=2024)
    scores = score_by(score_name)(images)
    lines = ["file_name,text,score"]
    stamp = (2026, 1, 1, 0, 0, 0)  # fixed, so that the same images give the same file
    with zipfile.ZipFile(f"{out}/demo.zip", "w", zipfile.ZIP_STORED) as archive:
        for i, (text, image, score) in enumerate(zip(texts, images, scores)):
            name, buffer = f"{i:04d}.png", io.BytesIO()
            Image.fromarray(image).save(buffer, "PNG", optimize=True)
            archive.writestr(zipfile.ZipInfo(name, stamp), buffer.getvalue())
            lines.append(f'{name},"{text}",{score:.6f}')
        archive.writestr(zipfile.ZipInfo("metadata.csv", stamp), "\n".join(lines) + "\n", zipfile.ZIP_DEFLATED, 9)
    icc = rewards.intraclass_correlation(scores, np.array(texts))
    print(f"{out}/demo.zip: {len(images)} images of {len(prompts)} prompts, {os.path.getsize(out + '/demo.zip') / 2**20:.2f} MiB; "
          f"{score_name} mean {scores.mean():.4f} sd {scores.std():.4f} median {np.median(scores):.4f} ICC {icc:.2f}")
    order = np.argsort(scores)
    sheet(images[np.concatenate([order[:24], order[-24:]])], 12).save(os.path.join(data.CACHE, "demo-extremes.png"))
    print(f"lowest 24 above highest 24: {data.CACHE}/demo-extremes.png")


def reward_id(name):
    """The score as the page names it."""
    return f"words:{'|'.join(SCORES[name])}" if name in SCORES else name


def wall(out, score_name):
    """demo.zip -> wall.webp (24 tiles, 6 x 4) and wall.json (their files, prompts and scores, and every score of the set).

    What the first screen shows before anything is opened: one image of every third prompt.
    """
    with zipfile.ZipFile(f"{out}/demo.zip") as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("metadata.csv").decode())))
        shown = [rows[i // 24 * PER_PROMPT + i * 7 % PER_PROMPT] for i in range(0, 24 * len(rows) // PER_PROMPT, len(rows) // PER_PROMPT)]
        tiles = np.stack([np.asarray(Image.open(io.BytesIO(archive.read(row["file_name"]))).convert("RGB")) for row in shown])
    sheet(tiles, 6).save(f"{out}/wall.webp", lossless=True)
    folder.write_json(f"{out}/wall.json", {"label": score_name.capitalize(), "rewardId": reward_id(score_name), "tiles": [{"file": row["file_name"], "text": row["text"], "score": float(row["score"])} for row in shown],
                                          "scores": [float(row["score"]) for row in rows]})
    print(f"{out}/wall.webp: {os.path.getsize(out + '/wall.webp') / 1024:.0f} KiB")


def squeeze(out):
    """Writes demo.zip anew, every PNG as small as zopflipng makes it: 3 % less, about a second per image."""
    path = f"{out}/demo.zip"
    with zipfile.ZipFile(path) as old, tempfile.TemporaryDirectory() as room:
        with zipfile.ZipFile(f"{path}.new", "w", zipfile.ZIP_STORED) as new:
            for entry in old.infolist():
                given = old.read(entry)
                if entry.filename.endswith(".png"):
                    big, small = f"{room}/big.png", f"{room}/small.png"
                    with open(big, "wb") as f:
                        f.write(given)
                    subprocess.run(["zopflipng", "-y", "--filters=01234mepb", big, small], check=True, stdout=subprocess.DEVNULL)
                    assert np.array_equal(np.asarray(Image.open(big)), np.asarray(Image.open(small)))
                    with open(small, "rb") as f:
                        given = min(given, f.read(), key=len)
                new.writestr(zipfile.ZipInfo(entry.filename, entry.date_time), given, entry.compress_type, 9)
    print(f"{path}: {os.path.getsize(path)} -> {os.path.getsize(path + '.new')} bytes")
    os.replace(f"{path}.new", path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["prompts", "measure", "build", "squeeze", "wall"])
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--score", default="happier", choices=[*SCORES, *rewards.ALL])
    parser.add_argument("--count", type=int, help="of `build`: only the first so many prompts")
    args = parser.parse_args()
    torch.set_num_threads(1)
    if args.what == "prompts":
        os.makedirs(args.paths[0], exist_ok=True)
        folder.write_json(f"{args.paths[0]}/prompts.json", choose_prompts())
    elif args.what == "measure":
        measure(*args.paths)
    elif args.what == "squeeze":
        squeeze(*args.paths)
    elif args.what == "wall":
        wall(*args.paths, args.score)
    else:
        build(*args.paths, args.score, args.count)


if __name__ == "__main__":
    main()
