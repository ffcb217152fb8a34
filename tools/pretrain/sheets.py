"""Contact sheets with their labels drawn in: what measure.py's figures look like.

Rows: each guidance (1, 3, 5 and the model's own) x each style over twelve fixed names (one noise a column and style, the same at every guidance);
then (style, name) pairs that were never trained on, above the real picture of the same pair.
"""
import textwrap

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import data
from configs import GROUPS, STYLES
from sample import NAMES

GUIDANCES = (1.0, 3.0, 5.0)
SIDE = 80  # of a picture on the sheet, pixels
LABEL = 150  # width of the labels at the left
COLUMNS = len(NAMES)
QUALITY = 45  # of .webp and .jpg files: the tracked tree has 48 MiB


def unseen(style, count):
    """-> (items, images) of `count` held-out pairs of a style, in the groups trained on."""
    header, images = data.load()
    rows = [i for i, item in enumerate(header["items"])
            if item["split"] == "held-out" and item["style"] == style and item["group"] in GROUPS][:count]
    return [header["items"][i] for i in rows], images[rows]


def draw(rows, named):
    """rows: [(label, names or None, uint8 images)] -> one PIL picture; names stand above their pictures."""
    font, pixels = ImageFont.load_default(), SIDE
    above = lambda names: 28 if named and names else 0
    canvas = Image.new("RGB", (LABEL + COLUMNS * pixels, sum(pixels + above(names) for _, names, _ in rows)), "white")
    pen, y = ImageDraw.Draw(canvas), 0
    for label, names, images in rows:
        if above(names):
            for i, name in enumerate(names):
                pen.text((LABEL + i * pixels + 4, y + 2), textwrap.fill(name, pixels // 6 - 1, max_lines=2), "#444", font)
            y += above(names)
        pen.text((6, y + pixels // 2 - 12), label, "black", font)
        for i, image in enumerate(images):
            canvas.paste(Image.fromarray(image).resize((pixels, pixels), Image.NEAREST), (LABEL + i * pixels, y))
        y += pixels
    return canvas


def write(paint, path, seed, guidance, named=True):
    """paint(prompts, seed, guidance) -> uint8 images; `guidance` of the unseen pairs; `named` false leaves out every name (for a blind look)."""
    prompts = [f"{style} emoji of {name}" for style in STYLES for name in NAMES]
    rows = []
    for strength in sorted({*GUIDANCES, guidance}):
        images = np.split(paint(prompts, seed, strength), len(STYLES))
        rows += [(f"{style}\nguidance {strength:g}", NAMES if style == STYLES[0] else None, part)
                 for style, part in zip(STYLES, images)]
    for style in STYLES:
        items, real = unseen(style, COLUMNS)
        made = paint([f"{style} emoji of {item['name']}" for item in items], seed, guidance)
        rows.append((f"{style}, unseen pairs\nguidance {guidance:g}", [item["name"] for item in items], made))
        if named:
            rows.append((f"{style}, the real ones", None, real))
    draw(rows, named).save(path, optimize=True, quality=QUALITY)
    print(f"{sum(len(images) for _, _, images in rows)} pictures -> {path}")


# Requests that leave a lot open: within a row one should see different moods, hues or kinds.
BROAD = ("face", "smile", "love", "animal", "something blue", "fruit", "sad", "cat", "flower", "heart", "dessert", "something yellow")


def write_broad(paint, path, seed, guidance):
    """One row for each of twelve broad prompts, twelve noises in a row; every other row without a style."""
    prompts = [f"{'' if i % 2 == 0 else STYLES[i // 2 % len(STYLES)] + ' '}emoji of {word}" for i, word in enumerate(BROAD)]
    images = np.split(paint([prompt for prompt in prompts for _ in range(COLUMNS)], seed, guidance), len(prompts))
    draw([(textwrap.fill(prompt, 22), None, part) for prompt, part in zip(prompts, images)], True).save(path, optimize=True, quality=QUALITY)
    print(f"{sum(map(len, images))} images at guidance {guidance:g} -> {path}")
