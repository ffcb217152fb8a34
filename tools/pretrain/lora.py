"""Low-rank adapters on the UNet's linears, with a switch for the reference, and their file names.

y = W x + b + (alpha/r) B (A x); A [r,in] ~ N(0, 1/r^2) (standard deviation 1/r), B [out,r] = 0, alpha = r,
so a fresh adapter changes nothing. "Reference" is the same network with `set_enabled(adapters, False)`.
"""
import torch
import torch.nn.functional as F
from torch import nn

import tensors

TARGETS = ("to_q", "to_k", "to_v", "to_out.0")


class LoraLinear(nn.Module):
    """Wraps a frozen nn.Linear; 1x1 convolutions are left alone, since the default targets are linears."""

    def __init__(self, base, rank, generator=None):
        super().__init__()
        self.base, self.enabled = base, True
        self.down = nn.Parameter(torch.randn(rank, base.in_features, generator=generator) / rank)
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x):
        y = self.base(x)
        return y + F.linear(F.linear(x, self.down), self.up) if self.enabled else y


def add(unet, rank, targets=TARGETS, seed=0):
    """Freeze `unet` and put adapters on every linear whose name ends in a target. -> {module name: LoraLinear}."""
    generator, adapters = torch.Generator().manual_seed(seed), {}
    for parameter in unet.parameters():
        parameter.requires_grad_(False)
    for name, module in list(unet.named_modules()):
        if isinstance(module, nn.Linear) and any(name.endswith("." + target) for target in targets):
            parent, _, last = name.rpartition(".")
            owner = unet.get_submodule(parent)
            adapters[name] = LoraLinear(module, rank, generator)
            if last.isdigit():
                owner[int(last)] = adapters[name]
            else:
                setattr(owner, last, adapters[name])
    return adapters


def set_enabled(adapters, enabled):
    for adapter in adapters.values():
        adapter.enabled = enabled


def remove(unet, adapters):
    """Put the plain linears back."""
    for name, adapter in adapters.items():
        parent, _, last = name.rpartition(".")
        owner = unet.get_submodule(parent)
        if last.isdigit():
            owner[int(last)] = adapter.base
        else:
            setattr(owner, last, adapter.base)


def save(path, adapters, metadata=None):
    """diffusers' names: unet.<module>.lora.down.weight [r,in], unet.<module>.lora.up.weight [out,r]."""
    out = {}
    for name, adapter in adapters.items():
        out[f"unet.{name}.lora.down.weight"] = adapter.down
        out[f"unet.{name}.lora.up.weight"] = adapter.up
    tensors.save(path, out, metadata={"format": "pt", **(metadata or {})})
