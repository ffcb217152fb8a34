"""Everything that follows from a base's weights, made anew by one command, once they are measured to be better.

usage: nice -n 19 python ship.py emoji-64 | emoji-64-maskgit [--count 1000] [--anyway]
1. export the EMA weights of the training state into a folder beside the shipped one's;
2. measure it on 1,000 prompts (measure.py samples) and hold the figures against those of the shipped weights
   (tools/pretrain/figures/NAME.json). Not better (name among the first five, style as asked): it says so and ends here;
3. move the weights in; parity case (write_case.py), demo set (make_demo.py), contact sheets, figures.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

import torch

import folder
import make_demo
import measure
from clip_model import Scorer

ROOT = os.path.normpath(os.path.join(measure.HERE, "../.."))
BETTER = ("top5", "style")  # shares of the samples; the mean of both decides


def list_bytes(shipped):
    """Writes the size of a model's weights into the catalogue, which the page reads instead of asking for each file."""
    path = f"{ROOT}/public/models/catalogue.json"
    with open(path, encoding="utf-8") as f:
        catalogue = json.load(f)
    for model in catalogue["models"]:
        if model["id"] == os.path.basename(shipped):
            model["bytes"] = sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(shipped)
                                 for name in names if name.endswith(".safetensors"))
    folder.write_json(path, catalogue)


def run(*command):
    print("$", " ".join(command), flush=True)
    subprocess.run([sys.executable, *command], cwd=measure.HERE, check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=["emoji-64", "emoji-64-maskgit"])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--anyway", action="store_true", help="ship what does not measure better")
    args = parser.parse_args()
    torch.set_num_threads(1)
    shipped, figures_path = f"{ROOT}/public/models/{args.model}", f"{measure.HERE}/figures/{args.model}.json"
    with tempfile.TemporaryDirectory() as made:
        run("export.py", made, "--model", args.model)
        guidance = measure.GUIDANCE["transformer" in folder.parts_in(made)]
        scorer = Scorer.load(f"{ROOT}/public/models/emoji-clip")
        figures = measure.measure_samples(scorer, made, args.count, guidance, 0)
        figures["model"] = args.model
        print(measure.table(figures, [("samples", "samples"), ("real images", "real")]), flush=True)
        if os.path.exists(figures_path):
            with open(figures_path, encoding="utf-8") as f:
                before = json.load(f)["samples"]
            gain = sum(figures["samples"][key] - before[key] for key in BETTER) / len(BETTER)
            print(f"against the shipped weights: {gain:+.3f} in the mean of {' and '.join(BETTER)}", flush=True)
            if gain <= 0 and not args.anyway:
                raise SystemExit("The shipped weights stay: these are not better (--anyway ships them all the same).")
        for part in folder.parts_in(made):
            shutil.rmtree(f"{shipped}/{part}")
            shutil.copytree(f"{made}/{part}", f"{shipped}/{part}")
        shutil.copytree(f"{made}/tokenizer", f"{shipped}/tokenizer", dirs_exist_ok=True)
    list_bytes(shipped)
    os.makedirs(os.path.dirname(figures_path), exist_ok=True)
    folder.write_json(figures_path, figures)
    demo = f"{ROOT}/public/demo/{args.model}"
    run("write_case.py", shipped, f"{ROOT}/fixtures/shipped")
    run("make_demo.py", "prompts", demo)
    run("make_demo.py", "build", shipped, demo)
    run("make_demo.py", "wall", demo)
    subprocess.run(["npm", "run", "-s", "wall-scores", "--", args.model, "warmth", "filled_area", "style:3d", "style:flat"], cwd=ROOT, check=True)
    run("make_demo.py", "measure", shipped, demo)
    docs = f"{ROOT}/docs"
    run("measure.py", "sheet", shipped, f"{docs}/sheet-{args.model}.webp")
    run("measure.py", "broad", shipped, f"{docs}/broad-{args.model}.webp")
    print("Now: npm run parity -- fixtures/shipped, look at the sheets and at the demo's extremes, then commit all of it at once.")


if __name__ == "__main__":
    main()
