"""A model folder in diffusers' layout: build the modules from configs.py, write them, read them back.

  model_index.json  unet/  vae/  text_encoder/  tokenizer/  scheduler/         weights F16 on disk
"""
import json
import os

import torch

import tensors
import tokenizer as bpe
from clip_text import CLIPTextModel
from configs import scheduler_config
from unet import UNet2DConditionModel
from vae import AutoencoderKL

PARTS = {"unet": (UNet2DConditionModel, "diffusion_pytorch_model.safetensors"),
         "vae": (AutoencoderKL, "diffusion_pytorch_model.safetensors"),
         "text_encoder": (CLIPTextModel, "model.safetensors")}
INDEX = {"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.27.2",
         "feature_extractor": [None, None], "safety_checker": [None, None], "requires_safety_checker": False,
         "scheduler": ["diffusers", "DDIMScheduler"], "text_encoder": ["transformers", "CLIPTextModel"],
         "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["diffusers", "UNet2DConditionModel"],
         "vae": ["diffusers", "AutoencoderKL"]}


def build(config):
    """One entry of configs.MODELS -> {"unet", "vae", "text_encoder"} with fresh weights."""
    return {"unet": UNet2DConditionModel(config["unet"]), "vae": AutoencoderKL(config["vae"]),
            "text_encoder": CLIPTextModel(config["text"])}


def write_json(path, value):
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        json.dump(value, f, indent=2)
        f.write("\n")


def save(path, config, modules, tokenizer):
    """Write the whole folder; `modules` as from build(). Returns its size in bytes."""
    os.makedirs(path, exist_ok=True)
    write_json(f"{path}/model_index.json", INDEX)
    for part, key in (("unet", "unet"), ("vae", "vae"), ("text_encoder", "text")):
        os.makedirs(f"{path}/{part}", exist_ok=True)
        write_json(f"{path}/{part}/config.json", config[key])
        tensors.save(f"{path}/{part}/{PARTS[part][1]}", modules[part].state_dict(), torch.float16, {"format": "pt"})
    os.makedirs(f"{path}/scheduler", exist_ok=True)
    write_json(f"{path}/scheduler/scheduler_config.json", scheduler_config(config["prediction"]))
    bpe.save(tokenizer, f"{path}/tokenizer")
    files = [os.path.join(d, f) for d, _, names in os.walk(path) for f in names]
    return sum(os.path.getsize(f) for f in files)


def load_part(path, part):
    module, weights = PARTS[part]
    with open(f"{path}/{part}/config.json", encoding="utf-8") as f:
        model = module(json.load(f))
    return tensors.load_into(model, f"{path}/{part}/{weights}").eval()


def load(path):
    """Folder -> (modules, tokenizer, scheduler config). Weights are widened to float32."""
    modules = {part: load_part(path, part) for part in PARTS}
    with open(f"{path}/scheduler/scheduler_config.json", encoding="utf-8") as f:
        scheduler = json.load(f)
    return modules, bpe.Tokenizer.load(f"{path}/tokenizer"), scheduler


def forward_macs(module, *inputs):
    """Multiply-accumulates of one forward pass (convolutions, linears; attention products not counted)."""
    total, hooks = [0], []

    def count(m, _, out):
        weight = m.weight
        positions = out[0].numel() // weight.shape[0] if weight.dim() == 4 else out.numel() // weight.shape[0]
        total[0] += positions * weight.numel()

    for m in module.modules():
        if isinstance(m, (torch.nn.Conv2d, torch.nn.Linear)):
            hooks.append(m.register_forward_hook(count))
    with torch.no_grad():
        module(*inputs)
    for hook in hooks:
        hook.remove()
    return total[0]
