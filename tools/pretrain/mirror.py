"""The studio's LoRA training step on a diffusion base in PyTorch, for sweeps: threshold-guided optimisation (TGO) and SFT.

usage: python mirror.py check [FIXTURES_DIR]       must match train/tgo_unet_a_T0.001 before anything is believed
(sweep.py runs the trials; it imports `Settings`, `load_scored` and `train` from here.)

TGO, per sample i (docs/losses.md 1.0, 1.3; T here is the temperature, not the number of timesteps):
  m_i, r_i   mean squared error of policy and reference against the target, same x_t, noise, t, prompt
  u_i      = (beta / T) (r_i - m_i)                      log-ratio times beta
  l_i      = 1[s_i >= tau], w_i = 1 + c |z_i|, z = (s - tau) / sd clipped to +-3
  loss     = mean_i w_i (l_i softplus(-u_i) + (1 - l_i) softplus(u_i))
What is clipped (norm 1) and stepped is the gradient of loss / (kappa mean w), kappa = beta / T, mean w over
the whole set, so that T does not silently become a learning rate. SFT: samples with s >= tau, loss mean m.
"""
import csv
import dataclasses
import json
import os
import sys
import zipfile

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

import lora
import tensors
from diffusion import alphas_cumprod, mix, target_of
from unet import UNet2DConditionModel


@dataclasses.dataclass
class Settings:
    method: str = "tgo"  # or "sft"
    beta: float = 1.0
    c: float = 5.0
    temperature: float = 0.02
    percentile: float = 0.5
    learningRate: float = 1e-3
    steps: int = 200
    batchSize: int = 16
    rank: int = 8
    captionDropout: float = 0.1
    weightDecay: float = 0.01
    seed: int = 0


def load_scored(path):
    """A folder or .zip with metadata.csv (file_name, text, score) -> (uint8 [N,H,W,3], texts, scores [N])."""
    archive = zipfile.ZipFile(path) if path.endswith(".zip") else None
    opened = (lambda name: archive.open(name)) if archive else (lambda name: open(os.path.join(path, name), "rb"))
    with opened("metadata.csv") as f:
        rows = list(csv.DictReader(f.read().decode("utf-8").splitlines()))
    images = []
    for row in rows:
        with opened(row["file_name"]) as f:
            images.append(np.asarray(Image.open(f).convert("RGB")))
    return np.stack(images), [row["text"] for row in rows], np.array([float(row["score"]) for row in rows])


@torch.no_grad()
def encode_images(vae, images, batch=64):
    """uint8 [N,H,W,3] -> latent mean and standard deviation [N,c,h,w], both times scaling_factor."""
    means, stds = [], []
    for i in range(0, len(images), batch):
        x = torch.from_numpy(images[i:i + batch].copy()).permute(0, 3, 1, 2).float() / 127.5 - 1
        mean, logvar = vae.encode(x)
        means.append(mean * vae.config["scaling_factor"])
        stds.append((0.5 * logvar).exp() * vae.config["scaling_factor"])
    return torch.cat(means), torch.cat(stds)


def threshold(scores, settings):
    """-> (tau, labels bool [N], weights [N]) as the studio's default score scale "standardized" has them."""
    tau = np.percentile(scores, 100 * settings.percentile)
    z = np.clip((scores - tau) / scores.std(), -3, 3)
    return tau, scores >= tau, 1 + settings.c * np.abs(z)


def errors(unet, x_t, t, context, target):
    """Per-sample mean squared error of the prediction, [N]."""
    return (unet(x_t, t, context) - target).square().mean((1, 2, 3))


def tgo_loss(m, r, labels, weights, kappa):
    """-> (loss, log-ratio u [N])."""
    u = kappa * (r - m)
    return (weights * torch.where(labels, F.softplus(-u), F.softplus(u))).mean(), u


