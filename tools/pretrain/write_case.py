"""Parity cases of a shipped model, in the layout of the reference fixtures, for `npm run parity`.

usage: python write_case.py MODEL_DIR OUT_DIR        e.g. public/models/nano fixtures/shipped
Writes OUT_DIR/unet/NAME, vae/NAME, clip/NAME, each {config.json, io.safetensors, meta.json}; of a MaskGIT model
uvit/NAME, vqvae/NAME, clip/NAME; of the scorer clip/NAME, with preprocessor_config.json and a picture as it
comes. The weights are not copied: meta.json's "weights" is their path relative to the case's folder. Outputs are
float64 runs of the modules here (which match diffusers' and transformers' fixtures) on the F16 weights as
shipped; the floor recorded is the same modules' largest float32 deviation, which the tolerance is made from.
"""
import copy
import json
import os
import shutil
import sys

import torch

import folder
import tensors
from clip_model import Scorer, preprocess
from maskgit import micro_conditions
from train_maskgit import random_mask

PROMPTS = ["3d emoji of red heart", "Noto emoji of grinning cat with smiling eyes, happy, joy, and more words than fit in it"]


def write(out, kind, name, source, part, io, meta):
    """Write one case; floats go to F32, ids to I32. `part` "" is a folder that is itself a model."""
    place = os.path.join(out, kind, name)
    os.makedirs(place, exist_ok=True)
    shutil.copyfile(f"{source}/{part}/config.json", f"{place}/config.json")
    stored = {k: v.float() if v.is_floating_point() else v if v.dtype == torch.uint8 else v.int() for k, v in io.items()}
    tensors.save(f"{place}/io.safetensors", {k: v.contiguous() for k, v in stored.items()})
    weights = f"{source}/{part}/{folder.parts_in(source)[part][1] if part else 'model.safetensors'}"
    meta = {"weights": os.path.relpath(weights, place), "weights_dtype": "F16", **meta}
    folder.write_json(f"{place}/meta.json", meta)
    print(f"{place}: {os.path.getsize(place + '/io.safetensors') / 1024:.0f} KiB")


def gap(a, b):
    return (a.double() - b.double()).abs().max().item()


@torch.no_grad()
def unet_case(out, name, source, unet, states):
    cfg, exact = unet.config, copy.deepcopy(unet).double()
    c, size = cfg["in_channels"], cfg["sample_size"]
    io, cases = {}, []
    for key, t, shape in (("case0_pair", [981, 3], (size, size)), ("case0_scalar", [601], (size, size)),
                          ("case1_pair", [500, 17], (size - 2, size + 2))):
        sample, when = torch.randn(2, c, *shape), torch.tensor(t)
        reference = exact(sample.double(), when, states.double())
        io.update({f"{key}.sample": sample, f"{key}.timestep": when, f"{key}.encoder_hidden_states": states,
                   f"{key}.out": reference})
        cases.append({"case": key, "timestep": t, "out_std": reference.std().item(),
                      "max_abs_f32_vs_f64": gap(unet(sample, when, states), reference)})
    write(out, "unet", name, source, "unet", io, {"cases": cases})


@torch.no_grad()
def vae_case(out, name, source, vae):
    cfg, exact = vae.config, copy.deepcopy(vae).double()
    image = torch.nn.functional.interpolate(torch.rand(1, 3, 8, 8) * 2 - 1, size=cfg["sample_size"], mode="bilinear")
    mean, logvar = exact.encode(image.double())
    noise, std = torch.randn(mean.shape), (0.5 * logvar).exp()
    sample = mean + std * noise.double()
    latent = sample.float()
    decoded = exact.decode(latent.double())
    kl = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).sum((1, 2, 3))
    mean32, logvar32 = vae.encode(image)
    io = {"case0.image": image, "case0.mean": mean, "case0.logvar_clamped": logvar, "case0.std": std, "case0.kl": kl,
          "case0.noise": noise, "case0.sample_mean_plus_std_noise": sample, "case0.latent_in": latent, "case0.decoded": decoded}
    floors = {"case": 0, "f32_vs_f64_mean": gap(mean32, mean), "f32_vs_f64_logvar": gap(logvar32, logvar),
              "f32_vs_f64_decoded": gap(vae.decode(latent), decoded)}
    write(out, "vae", name, source, "vae", io, {"cases": [floors]})


