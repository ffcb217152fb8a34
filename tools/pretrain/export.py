"""Join the trained parts into a diffusers folder with F16 weights (the EMA of UNet and text encoder).

usage: python export.py OUT_DIR [--model emoji-64] [--state NAME]
Needs cache/diffusion-NAME.pt (train_diffusion.py) and cache/vae-MODEL.safetensors (autoencoder.py export).
"""
import argparse
import os

import torch

import data
import folder
import tensors
from configs import MODELS
from tokenizer import Tokenizer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--model", default="emoji-64", choices=list(MODELS))
    parser.add_argument("--state", help="name of the training state, if not the model's")
    args = parser.parse_args()
    state = torch.load(os.path.join(data.CACHE, f"diffusion-{args.state or args.model}.pt"), map_location="cpu")
    config = {**MODELS[args.model], "prediction": state["prediction"]}
    modules = folder.build(config)
    for part in ("unet", "text_encoder"):
        prefix = part + "."
        modules[part].load_state_dict({n[len(prefix):]: w for n, w in state["ema"].items() if n.startswith(prefix)})
    tensors.load_into(modules["vae"], os.path.join(data.CACHE, f"vae-{args.model}.safetensors"))
    tokenizer = Tokenizer.load(os.path.join(data.CACHE, "tokenizer"))
    size = folder.save(args.out, config, modules, tokenizer)
    print(f"{args.out}: step {state['step']}, {state['samples']} samples seen, {state['prediction']}, {size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
