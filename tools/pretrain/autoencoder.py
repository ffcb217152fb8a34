"""The autoencoder: latents fixed in closed form, then a decoder and an encoder trained against them.

usage: python autoencoder.py latents           patch PCA -> cache/pca-NAME.safetensors (seconds)
       python autoencoder.py decoder [STEPS]   image from PCA latents; resumes from its checkpoint
       python autoencoder.py encoder [STEPS]   PCA latents from the image
       python autoencoder.py export            one AutoencoderKL -> cache/vae-NAME.safetensors, held-out PSNR
options: --model emoji-64|nano  --threads 1

Why not one VAE trained jointly: on a CPU that reached 19 dB in the time in which this reaches 28 (see
shared/spec/base-models.md). Principal components of f x f patches are the best linear code; scaling each by
eigenvalue^(-1/4) lies between raw (the diffusion loss sees only the brightest components) and whitened (it
sees mostly noise). The shipped encoder is convolutional all the same, so that the file is an ordinary
AutoencoderKL: quant_conv is the identity on the mean with a constant log-variance of -8, post_quant_conv
the identity, scaling_factor 1.
Legend: N batch, c latent channels, h w latent size, f = pixels a latent. Images are -1..1, NCHW.
"""
import argparse
import os
import time

import torch
import torch.nn.functional as F

import data
import tensors
from configs import MODELS
from vae import AutoencoderKL

LOGVAR = -8.0
BATCH = 16


def to_tensor(images):
    """uint8 [N,H,W,3] -> float [N,3,H,W] in -1..1."""
    return torch.from_numpy(images.copy()).permute(0, 3, 1, 2).float() / 127.5 - 1


def resize(images, pixels):
    """[N,3,H,W] -> [N,3,pixels,pixels], antialiased; unchanged at the same size."""
    return images if pixels == images.shape[-1] else F.interpolate(images, size=pixels, mode="bilinear", antialias=True)


