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
    return [header["items"][i] for i in rows], images[rows]


def caption(item, rng=None):
    """"<style> emoji of <name>"; with a random generator, one of the many ways in which people ask.

    Some leave out the style, some add one to three keywords, a fifth say keywords alone ("3d emoji of
    fruit"). One picture has one name in one style, so without these a prompt would decide its picture and
    there would be nothing left to prefer.
    """
    style, what = f"{item['style']} ", item["name"]
    if rng is not None:
        words = [str(word) for word in rng.permutation(item["keywords"])] if item["keywords"] else []
        kind = rng.random()
        if words and kind < 0.2:
            what = ", ".join(words[: 1 + int(rng.integers(2))])
        elif words and kind < 0.5:
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
