"""The file build_data.mjs wrote -> arrays; captions; and, as a command, the tokenizer made from them.

usage: python data.py TOKENIZER_OUT_DIR      learns the byte-pair vocabulary and writes CLIP's files
"""
import gzip
import json
import os
import struct
import sys

import numpy as np

CACHE = os.environ.get("PLUMBLINE_CACHE", os.path.expanduser("~/.cache/plumbline"))


def load(path=None):
    """-> (header, images uint8 [N,64,64,3]); header["items"][i] = {style, name, group, split, keywords}."""
    path = path or os.path.join(CACHE, "emoji64.bin.gz")
    if not os.path.exists(path):
        raise SystemExit(f"{path} is missing; run `node tools/pretrain/build_data.mjs` first")
    with gzip.open(path) as f:
        raw = f.read()
    length = struct.unpack("<I", raw[:4])[0]
    header = json.loads(raw[4:4 + length])
    size = header["size"]
    return header, np.frombuffer(raw, np.uint8, offset=4 + length).reshape(-1, size, size, 3)


def trained_on():
    """-> (items, images) of the training split in the styles and groups that configs.py names."""
    from configs import GROUPS, STYLES
    header, images = load()
    rows = [i for i, item in enumerate(header["items"])
            if item["split"] == "train" and item["style"] in STYLES and item["group"] in GROUPS]
    return [{**header["items"][i], "colour": colour_of(images[i])} for i in rows], images[rows]


# Broad words: what a person asks for who leaves the rest open. A word holds if one of its keywords is the item's.
CATEGORIES = {"animal": ("animal",), "bird": ("bird",), "insect": ("insect", "bug"), "cat": ("cats",), "fish": ("fish",),
              "plant": ("plant",), "flower": ("flower", "flowers"), "food": ("food",), "fruit": ("fruit",),
              "vegetable": ("vegetable",), "dessert": ("dessert", "sweet"), "drink": ("drink", "beverage"),
              "bread": ("bread", "pastry"), "face": ("face",), "heart": ("heart",), "monster": ("monster", "creature")}
MOODS = {"happy": ("happy", "joy", "happiness", "glad"), "smile": ("smile", "smiling", "grin", "grinning"),
         "sad": ("sad", "sadface", "cry", "upset", "depressed"), "angry": ("angry", "mad"),
         "love": ("love", "affection", "kiss", "romance"), "surprised": ("surprise", "surprised", "shocked", "shock"),
         "tired": ("tired", "sleepy", "sleep"), "sick": ("sick", "ill"), "silly": ("silly", "playful", "funny"),
         "scared": ("scared", "fear", "nervous"), "cool": ("cool",), "party": ("party", "celebration")}
HUES = (("red", 0.04), ("orange", 0.088), ("yellow", 0.185), ("green", 0.45), ("blue", 0.70), ("purple", 0.83),
        ("pink", 0.945), ("red", 1.01))  # upper ends, hue in 0..1


def colour_of(image):
    """The colour that covers at least half of what is drawn on white in a uint8 [H,W,3] picture; None if none does."""
    rgb = image.reshape(-1, 3).astype(np.float32) / 255
    rgb = rgb[rgb.min(1) < 0.93]
    if len(rgb) == 0:
        return None
    high, low = rgb.max(1), rgb.min(1)
    chroma = high - low
    at = rgb.argmax(1)
    r, g, b = rgb.T
    hue = np.select([at == 0, at == 1], [(g - b) / (chroma + 1e-6), 2 + (b - r) / (chroma + 1e-6)], 4 + (r - g) / (chroma + 1e-6)) / 6 % 1
    name = np.array([n for n, _ in HUES])[np.searchsorted([end for _, end in HUES], hue, side="right").clip(max=len(HUES) - 1)]
    name = np.where(np.isin(name, ["red", "orange"]) & (high < 0.66) & (chroma > 0.12), "brown", name)
    name = np.where((name == "red") & (low > 0.45), "pink", name)
    name = np.where(chroma < 0.12, np.select([high < 0.3, high < 0.75], ["black", "grey"], "white"), name)
    names, counts = np.unique(name, return_counts=True)
    return str(names[counts.argmax()]) if counts.max() >= 0.5 * len(rgb) else None


def categories_and_moods(item):
    """The words of CATEGORIES and of MOODS that an item answers to."""
    fits = lambda table: [word for word, keys in table.items() if set(keys) & set(item["keywords"])]
    return fits(CATEGORIES), fits(MOODS)


def broad_words(item):
    """Every broad request that an item answers: its keywords, categories, moods, colour, and colour with category."""
    categories, moods = categories_and_moods(item)
    colour = item.get("colour")
    coloured = [f"something {colour}", *(f"{colour} {category}" for category in categories)] if colour else []
    return {*item["keywords"], *categories, *moods, *coloured}


def broad(item, rng):
    """One broad request that the item answers ("animal", "something blue", "blue animal", "love"), or None."""
    (categories, moods), colour = categories_and_moods(item), item.get("colour")
    asks = [*categories, *moods, *moods, *(f"something {mood}" for mood in moods if mood not in ("smile", "love", "party"))]
    if colour:
        asks += [f"something {colour}"] * 2 + [f"{colour} {category}" for category in categories]
    return str(asks[rng.integers(len(asks))]) if asks else None


def caption(item, rng=None):
    """"<style> emoji of <name>"; with a random generator, one of the many ways in which people ask.

    Some leave out the style, some add one to three keywords, a fifth say keywords alone ("3d emoji of
    fruit"), a seventh something broad ("emoji of something blue"). One picture has one name in one style, so without these a prompt would decide its picture and
    there would be nothing left to prefer.
    """
    style, what = f"{item['style']} ", item["name"]
    if rng is not None:
        words = [str(word) for word in rng.permutation(item["keywords"])] if item["keywords"] else []
        kind = rng.random()
        if words and kind < 0.2:
            what = ", ".join(words[: 1 + int(rng.integers(2))])
        elif kind < 0.34:
            what = broad(item, rng) or what
        elif words and kind < 0.6:
            what = ", ".join([what, *words[: 1 + int(rng.integers(3))]])
        if rng.random() < 0.2:
            style = ""
    return f"{style}emoji of {what}"


def main(out):
    import tokenizer as bpe
    from configs import TOKENS, VOCABULARY
    header, _ = load()
    # From every name of every group, not only this run's, so that a wider run can keep the vocabulary.
    names = [text.split(",")[0] for text in header["allCaptions"]]
    texts = [f"{style} emoji of" for style in header["allStyles"]] * 100 + header["allCaptions"] + 3 * names
    learnt = bpe.learn(texts, VOCABULARY, TOKENS)
    bpe.save(learnt, out)
    lengths = [len(learnt.encode(caption(item), pad=False)) for item in header["items"]]
    print(f"{len(learnt.vocab)} tokens; captions take {np.mean(lengths):.1f} on average, at most {max(lengths)} of {TOKENS}")


if __name__ == "__main__":
    main(sys.argv[1])