@torch.no_grad()
def clip_case(out, name, source, text, ids):
    exact = copy.deepcopy(text).double()
    last, pooled, hidden = exact(ids, all_hidden=True)
    last32, pooled32 = text(ids)
    io = {"input_ids": ids, "last_hidden_state": last, "pooler_output": pooled}
    io.update({f"hidden_states.{i}": h for i, h in enumerate(hidden)})
    write(out, "clip", name, source, "text_encoder", io, {
        "prompts": PROMPTS, "f32_vs_f64_last": gap(last32, last), "f32_vs_f64_pooler_output": gap(pooled32, pooled)})


@torch.no_grad()
def scorer_case(out, source):
    scorer, name = Scorer.load(source), os.path.basename(os.path.normpath(source))
    model, exact = scorer.model, copy.deepcopy(scorer.model).double()
    image = torch.nn.functional.interpolate(torch.rand(1, 3, 8, 8) * 255, size=(60, 48), mode="bilinear")
    image = image.round().byte().permute(0, 2, 3, 1).contiguous()
    pixels = preprocess(image.numpy(), scorer.preprocessor)
    ids = torch.tensor([scorer.tokenizer.encode(p) for p in [*PROMPTS, ""]])
    last, pooled = exact.vision_model(pixels.double())
    logits, image_embeds, text_embeds = exact(ids, pixels.double())
    io = {"input_ids": ids, "image_u8_hwc": image, "pixel_values": pixels, "vision_last_hidden_state": last,
          "vision_pooler_output": pooled, "image_embeds": image_embeds, "text_embeds": text_embeds,
          "logits_per_image": logits, "logits_per_text": logits.T, "style_logits": copy.deepcopy(scorer.head).double()(pixels.double())}
    write(out, "clip", name, source, "", io, {
        "prompts": [*PROMPTS, ""], "f32_vs_f64_logits": gap(model(ids, pixels)[0], logits),
        "f32_vs_f64_last": gap(model.vision_model(pixels)[0], last), "logit_scale": model.logit_scale.item(),
        "image": "uint8 HWC RGB 60x48 -> PIL bicubic shortest edge 64 -> center crop 64 -> /255 -> mean/std"})
    shutil.copyfile(f"{source}/preprocessor_config.json", f"{out}/clip/{name}/preprocessor_config.json")


@torch.no_grad()
def uvit_case(out, name, source, uvit, text, ids):
    """case0: a grid small enough to keep its logits; case1: the grid in use, of which log-probabilities are kept."""
    cfg, exact = uvit.config, copy.deepcopy(uvit).double()
    size, mask_id, io, cases = cfg["sample_size"], cfg["vocab_size"] - 1, {}, []
    embeds, states = text(ids[1:])
    for key, shape, u in (("case0", (1, 4, 4), 0.5), ("case1", (1, size, size), 0.3)):
        tokens = torch.randint(cfg["codebook_size"], shape)
        mask = random_mask(shape, torch.tensor([u]), None)
        micro = micro_conditions(1, 4 * size)
        shown = torch.where(mask, mask_id, tokens)
        seen = record(exact, ["cond_embed", "down_block.downsample", "project_to_hidden", "transformer_layers.0",
                              f"transformer_layers.{cfg['num_hidden_layers'] - 1}"])
        reference = exact(shown, states.double(), embeds.double(), micro)
        plain = uvit(shown, states, embeds, micro)
        chances = [torch.log_softmax(x, 1).gather(1, tokens[:, None])[:, 0] for x in (reference, plain)]
        mean, mean32 = ((x * mask).sum((1, 2)) / mask.sum((1, 2)) for x in chances)
        io.update({f"{key}.input_ids": shown, f"{key}.encoder_hidden_states": states,
                   f"{key}.pooled_text_emb": embeds, f"{key}.micro_conds": micro, f"{key}.tokens": tokens,
                   f"{key}.mask": mask.byte(), f"{key}.mean_masked_logprob": mean})
        if key == "case0":
            io[f"{key}.logits"] = reference
            io.update({f"{key}.act.{m}": x.permute(0, 3, 1, 2) if x.dim() == 4 else x for m, x in seen.items()})
        cases.append({"case": key, "mask_token_id": mask_id, "f32_vs_f64_logits": gap(plain, reference),
                      "cross_entropy_masked_mean_f64": -(chances[0][mask]).mean().item(),
                      "mean_masked_logprob_f64": mean.tolist(), "f32_vs_f64_mean_masked_logprob": gap(mean32, mean)})
    write(out, "uvit", name, source, "transformer", io, {"cases": cases})


