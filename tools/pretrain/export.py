"""Join the trained parts into a diffusers folder with F16 weights (the EMA of the generator and its text encoder).

usage: python export.py OUT_DIR [--model emoji-64] [--state NAME]
Needs, for a diffusion model, cache/diffusion-NAME.pt (train_diffusion.py) and cache/vae-MODEL.safetensors
(autoencoder.py export; where it is gone, the shipped folder's own); for a MaskGIT model cache/maskgit-NAME.pt (train_maskgit.py) and cache/vq-MODEL.safetensors
(train_vq.py export).
"""
import argparse
import os

import torch

import data
import folder
import tensors
from configs import MASKGIT, MODELS
from tokenizer import Tokenizer


SHIPPED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../public/models")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--model", default="emoji-64", choices=[*MODELS, *MASKGIT])
    parser.add_argument("--state", help="name of the training state, if not the model's")
    args = parser.parse_args()
    diffusion = args.model in MODELS
    kind, coder, coder_part = ("diffusion", "vae", "vae") if diffusion else ("maskgit", "vq", "vqvae")
    state = torch.load(os.path.join(data.CACHE, f"{kind}-{args.state or args.model}.pt"), map_location="cpu")
    config = {**MODELS[args.model], "prediction": state["prediction"]} if diffusion else MASKGIT[args.model]
    modules = folder.build(config)
    for part in ("unet" if diffusion else "transformer", "text_encoder"):
        prefix = part + "."
        modules[part].load_state_dict({n[len(prefix):]: w for n, w in state["ema"].items() if n.startswith(prefix)})
    cached = os.path.join(data.CACHE, f"{coder}-{args.model}.safetensors")
    if os.path.exists(cached):
        tensors.load_into(modules[coder_part], cached)
    else:  # trained in an earlier session: the shipped one
        modules[coder_part] = folder.load_part(os.path.join(SHIPPED, args.model), coder_part)
    tokenizer = Tokenizer.load(os.path.join(data.CACHE, "tokenizer"), config["text"]["max_position_embeddings"])
    size = folder.save(args.out, config, modules, tokenizer)
    trained = state["prediction"] if diffusion else f"last on tokens of the {state['tokens']}"
    print(f"{args.out}: step {state['step']}, {state['samples']} samples seen, {trained}, {size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
