"""A model folder in diffusers' layout: build the modules from configs.py, write them, read them back.

  diffusion   model_index.json  unet/  vae/  text_encoder/  tokenizer/  scheduler/            weights F16 on disk
  MaskGIT     model_index.json  transformer/  vqvae/  text_encoder/  tokenizer/  scheduler/
Which of the two a folder is, is said by _class_name in its model_index.json, as in diffusers.
"""
import json
import os

import torch

import tensors
import tokenizer as bpe
from clip_text import CLIPTextModel, CLIPTextModelWithProjection
from configs import amused_scheduler_config, scheduler_config
from unet import UNet2DConditionModel
from uvit import UVit2DModel
from vae import AutoencoderKL
from vq import VQModel

# part -> (module, its weight file, its entry in configs.py)
DIFFUSION = {"unet": (UNet2DConditionModel, "diffusion_pytorch_model.safetensors", "unet"),
             "vae": (AutoencoderKL, "diffusion_pytorch_model.safetensors", "vae"),
             "text_encoder": (CLIPTextModel, "model.safetensors", "text")}
MASKGIT = {"transformer": (UVit2DModel, "diffusion_pytorch_model.safetensors", "uvit"),
           "vqvae": (VQModel, "diffusion_pytorch_model.safetensors", "vq"),
           "text_encoder": (CLIPTextModelWithProjection, "model.safetensors", "text")}
PARTS = {"StableDiffusionPipeline": DIFFUSION, "AmusedPipeline": MASKGIT}
INDEX = {"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.27.2",
         "feature_extractor": [None, None], "safety_checker": [None, None], "requires_safety_checker": False,
         "scheduler": ["diffusers", "DDIMScheduler"], "text_encoder": ["transformers", "CLIPTextModel"],
         "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["diffusers", "UNet2DConditionModel"],
         "vae": ["diffusers", "AutoencoderKL"]}
AMUSED_INDEX = {"_class_name": "AmusedPipeline", "_diffusers_version": "0.27.2",
                "scheduler": ["diffusers", "AmusedScheduler"],
                "text_encoder": ["transformers", "CLIPTextModelWithProjection"],
                "tokenizer": ["transformers", "CLIPTokenizer"], "transformer": ["diffusers", "UVit2DModel"],
                "vqvae": ["diffusers", "VQModel"]}


def parts_of(config):
    return DIFFUSION if "unet" in config else MASKGIT


def build(config):
    """One entry of configs.MODELS or configs.MASKGIT -> {part: module} with fresh weights."""
    return {part: module(config[key]) for part, (module, _, key) in parts_of(config).items()}


def resume(path, config):
    """build(config) with the weights of the folder at `path`, whose text encoder may know fewer positions.

    New position rows start as the last known one: for short captions that row belonged to padding, and so do the new ones.
    """
    modules, known = build(config), load(path)[0]
    for part, module in modules.items():
        state = known[part].state_dict()
        if part == "text_encoder":
            name = "text_model.embeddings.position_embedding.weight"
            missing = module.state_dict()[name].shape[0] - state[name].shape[0]
            state[name] = torch.cat([state[name], state[name][-1:].expand(missing, -1)])
        module.load_state_dict(state)
    return modules


def write_json(path, value):
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        json.dump(value, f, indent=2)
        f.write("\n")


def save(path, config, modules, tokenizer):
    """Write the whole folder; `modules` as from build(). Returns its size in bytes."""
    os.makedirs(path, exist_ok=True)
    diffusion = parts_of(config) is DIFFUSION
    write_json(f"{path}/model_index.json", INDEX if diffusion else AMUSED_INDEX)
    for part, (_, weights, key) in parts_of(config).items():
        os.makedirs(f"{path}/{part}", exist_ok=True)
        write_json(f"{path}/{part}/config.json", config[key])
        tensors.save(f"{path}/{part}/{weights}", modules[part].state_dict(), torch.float16, {"format": "pt"})
    os.makedirs(f"{path}/scheduler", exist_ok=True)
    write_json(f"{path}/scheduler/scheduler_config.json", scheduler_config(config["prediction"]) if diffusion
               else amused_scheduler_config(config["uvit"]["vocab_size"] - 1))
    bpe.save(tokenizer, f"{path}/tokenizer")
    files = [os.path.join(d, f) for d, _, names in os.walk(path) for f in names]
    return sum(os.path.getsize(f) for f in files)


def parts_in(path):
    """The parts of the folder at `path`, by its model_index.json."""
    with open(f"{path}/model_index.json", encoding="utf-8") as f:
        kind = json.load(f)["_class_name"]
    if kind not in PARTS:
        raise ValueError(f"{path}/model_index.json names {kind!r}; this recipe reads {' and '.join(PARTS)}")
    return PARTS[kind]


def load_part(path, part):
    module, weights, _ = parts_in(path)[part]
    with open(f"{path}/{part}/config.json", encoding="utf-8") as f:
        model = module(json.load(f))
    return tensors.load_into(model, f"{path}/{part}/{weights}").eval()


def load(path):
    """Folder -> (modules, tokenizer, scheduler config). Weights are widened to float32."""
    modules = {part: load_part(path, part) for part in parts_in(path)}
    with open(f"{path}/scheduler/scheduler_config.json", encoding="utf-8") as f:
        scheduler = json.load(f)
    return modules, bpe.Tokenizer.load(f"{path}/tokenizer"), scheduler


def forward_macs(module, *inputs):
    """Multiply-accumulates of one forward pass of one item (convolutions, linears; attention products not counted)."""
    total, hooks = [0], []

    def count(m, _, out):
        weight = m.weight
        positions = out[0].numel() // weight.shape[0] if weight.dim() == 4 else out.numel() // weight.shape[0]
        total[0] += positions * weight.numel()

    def count_transposed(m, inputs, _):
        total[0] += inputs[0][0, 0].numel() * m.weight.numel()

    for m in module.modules():
        if isinstance(m, torch.nn.ConvTranspose2d):
            hooks.append(m.register_forward_hook(count_transposed))
        elif isinstance(m, (torch.nn.Conv2d, torch.nn.Linear)):
            hooks.append(m.register_forward_hook(count))
    with torch.no_grad():
        module(*inputs)
    for hook in hooks:
        hook.remove()
    return total[0]
