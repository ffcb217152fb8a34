"""Trials of the LoRA step on the demo set, judged on the validation prompts (never on the test prompts).

usage: python sweep.py MODEL_DIR DEMO_DIR RESULTS.jsonl --score NAME TRIAL [TRIAL ...]
a TRIAL is comma-separated settings of mirror.Settings: method=tgo,temperature=0.02,learningRate=1e-3,steps=200
Each trial appends one line: settings, the mean paired difference (aligned - base, same prompt and noise) in
standard deviations of the base's scores, its 95 % bootstrap interval over prompts, and the drift: the mean
absolute pixel difference from the base's picture (0..255). Trials already in RESULTS are not repeated, so two
processes may share the file with different trials. Give every method the same number of trials.
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
from sample import generate, noise_for

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


def paired(base, aligned, groups, draws=2000):
    """-> (mean difference, low, high) in base standard deviations; bootstrap over prompts."""
    difference = (aligned - base) / base.std()
    means = np.array([difference[groups == g].mean() for g in np.unique(groups)])
    rng = np.random.default_rng(0)
    boot = means[rng.integers(0, len(means), (draws, len(means)))].mean(1)
    return difference.mean(), *np.percentile(boot, [2.5, 97.5])


def evaluate(loaded, prompts, seed=500):
    """-> uint8 samples of every prompt, EACH a prompt, bfloat16 for speed (for base and aligned alike)."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.__version__ >= "2"):
        if "transformer" in loaded[0]:
            return maskgit.generate(loaded, prompts, seed, guidance=1.5)
        return generate(loaded, prompts, noise_for(loaded[0], len(prompts), seed), guidance=3.0, steps=20)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("demo")
    parser.add_argument("results")
    parser.add_argument("trials", nargs="+")
    parser.add_argument("--score", required=True, choices=list(rewards.ALL))
    parser.add_argument("--save", help="write the last trial's adapters here, in diffusers' names")
    args = parser.parse_args()
    torch.set_num_threads(1)
    loaded = folder.load(args.model)
    modules, tokenizer, scheduler = loaded
    score = rewards.ALL[args.score]
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
            record.update(difference=round(mean, 4), low=round(low, 4), high=round(high, 4), drift=round(drift, 2),
                          trainSeconds=round(trained, 1))
            if args.save and text == args.trials[-1]:
                lora.save(args.save, adapters, {"settings": json.dumps(record["settings"])})
            lora.remove(network, adapters)
        with open(args.results, "a", encoding="utf-8") as f:
            f.write(json.dumps(record) + "\n")
        print(text, {k: v for k, v in record.items() if k != "settings"}, f"{time.time() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
