"""The image tokenizer: codes fixed in closed form, then a decoder and an encoder trained against them.

usage: python train_vq.py codebook             patch PCA and k-means -> cache/codebook-NAME.safetensors (a minute)
       python train_vq.py decoder [STEPS]      image from codes; resumes from its checkpoint. After an export it goes on
                                               with the shipped encoder's tokens (a user's pictures come from those)
       python train_vq.py encoder [STEPS]      codes from the image
       python train_vq.py export               one VQModel -> cache/vq-NAME.safetensors, held-out PSNR, token agreement
options: --model emoji-64-maskgit|nano-maskgit  --threads 1

The same road as autoencoder.py and for the same reason (a few minutes of one CPU core), with one gain: the tokens
are known before any network is, so the transformer trains on them (`tokens_of`) while decoder and encoder
are still being made. Codes are k-means centres of the leading principal components of f x f patches; the
components are orthogonal and unscaled, so distances are those of pixels.
"""
import argparse
import os
import time

import torch
import torch.nn.functional as F

import data
import tensors
from autoencoder import BATCH, augment, decoder_loss, load_images, psnr
from configs import MASKGIT
from vq import VQModel, nearest

LLOYD = 60  # rounds of k-means
SAMPLE = 200_000  # distinct patches k-means looks at


