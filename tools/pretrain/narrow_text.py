"""Narrow the MLPs of the scorer's text encoder, so that all bundled models stay within their size.

usage: python narrow_text.py MODEL_DIR WIDTH       rewrites config.json and model.safetensors, prints what it changed
A neuron adds act(fc1)_j * fc2[:, j]. Those that vary least over all captions (standard deviation times the length
of the column) are dropped, and their mean is added to fc2's bias. The picture's side of the model stays as it is.
"""
import json
import sys

import numpy as np
import torch

import data
import folder
import tensors
from clip_model import CLIPModel, Scorer


@torch.no_grad()
def main(path, width):
    scorer = Scorer.load(path)
    header, _ = data.load()
    rng = np.random.default_rng(0)
    captions = sorted({data.caption(item, rng) for item in header["items"] for _ in range(2)})
    before = scorer.texts(captions)
    for layer in scorer.model.text_model.encoder.layers:
        seen = []
        hook = layer.mlp.fc2.register_forward_pre_hook(lambda _, given: seen.append(given[0].flatten(0, 1)))
        scorer.texts(captions)
        hook.remove()
        fc1, fc2, values = layer.mlp.fc1, layer.mlp.fc2, torch.cat(seen)
        order = (values.std(0) * fc2.weight.norm(dim=0)).argsort(descending=True)
        keep, drop = order[:width].sort().values, order[width:]
        fc2.bias += fc2.weight[:, drop] @ values.mean(0)[drop]
        fc1.weight, fc1.bias, fc2.weight = (torch.nn.Parameter(t) for t in (fc1.weight[keep], fc1.bias[keep], fc2.weight[:, keep]))
    after = scorer.texts(captions)
    with open(f"{path}/config.json", encoding="utf-8") as f:
        config = json.load(f)
    config["text_config"]["intermediate_size"] = width
    CLIPModel(config).load_state_dict(scorer.model.state_dict())
    folder.write_json(f"{path}/config.json", config)
    tensors.save(f"{path}/model.safetensors", scorer.model.state_dict(), torch.float16, {"format": "pt"})
    print(f"{len(captions)} captions: cosine before and after {(before * after).sum(1).mean():.5f} on average, {(before * after).sum(1).min():.5f} at least")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