def train(modules, tokenizer, scheduler, dataset, settings, log=None):
    """Train adapters on modules["unet"]; returns them (enabled). dataset = (means, stds, texts, scores).

    Adapters stay on the UNet: call lora.remove when done. Random draws depend on settings.seed alone.
    """
    means, stds, texts, scores = dataset
    unet, abar, prediction = modules["unet"], alphas_cumprod(scheduler), scheduler["prediction_type"]
    adapters = lora.add(unet, settings.rank, seed=settings.seed)
    parameters = [p for a in adapters.values() for p in (a.down, a.up)]
    optimizer = torch.optim.AdamW(parameters, lr=settings.learningRate, betas=(0.9, 0.999), eps=1e-8,
                                  weight_decay=settings.weightDecay)
    tau, labels, weights = threshold(scores, settings)
    rows = np.flatnonzero(labels) if settings.method == "sft" else np.arange(len(scores))
    unique = sorted(set(texts)) + [""]
    with torch.no_grad():
        states = modules["text_encoder"](torch.tensor([tokenizer.encode(text) for text in unique]))[0]
    caption = np.array([unique.index(text) for text in texts])
    labels, weights = torch.from_numpy(labels), torch.from_numpy(weights).float()
    mean_weight, kappa = weights.mean(), settings.beta / settings.temperature
    generator, rng = torch.Generator().manual_seed(settings.seed + 1), np.random.default_rng(settings.seed)
    order = np.empty(0, int)
    for step in range(settings.steps):
        while len(order) < settings.batchSize:
            order = np.concatenate([order, rng.permutation(rows)])
        at, order = order[:settings.batchSize], order[settings.batchSize:]
        shape = means[at].shape
        x0 = means[at] + stds[at] * torch.randn(shape, generator=generator)
        eps = torch.randn(shape, generator=generator)
        t = torch.randint(0, len(abar), (len(at),), generator=generator)
        words = np.where(rng.random(len(at)) < settings.captionDropout, len(unique) - 1, caption[at])
        context, x_t = states[torch.from_numpy(words)], mix(abar, x0, eps, t)
        target = target_of(prediction, abar, x0, eps, t)
        m = errors(unet, x_t, t, context, target)
        if settings.method == "sft":
            loss = m.mean()
            scaled = loss
        else:
            with torch.no_grad():
                lora.set_enabled(adapters, False)
                r = errors(unet, x_t, t, context, target)
                lora.set_enabled(adapters, True)
            loss, u = tgo_loss(m, r, labels[at], weights[at], kappa)
            scaled = loss / (kappa * mean_weight)
        optimizer.zero_grad(set_to_none=True)
        scaled.backward()
        norm = torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        if log and (step + 1) % 20 == 0:
            extra = "" if settings.method == "sft" else f" u+ {u[labels[at]].mean():.3f} u- {u[~labels[at]].mean():.3f}"
            log(f"  step {step + 1} loss {loss.item():.4f} norm {norm.item():.3f}{extra}")
        if not torch.isfinite(loss):
            lora.remove(unet, adapters)
            raise FloatingPointError(f"loss became {loss.item()} at step {step + 1}; lower the learning rate or raise T")
    return adapters


def check(root):
    """Five steps of the recorded run (raw gradient, clip 1, w = 1 + c |relative score|): losses and adapters."""
    folder = os.path.join(root, "train/tgo_unet_a_T0.001")
    with open(f"{folder}/log.json") as f:
        log = json.load(f)
    with open(f"{root}/unet/unet_a/config.json") as f:
        unet = tensors.load_into(UNet2DConditionModel(json.load(f)), f"{root}/unet/unet_a/diffusion_pytorch_model.safetensors")
    adapters = lora.add(unet, log["rank"])
    initial, batches = tensors.load(f"{folder}/lora_init.safetensors"), tensors.load(f"{folder}/batches.safetensors")
    wanted = {key.rsplit(".lora_", 1)[0] for key in initial}
    if wanted != set(adapters):
        raise SystemExit(f"adapter names differ from the recorded ones: {sorted(wanted ^ set(adapters))[:4]}")
    for name, adapter in adapters.items():
        adapter.down.data = initial[f"{name}.lora_A.weight"].float()
        adapter.up.data = initial[f"{name}.lora_B.weight"].float()
    parameters = [p for a in adapters.values() for p in (a.down, a.up)]
    optimizer = torch.optim.AdamW(parameters, lr=log["lr"], betas=tuple(log["betas"]), eps=log["eps"],
                                  weight_decay=log["weight_decay"])
    abar = alphas_cumprod({"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012,
                           "num_train_timesteps": 1000})
    failed = False

    def report(name, error, tolerance):
        nonlocal failed
        failed |= not error <= tolerance
        print(f"{name:24s} {error:9.2e} of {tolerance:9.2e}  {'ok' if error <= tolerance else 'FAILED'}")

    for step in range(log["steps"]):
        b = {k: v[step] for k, v in batches.items()}
        t, context, score = b["timesteps"].long(), b["encoder_hidden_states"], b["relative_scores"]
        x_t = mix(abar, b["latents"], b["noise"], t)
        m = errors(unet, x_t, t, context, b["noise"])
        with torch.no_grad():
            lora.set_enabled(adapters, False)
            r = errors(unet, x_t, t, context, b["noise"])
            lora.set_enabled(adapters, True)
        loss, _ = tgo_loss(m, r, score >= 0, 1 + log["c"] * score.abs(), log["beta"] / log["T"])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, log["max_grad_norm"])
        optimizer.step()
        exact, floor = log["f64"][step]["loss"], abs(log["f64"][step]["loss"] - log["f32"][step]["loss"])
        report(f"loss {step}", abs(loss.item() - exact), max(50 * floor, 1e-5 + 1e-5 * abs(exact)))
    final = tensors.load(f"{folder}/lora_final.safetensors")
    worst = max((p - final[f"{n}.lora_{k}.weight"]).abs().max().item()
                for n, a in adapters.items() for k, p in (("A", a.down), ("B", a.up)))
    report("adapters after 5 steps", worst, max(50 * log["max_abs_lora_f32_vs_f64_per_step"][-1], 2e-5))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] != "check":
        sys.exit(__doc__)
    check(sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../shared/fixtures"))
