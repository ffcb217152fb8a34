"""Trials of the LoRA step on the demo set, judged on the validation prompts (never on the test prompts).

usage: python sweep.py MODEL_DIR DEMO_DIR RESULTS.jsonl [--score happier] [--sheet OUT.png] TRIAL [TRIAL ...]
a TRIAL is comma-separated settings of mirror.Settings: method=tgo,temperature=0.02,learningRate=1e-3,steps=200
Each trial appends one line: settings, the mean paired difference (aligned - base, same prompt and noise) in
standard deviations of the base's scores, its 95 % t interval over prompts (of this run), the share of samples won, the
same of prompt alignment (off target), and the drift: the mean absolute pixel difference from the base's image (0..255).
Trials already in RESULTS are not repeated, so two processes may share the file with different trials. Give every method the same number of trials.
"""
import argparse
import dataclasses
import json
import os
import time

import numpy as np
import torch

import folder
import lora
import maskgit
import mirror
import mirror_maskgit
import rewards
from clip_model import Scorer
from make_demo import SCORES, score_by
from measure import GUIDANCE, HERE
from sample import generate, noise_for, sheet

EACH = 1  # samples per validation prompt, with noises shared by base and aligned: 128 prompts x 1 noise


def parse(text):
    """"method=sft,steps=100" -> Settings, types taken from its fields."""
    kinds = {f.name: f.type for f in dataclasses.fields(mirror.Settings)}
    values = {}
    for part in text.split(","):
        key, _, value = part.partition("=")
        if key not in kinds:
            raise SystemExit(f"trial {text!r}: no setting {key!r}; there are {', '.join(kinds)}")
        values[key] = kinds[key](float(value)) if kinds[key] is not str else value
    return mirror.Settings(**values)


def t_quantile(df):
    """97.5 % quantile of Student's t, by the Cornish-Fisher expansion (within 0.001 from df = 10 on)."""
    z = 1.959964
    return z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df ** 2)


def paired(base, aligned, groups):
    """-> (mean difference, low, high) in base standard deviations; t interval over the prompts' means: "this run"."""
    difference = (aligned - base) / base.std()
    means = np.array([difference[groups == g].mean() for g in np.unique(groups)])
    half = t_quantile(len(means) - 1) * means.std(ddof=1) / np.sqrt(len(means))
    return means.mean(), means.mean() - half, means.mean() + half


def evaluate(loaded, prompts, seed=500):
    """-> uint8 samples of every prompt, EACH a prompt, bfloat16 for speed (for base and aligned alike)."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.__version__ >= "2"):
        if "transformer" in loaded[0]:
            return maskgit.generate(loaded, prompts, seed, guidance=GUIDANCE[True])
        return generate(loaded, prompts, noise_for(loaded[0], len(prompts), seed), guidance=GUIDANCE[False], steps=20)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("demo")
    parser.add_argument("results")
    parser.add_argument("trials", nargs="+")
    parser.add_argument("--score", default="happier", choices=[*SCORES, *rewards.ALL])
    parser.add_argument("--sheet", help="write the samples here, rows in pairs: base above, aligned below")
    parser.add_argument("--save", help="write the last trial's adapters here, in diffusers' names")
    args = parser.parse_args()
    torch.set_num_threads(1)
    loaded = folder.load(args.model)
    modules, tokenizer, scheduler = loaded
    score, scorer = score_by(args.score), Scorer.load(os.path.join(HERE, "../../public/models/emoji-clip"))
    with open(f"{args.demo}/prompts.json", encoding="utf-8") as f:
        prompts = [p for p in json.load(f)["validation"] for _ in range(EACH)]
    groups = np.array(prompts)
    images, texts, _ = mirror.load_scored(f"{args.demo}/demo.zip")
    tokens = "transformer" in modules
    network = modules["transformer" if tokens else "unet"]
    encoded = (mirror_maskgit.encode_images(modules["vqvae"], images),) if tokens else mirror.encode_images(modules["vae"], images)
    dataset = (*encoded, texts, score(images))
    base_images = evaluate(loaded, prompts)
    base = score(base_images)
    asked = scorer.texts(prompts)
    alignment = lambda images: (scorer.images(images) * asked).sum(1).double().numpy()
    aligned_base = alignment(base_images)
    done = set()
    if os.path.exists(args.results):
        with open(args.results, encoding="utf-8") as f:
            done = {json.dumps(json.loads(line)["settings"], sort_keys=True) for line in f}
    for text in args.trials:
        settings = parse(text)
        record = {"settings": dataclasses.asdict(settings)}
        if json.dumps(record["settings"], sort_keys=True) in done:
            continue
        began = time.time()
        try:
            adapters = (mirror_maskgit.train(modules, tokenizer, dataset, settings) if tokens
                        else mirror.train(modules, tokenizer, scheduler, dataset, settings))
        except FloatingPointError as error:
            record["failed"] = str(error)
        else:
            trained = time.time() - began
            aligned_images = evaluate(loaded, prompts)
            mean, low, high = paired(base, score(aligned_images), groups)
            drift = np.abs(aligned_images.astype(float) - base_images).mean()
            off, off_low, off_high = paired(aligned_base, alignment(aligned_images), groups)
            record.update(difference=round(mean, 4), low=round(low, 4), high=round(high, 4), drift=round(drift, 2),
                          won=round(float((score(aligned_images) > base).mean()), 3), promptAlignment=round(off, 3),
                          promptAlignmentLow=round(off_low, 3), promptAlignmentHigh=round(off_high, 3), trainSeconds=round(trained, 1))
            if args.sheet:
                pairs = np.stack([base_images, aligned_images], 1)[:len(prompts) // 16 * 16].reshape(-1, 16, 2, *base_images.shape[1:])
                sheet(pairs.swapaxes(1, 2).reshape(-1, *base_images.shape[1:]), 16).save(args.sheet)
            if args.save and text == args.trials[-1]:
                lora.save(args.save, adapters, {"settings": json.dumps(record["settings"])})
            lora.remove(network, adapters)
        with open(args.results, "a", encoding="utf-8") as f:
            f.write(json.dumps(record) + "\n")
        print(text, {k: v for k, v in record.items() if k != "settings"}, f"{time.time() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