class PatchPCA:
    """z = W (patch - mean), W [c, 3*f*f] with rows eigenvector * eigenvalue^(-1/4) / overall RMS."""

    def __init__(self, forward, backward, mean, f):
        self.forward_, self.backward_, self.mean, self.f = forward, backward, mean, f

    @classmethod
    def fit(cls, images, f, channels):
        """images float [N,3,H,W]."""
        patches = F.unfold(images, f, stride=f).transpose(1, 2).reshape(-1, 3 * f * f).double()
        mean = patches.mean(0)
        values, vectors = torch.linalg.eigh((patches - mean).T @ (patches - mean) / len(patches))
        values, vectors = values.flip(0)[:channels], vectors.flip(1)[:, :channels]
        scale = values ** -0.25
        rms = ((values * scale ** 2).mean()) ** 0.5
        forward, backward = (vectors * scale / rms).T, vectors / scale * rms
        return cls(forward.float(), backward.float(), mean.float(), f)

    def encode(self, images):
        n, _, h, w = images.shape
        z = (F.unfold(images, self.f, stride=self.f).transpose(1, 2) - self.mean) @ self.forward_.T
        return z.transpose(1, 2).reshape(n, -1, h // self.f, w // self.f)

    def decode(self, z):
        n, c, h, w = z.shape
        patches = z.reshape(n, c, h * w).transpose(1, 2) @ self.backward_.T + self.mean
        return F.fold(patches.transpose(1, 2), (h * self.f, w * self.f), self.f, stride=self.f)

    def save(self, path):
        tensors.save(path, {"forward": self.forward_, "backward": self.backward_, "mean": self.mean})

    @classmethod
    def load(cls, path, f):
        t = tensors.load(path)
        return cls(t["forward"], t["backward"], t["mean"], f)


def augment(images, generator):
    """Flips, shifts of up to 4/64 of the side over white, and now and then another order of the colours:
    the autoencoder should know pictures in general, not these by heart."""
    n, _, h, w = images.shape
    flip = torch.rand(n, generator=generator) < 0.5
    images = torch.where(flip[:, None, None, None], images.flip(3), images)
    if torch.rand((), generator=generator) < 0.25:
        images = images[:, torch.randperm(3, generator=generator)]
    reach = max(h // 16, 1)
    dy, dx = torch.randint(0, 2 * reach + 1, (2,), generator=generator).tolist()
    return F.pad(images, (reach,) * 4, value=1.0)[:, :, dy:dy + h, dx:dx + w]


def decoder_loss(out, target):
    """L1 + 2 MSE + half the L1 of horizontal and vertical differences (edges stay sharp)."""
    error = out - target
    edges = error.diff(dim=2).abs().mean() + error.diff(dim=3).abs().mean()
    return error.abs().mean() + 2 * error.square().mean() + 0.5 * edges


def psnr(out, target):
    """Decibels for values in -1..1, from the mean squared error of each picture, averaged over pictures."""
    mse = (out.clamp(-1, 1) - target).square().mean((1, 2, 3))
    return (10 * torch.log10(4 / mse)).mean().item()


def load_images(model):
    """-> (train, held-out) float images at the model's size."""
    header, images = data.load()
    images = resize(to_tensor(images), model["pixels"])
    held_out = torch.tensor([item["split"] == "held-out" for item in header["items"]])
    return images[~held_out], images[held_out]


def train(part, name, steps, vae, pca, images, held_out):
    """Train `part` ("decoder" or "encoder") of `vae`, from its checkpoint if there is one."""
    module, path = getattr(vae, part), os.path.join(data.CACHE, f"{part}-{name}.pt")
    module.to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(module.parameters(), lr=2e-3, weight_decay=0.01)
    start = 0
    if os.path.exists(path):
        state = torch.load(path, map_location="cpu")
        module.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        start = state["step"]
    generator, began = torch.Generator().manual_seed(1 + start), time.time()
    for step in range(start, steps):
        rate = 2e-3 * min((step + 1) / 100, 0.02 + 0.49 * (1 + torch.cos(torch.tensor(step / steps * 3.14159)).item()))
        for group in optimizer.param_groups:
            group["lr"] = rate
        x = augment(images[torch.randint(len(images), (BATCH,), generator=generator)], generator)
        z = pca.encode(x)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.__version__ >= "2"):
            if part == "decoder":
                noisy = z + 0.05 * torch.randn(z.shape, generator=generator)
                loss = decoder_loss(module(noisy.contiguous(memory_format=torch.channels_last)).float(), x)
            else:
                mean = module(x.contiguous(memory_format=torch.channels_last)).float()[:, :z.shape[1]]
                loss = F.smooth_l1_loss(mean, z, beta=0.1)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(module.parameters(), 1.0)
        optimizer.step()
        if (step + 1) % 250 == 0 or step + 1 == steps:
            with torch.no_grad():
                z = pca.encode(held_out)
                if part == "decoder":
                    quality = f"held-out PSNR from PCA latents {psnr(module(z), held_out):.2f} dB"
                else:
                    quality = f"held-out latent MSE {(module(held_out)[:, :z.shape[1]] - z).square().mean():.5f}"
            speed = BATCH * (step + 1 - start) / (time.time() - began)
            print(f"{part} step {step + 1} loss {loss.item():.4f} {quality} {speed:.0f} images/s", flush=True)
            torch.save({"model": module.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}, path)


def export(name, model, vae, pca, held_out):
    """Join encoder and decoder, set the constant parts, measure the round trip, write the weights."""
    c = model["vae"]["latent_channels"]
    for part in ("encoder", "decoder"):
        getattr(vae, part).load_state_dict(torch.load(os.path.join(data.CACHE, f"{part}-{name}.pt"))["model"])
    with torch.no_grad():
        vae.quant_conv.weight.zero_()
        vae.quant_conv.weight[:c, :c, 0, 0] = torch.eye(c)
        vae.quant_conv.bias.zero_()
        vae.quant_conv.bias[c:] = LOGVAR
        vae.post_quant_conv.weight.zero_()
        vae.post_quant_conv.weight[:, :, 0, 0] = torch.eye(c)
        vae.post_quant_conv.bias.zero_()
        vae.half().float()  # measured as shipped
        z = pca.encode(held_out)
        mean, logvar = vae.encode(held_out)
        sample = mean + (0.5 * logvar).exp() * torch.randn_like(mean)
        print(f"held-out pictures {len(held_out)}: PCA alone {psnr(pca.decode(z), held_out):.2f} dB, decoder on PCA latents "
              f"{psnr(vae.decode(z), held_out):.2f} dB, round trip {psnr(vae.decode(mean), held_out):.2f} dB, "
              f"of a drawn latent {psnr(vae.decode(sample), held_out):.2f} dB; latent RMS {mean.square().mean().sqrt():.3f}")
    tensors.save(os.path.join(data.CACHE, f"vae-{name}.safetensors"), vae.state_dict())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["latents", "decoder", "encoder", "export"])
    parser.add_argument("steps", type=int, nargs="?", default=3000)
    parser.add_argument("--model", default="emoji-64", choices=list(MODELS))
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    model = MODELS[args.model]
    images, held_out = load_images(model)
    f = 2 ** (len(model["vae"]["block_out_channels"]) - 1)
    path = os.path.join(data.CACHE, f"pca-{args.model}.safetensors")
    if args.what == "latents":
        pca = PatchPCA.fit(images, f, model["vae"]["latent_channels"])
        pca.save(path)
        quality = psnr(pca.decode(pca.encode(held_out)), held_out)
        print(f"{path}: held-out PSNR {quality:.2f} dB, RMS {pca.encode(images).square().mean().sqrt():.3f}")
        return
    pca, vae = PatchPCA.load(path, f), AutoencoderKL(model["vae"])
    if args.what == "export":
        export(args.model, model, vae, pca, held_out)
    else:
        train(args.what, args.model, args.steps, vae, pca, images, held_out)


if __name__ == "__main__":
    main()
