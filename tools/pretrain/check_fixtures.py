"""Do these modules compute what diffusers and transformers compute? Run before training anything.

usage: python check_fixtures.py [FIXTURES_DIR]      default: ../shared/fixtures beside the checkout
Tolerance of a case: max(50 x recorded float32 noise floor, 1e-5 + 1e-5 * max|reference|).
"""
import json
import os
import sys

import torch

import tensors
from clip_model import CLIPModel, preprocess
from clip_text import CLIPTextModel, CLIPTextModelWithProjection
from unet import UNet2DConditionModel
from uvit import UVit2DModel
from vae import AutoencoderKL
from vq import VQModel

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULT = os.path.join(HERE, "../../../shared/fixtures")
failures = 0


def report(name, got, ref, floor):
    global failures
    error = (got.double() - ref.double()).abs().max().item()
    tolerance = max(50 * floor, 1e-5 + 1e-5 * ref.abs().max().item())
    ok = error <= tolerance
    failures += not ok
    print(f"{name:44s} {error:9.2e} of {tolerance:9.2e}  {'ok' if ok else 'FAILED'}")


def read(folder, module, weights):
    with open(os.path.join(folder, "config.json")) as f:
        model = module(json.load(f))
    with open(os.path.join(folder, "meta.json")) as f:
        meta = json.load(f)
    tensors.load_into(model, os.path.join(folder, weights))
    return model.eval(), meta, tensors.load(os.path.join(folder, "io.safetensors"))


@torch.no_grad()
def check_clip_model(folder):
    model, meta, io = read(folder, CLIPModel, "model.safetensors")
    with open(os.path.join(folder, "preprocessor_config.json")) as f:
        pixels = preprocess(io["image_u8_hwc"].numpy(), json.load(f))
    last, pooled = model.vision_model(io["pixel_values"])
    logits, image, text = model(io["input_ids"].long(), io["pixel_values"])
    for name, got in (("pixel_values", pixels), ("vision_last_hidden_state", last), ("vision_pooler_output", pooled),
                      ("image_embeds", image), ("text_embeds", text), ("logits_per_image", logits)):
        report(f"clip/clipmodel_quick_gelu {name}", got, io[name], meta["f32_vs_f64_logits"])


@torch.no_grad()
def check(root):
    for name in ("unet_a", "unet_b"):
        model, meta, io = read(f"{root}/unet/{name}", UNet2DConditionModel, "diffusion_pytorch_model.safetensors")
        for case in meta["cases"]:
            key = case["case"]
            out = model(io[f"{key}.sample"], io[f"{key}.timestep"], io[f"{key}.encoder_hidden_states"])
            report(f"unet/{name} {key}", out, io[f"{key}.out"], case["max_abs_f32_vs_f64"])
    model, meta, io = read(f"{root}/vae/vae_a", AutoencoderKL, "diffusion_pytorch_model.safetensors")
    for i, case in enumerate(meta["cases"]):
        mean, logvar = model.encode(io[f"case{i}.image"])
        report(f"vae/vae_a case{i} mean", mean, io[f"case{i}.mean"], case["f32_vs_f64_mean"])
        report(f"vae/vae_a case{i} logvar", logvar, io[f"case{i}.logvar_clamped"], case["f32_vs_f64_logvar"])
        report(f"vae/vae_a case{i} decode", model.decode(io[f"case{i}.latent_in"]), io[f"case{i}.decoded"],
               case["f32_vs_f64_decoded"])
    model, meta, io = read(f"{root}/clip/text_sd1_eos2", CLIPTextModel, "model.safetensors")
    last, pooled = model(io["input_ids"].long())
    report("clip/text_sd1_eos2 last_hidden_state", last, io["last_hidden_state"], meta["f32_vs_f64_last"])
    report("clip/text_sd1_eos2 pooler_output", pooled, io["pooler_output"], meta["f32_vs_f64_pooler_output"])
    check_clip_model(f"{root}/clip/clipmodel_quick_gelu")
    check_maskgit(root)


@torch.no_grad()
def check_maskgit(root):
    model, meta, io = read(f"{root}/clip/textproj_eos2", CLIPTextModelWithProjection, "model.safetensors")
    embeds, hidden = model(io["input_ids"].long())
    report("clip/textproj_eos2 text_embeds", embeds, io["text_embeds"], meta["f32_vs_f64_text_embeds"])
    report("clip/textproj_eos2 penultimate", hidden, io["hidden_states.2"], meta["f32_vs_f64_last"])

    model, meta, io = read(f"{root}/vqvae/vq_a", VQModel, "diffusion_pytorch_model.safetensors")
    latents = model.encode(io["image"])
    report("vqvae/vq_a latents", latents, io["latents"], meta["f32_vs_f64_lat"])
    report("vqvae/vq_a tokens", model.tokens(latents), io["indices"], 0)
    report("vqvae/vq_a quantized", model.lookup(io["indices"].long()), io["quantized"], 0)
    report("vqvae/vq_a decode tokens", model.decode(io["tokens_in"].long()), io["decoded_from_tokens"],
           meta["f32_vs_f64_decoded"])
    report("vqvae/vq_a round trip", model.decode(model.tokens(latents)), io["decoded_from_latents_quantize"],
           meta["f32_vs_f64_decoded"])

    model, meta, io = read(f"{root}/uvit/uvit_a", UVit2DModel, "diffusion_pytorch_model.safetensors")
    seen = {}
    for name, module in model.named_modules():
        module.register_forward_hook(lambda _, __, out, name=name: seen.__setitem__(name, out))
    logits = model(io["input_ids"].long(), io["encoder_hidden_states"], io["pooled_text_emb"], io["micro_conds"])
    for key in sorted(k for k in io if k.startswith("act.")):
        got = seen[key[len("act."):]]
        report(f"uvit/uvit_a {key}", got.permute(0, 3, 1, 2) if got.dim() == 4 else got, io[key], meta["f32_vs_f64_logits"])
    report("uvit/uvit_a logits", logits, io["logits"], meta["f32_vs_f64_logits"])


if __name__ == "__main__":
    check(os.path.normpath(sys.argv[1] if len(sys.argv) > 1 else DEFAULT))
    print("all ok" if not failures else f"{failures} FAILED: do not train with these modules")
    sys.exit(1 if failures else 0)