class PatchCodes:
    """tokens of images by nearest code, without any network. basis [c,3ff] orthonormal rows, codes [V,c]."""

    def __init__(self, basis, mean, scale, codes):
        self.basis, self.mean, self.scale, self.codes = basis, mean, scale, codes
        self.f = int((basis.shape[1] / 3) ** 0.5)

    def latents(self, images):
        """[N,3,H,W] -> [N,c,H/f,W/f]; RMS about 1."""
        n, _, h, w = images.shape
        z = (F.unfold(images, self.f, stride=self.f).transpose(1, 2) - self.mean) @ self.basis.T / self.scale
        return z.transpose(1, 2).reshape(n, -1, h // self.f, w // self.f)

    def tokens(self, images):
        z = self.latents(images)
        n, c, h, w = z.shape
        return nearest(z.permute(0, 2, 3, 1).reshape(-1, c), self.codes).view(n, h, w)

    def lookup(self, tokens):
        return self.codes[tokens].permute(0, 3, 1, 2)

    def decode(self, tokens):
        """The picture that the codes alone give."""
        n, h, w = tokens.shape
        patches = self.codes[tokens].view(n, h * w, -1) * self.scale @ self.basis + self.mean
        return F.fold(patches.transpose(1, 2), (h * self.f, w * self.f), self.f, stride=self.f)

    @classmethod
    def fit(cls, images, f, channels, count, generator):
        """Principal components of all patches, then k-means (k-means++ start) on the distinct ones, each weighted
        by how often it occurs, so that white paper takes one code and not many."""
        patches = F.unfold(torch.cat([images, images.flip(3)]), f, stride=f).transpose(1, 2).reshape(-1, 3 * f * f)
        mean = patches.mean(0)
        values, vectors = torch.linalg.eigh(((patches - mean).T @ (patches - mean) / len(patches)).double())
        basis = vectors.flip(1)[:, :channels].T.float().contiguous()
        scale = (values.flip(0)[:channels].mean() ** 0.5).float()
        z, weight = ((patches - mean) @ basis.T / scale * 512).round().unique(dim=0, return_counts=True)
        z, weight = z / 512, weight.float()
        if len(z) > SAMPLE:
            often = weight > 16
            rest = torch.nonzero(~often)[:, 0]
            rest = rest[torch.randperm(len(rest), generator=generator)[:SAMPLE]]
            z, weight = torch.cat([z[often], z[rest]]), torch.cat([weight[often], weight[rest]])
        return cls(basis, mean, scale, kmeans(z, weight, count, generator))

    def save(self, path):
        tensors.save(path, {"basis": self.basis, "mean": self.mean, "scale": self.scale, "codes": self.codes})

    @classmethod
    def load(cls, name):
        path = os.path.join(data.CACHE, f"codebook-{name}.safetensors")
        if not os.path.exists(path):
            raise SystemExit(f"{path} is missing; run `python train_vq.py codebook --model {name}` first")
        t = tensors.load(path)
        return cls(t["basis"], t["mean"], t["scale"], t["codes"])


def kmeans(z, weight, count, generator):
    """z [M,c], weight [M] -> centres [count,c]; a centre that loses all its points moves to the worst-served ones."""
    centres = z[torch.multinomial(weight, 1, generator=generator)]
    distance = (z - centres).square().sum(1)
    for _ in range(count - 1):
        pick = z[torch.multinomial(weight * distance + 1e-12, 1, generator=generator)]
        centres = torch.cat([centres, pick])
        distance = torch.minimum(distance, (z - pick).square().sum(1))
    for _ in range(LLOYD):
        index = nearest(z, centres)
        mass = torch.zeros(count).index_add_(0, index, weight)
        total = torch.zeros_like(centres).index_add_(0, index, z * weight[:, None])
        error = weight * (z - centres[index]).square().sum(1)
        centres = total / mass.clamp(min=1e-9)[:, None]
        empty = torch.nonzero(mass == 0)[:, 0]
        centres[empty] = z[error.topk(len(empty)).indices]
    return centres


@torch.no_grad()
def tokens_of(images, name, vq=None, batch=64):
    """-> (tokens [N,h,w], where they come from): an encoder's if there is one yet, else the closed form's.

    images [N,3,H,W] at the model's size; `vq` a VQModel, by default the exported one. Training on the closed form's
    tokens is a start; the shipped encoder gives what a user's picture will give.
    """
    vq = vq or shipped(name)
    if vq is None:
        return PatchCodes.load(name).tokens(images), "closed form"
    return torch.cat([vq.tokens(vq.encode(part)) for part in images.split(batch)]), "shipped encoder"


def shipped(name):
    """The exported VQModel, or None before the first export."""
    path = os.path.join(data.CACHE, f"vq-{name}.safetensors")
    return tensors.load_into(VQModel(MASKGIT[name]["vq"]), path).eval() if os.path.exists(path) else None


def train(part, name, steps, vq, codes, images, held_out):
    """Train `part` ("decoder" or "encoder") of `vq`, from its checkpoint if there is one."""
    module, path = getattr(vq, part), os.path.join(data.CACHE, f"{part}-{name}.pt")
    module.to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(module.parameters(), lr=2e-3, weight_decay=0.01)
    start = 0
    if os.path.exists(path):
        state = torch.load(path, map_location="cpu")
        module.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        start = state["step"]
    generator, began, whole = torch.Generator().manual_seed(1 + start), time.time(), shipped(name)
    tokens_now = codes.tokens if whole is None else torch.no_grad()(lambda x: whole.tokens(whole.encode(x)))
    for step in range(start, steps):
        rate = 2e-3 * min((step + 1) / 100, 0.02 + 0.49 * (1 + torch.cos(torch.tensor(step / steps * 3.14159)).item()))
        for group in optimizer.param_groups:
            group["lr"] = rate
        x = augment(images[torch.randint(len(images), (BATCH,), generator=generator)], generator)
        if part == "decoder":
            z = codes.lookup(tokens_now(x)).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.__version__ >= "2"):
            out = module(z if part == "decoder" else x.contiguous(memory_format=torch.channels_last)).float()
        loss = decoder_loss(out, x) if part == "decoder" else encoder_loss(out, codes, x)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(module.parameters(), 1.0)
        optimizer.step()
        if (step + 1) % 250 == 0 or step + 1 == steps:
            with torch.no_grad():
                tokens = tokens_now(held_out) if part == "decoder" else codes.tokens(held_out)
                if part == "decoder":
                    whose = "closed-form" if whole is None else "encoder's"
                    quality = f"held-out PSNR from {whose} tokens {psnr(module(codes.lookup(tokens)), held_out):.2f} dB"
                else:
                    found = vq.tokens(module(held_out))
                    quality = (f"held-out tokens equal {(found == tokens).float().mean() * 100:.1f} %, "
                               f"PSNR of their codes {psnr(codes.decode(found), held_out):.2f} dB")
            speed = BATCH * (step + 1 - start) / (time.time() - began)
            print(f"{part} step {step + 1} loss {loss.item():.4f} {quality} {speed:.0f} images/s", flush=True)
            torch.save({"model": module.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}, path)