def record(module, names):
    """Hooks that fill the returned dict with the outputs of the named submodules."""
    seen = {}
    for name in names:
        module.get_submodule(name).register_forward_hook(lambda _, __, out, name=name: seen.__setitem__(name, out))
    return seen


@torch.no_grad()
def vq_case(out, name, source, vq):
    """A picture of half the side: everything is convolutional, and the file stays small."""
    side, exact = max(vq.config["sample_size"] // 2, 16), copy.deepcopy(vq).double()
    image = torch.nn.functional.interpolate(torch.rand(1, 3, 6, 6) * 2 - 1, size=side, mode="bicubic").clamp(-1, 1)
    latents = exact.encode(image.double())
    indices = exact.tokens(latents)
    tokens = torch.randint(vq.config["num_vq_embeddings"], indices.shape)
    distances = torch.cdist(latents.permute(0, 2, 3, 1).flatten(0, 2), exact.quantize.embedding.weight).sort(1).values
    io = {"image": image, "latents": latents, "indices": indices, "quantized": exact.lookup(indices), "tokens_in": tokens,
          "decoded_from_tokens": exact.decode(tokens), "decoded_from_latents_quantize": exact.decode(indices)}
    write(out, "vqvae", name, source, "vqvae", io, {
        "min_gap_best_second": (distances[:, 1] - distances[:, 0]).min().item(), "distinct_codes": len(indices.unique()),
        "f32_vs_f64_decoded": gap(vq.decode(tokens), io["decoded_from_tokens"]),
        "f32_vs_f64_lat": gap(vq.encode(image), latents)})


@torch.no_grad()
def projected_text_case(out, name, source, text, ids):
    exact = copy.deepcopy(text).double()
    (embeds, _), (embeds32, _) = exact(ids), text(ids)
    last, _, hidden = super(type(exact), exact).forward(ids, all_hidden=True)
    last32 = super(type(text), text).forward(ids)[0]
    io = {"input_ids": ids, "last_hidden_state": last, "text_embeds": embeds,
          f"hidden_states.{len(hidden) - 2}": hidden[-2]}
    write(out, "clip", name, source, "text_encoder", io, {
        "prompts": PROMPTS, "f32_vs_f64_last": gap(last32, last), "f32_vs_f64_text_embeds": gap(embeds32, embeds)})


def main(source, out):
    torch.manual_seed(11)
    if not os.path.exists(f"{source}/model_index.json"):
        scorer_case(out, source)
        return
    modules, tokenizer, _ = folder.load(source)
    name = os.path.basename(os.path.normpath(source))
    ids = torch.tensor([tokenizer.encode(p) for p in PROMPTS])
    if "transformer" in modules:
        uvit_case(out, name, source, modules["transformer"], modules["text_encoder"], ids)
        vq_case(out, name, source, modules["vqvae"])
        projected_text_case(out, name, source, modules["text_encoder"], ids)
        return
    states = modules["text_encoder"](ids)[0].detach()
    unet_case(out, name, source, modules["unet"], states)
    vae_case(out, name, source, modules["vae"])
    clip_case(out, name, source, modules["text_encoder"], ids)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
