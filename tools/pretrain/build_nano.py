"""public/models/nano: the smallest model of the bundled format, with random weights, for tests.

usage: python build_nano.py OUT_DIR TOKENIZER_DIR
Seeded, so a rebuild gives the same bytes on the same torch. The UNet's output is as large as real noise
predictions are (std about 1), so that losses and gradients in tests are of a natural size.
"""
import sys

import torch

import folder
import tokenizer as bpe
from configs import MODELS


def main(out, tokenizer_dir):
    torch.manual_seed(7)
    config = MODELS["nano"]
    modules = folder.build(config)
    for name, parameter in modules["unet"].named_parameters():
        if "norm" in name and name.endswith("weight"):
            parameter.data += 0.1 * torch.randn_like(parameter)
    latent, t, context = torch.randn(8, 4, 4, 4), torch.randint(0, 1000, (8,)), torch.randn(8, 20, 32)
    with torch.no_grad():
        scale = 1 / modules["unet"](latent, t, context).std()
        modules["unet"].conv_out.weight *= scale
        modules["unet"].conv_out.bias *= scale
    macs = folder.forward_macs(modules["unet"], latent[:1], t[:1], context[:1])
    size = folder.save(out, config, modules, bpe.Tokenizer.load(tokenizer_dir))
    step = 4 * 3 * 2 * macs  # batch 4; policy forward, reference forward, backward through frozen weights (about one)
    print(f"{out}: {size / 2**20:.2f} MiB, UNet {macs / 1e6:.2f} MMAC, about {step / 1e6:.0f} MFLOP a step at batch 4")


if __name__ == "__main__":
    main(*sys.argv[1:3])