def encoder_loss(out, codes, x):
    """Near the latents, and on the right side of the border to the next codes: cross-entropy of softmax(-d^2 / 0.1).

    d is in units of the latents' RMS. The second part matters: a small error beside a border is another token.
    """
    z = codes.latents(x)
    flat, found = (t.permute(0, 2, 3, 1).reshape(-1, z.shape[1]) for t in (z, out))
    some = torch.randperm(len(flat))[:1024]  # enough for a gradient, and 1,024 codes each are many
    distances = torch.cdist(found[some], codes.codes).square()
    return F.smooth_l1_loss(out, z, beta=0.1) + 0.1 * F.cross_entropy(-10 * distances, nearest(flat[some], codes.codes))


@torch.no_grad()
def export(name, model, vq, codes, held_out):
    """Join encoder, codes and decoder, make the 1x1 convolutions the identity, measure as shipped (F16 weights)."""
    for part in ("encoder", "decoder"):
        getattr(vq, part).load_state_dict(torch.load(os.path.join(data.CACHE, f"{part}-{name}.pt"))["model"])
    c = model["vq"]["latent_channels"]
    for conv in (vq.quant_conv, vq.post_quant_conv):
        conv.weight.copy_(torch.eye(c)[:, :, None, None])
        conv.bias.zero_()
    vq.quantize.embedding.weight.copy_(codes.codes)
    vq.half().float()
    closed, found = codes.tokens(held_out), vq.tokens(vq.encode(held_out))
    paper = closed == closed.flatten().mode().values
    print(f"held-out pictures {len(held_out)}: codes alone {psnr(codes.decode(closed), held_out):.2f} dB, decoder on "
          f"closed-form tokens {psnr(vq.decode(closed), held_out):.2f} dB, "
          f"round trip {psnr(vq.decode(found), held_out):.2f} dB; tokens equal {(closed == found).float().mean() * 100:.1f} %, of those not paper "
          f"{(closed == found)[~paper].float().mean() * 100:.1f} %; codes used {len(found.unique())} of {len(codes.codes)}")
    tensors.save(os.path.join(data.CACHE, f"vq-{name}.safetensors"), vq.state_dict())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["codebook", "decoder", "encoder", "export"])
    parser.add_argument("steps", type=int, nargs="?", default=3000)
    parser.add_argument("--model", default="emoji-64-maskgit", choices=list(MASKGIT))
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    model = MASKGIT[args.model]
    images, held_out = load_images(model)
    cfg = model["vq"]
    if args.what == "codebook":
        f, began = 2 ** (len(cfg["block_out_channels"]) - 1), time.time()
        generator = torch.Generator().manual_seed(0)
        codes = PatchCodes.fit(images, f, cfg["latent_channels"], cfg["num_vq_embeddings"], generator)
        codes.save(os.path.join(data.CACHE, f"codebook-{args.model}.safetensors"))
        tokens = codes.tokens(held_out)
        print(f"held-out PSNR of the codes alone {psnr(codes.decode(tokens), held_out):.2f} dB, training pictures "
              f"{psnr(codes.decode(codes.tokens(images)), images):.2f} dB; codes used {len(tokens.unique())}; "
              f"RMS {codes.latents(images).square().mean().sqrt():.3f}; {time.time() - began:.0f} s")
        return
    codes, vq = PatchCodes.load(args.model), VQModel(cfg)
    if args.what == "export":
        export(args.model, model, vq, codes, held_out)
        return
    vq.quantize.embedding.weight.data.copy_(codes.codes)
    train(args.what, args.model, args.steps, vq, codes, images, held_out)


if __name__ == "__main__":
    main()
