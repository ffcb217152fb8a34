"""A CLIP folder of random weights (`npm run random-weights`, or the test's own) by PyTorch alone, in
OpenAI's formulation of the model (torch.nn.functional.multi_head_attention_forward, no transformers):
what src/rewards/clip/largeClip.test.ts holds the studio's graphs against.

    python clipByTorch.py FOLDER IDS...     IDS: token ids of one prompt, end included

Prints one JSON object: the embeddings of an image (bytes by formula) and of the prompt, unit length,
float64.
"""

import json
import struct
import sys

import torch
import torch.nn.functional as F


def read(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    kinds = {"F16": torch.float16, "F32": torch.float32}
    return {
        name: torch.frombuffer(
            data,
            dtype=kinds[facts["dtype"]],
            offset=facts["data_offsets"][0],
            count=max(1, torch.Size(facts["shape"]).numel()),
        )
        .reshape(facts["shape"])
        .double()
        for name, facts in header.items()
        if name != "__metadata__"
    }


def encoder(w, prefix, config, x, mask):
    """x [T,1,W] through the pre-norm layers."""
    act = F.gelu if config["hidden_act"] == "gelu" else lambda v: v * torch.sigmoid(1.702 * v)
    width = config["hidden_size"]

    def norm(v, name):
        return F.layer_norm(v, (width,), w[f"{name}.weight"], w[f"{name}.bias"], 1e-5)

    for i in range(config["num_hidden_layers"]):
        at = f"{prefix}.encoder.layers.{i}"
        attn = f"{at}.self_attn"
        qkv = [f"{attn}.{part}_proj" for part in "qkv"]
        y = norm(x, f"{at}.layer_norm1")
        out, _ = F.multi_head_attention_forward(
            y, y, y, width, config["num_attention_heads"],
            torch.cat([w[f"{name}.weight"] for name in qkv]),
            torch.cat([w[f"{name}.bias"] for name in qkv]),
            None, None, False, 0.0,
            w[f"{attn}.out_proj.weight"], w[f"{attn}.out_proj.bias"],
            training=False, need_weights=False, attn_mask=mask,
        )
        x = x + out
        y = norm(x, f"{at}.layer_norm2")
        y = act(F.linear(y, w[f"{at}.mlp.fc1.weight"], w[f"{at}.mlp.fc1.bias"]))
        x = x + F.linear(y, w[f"{at}.mlp.fc2.weight"], w[f"{at}.mlp.fc2.bias"])
    return x


def main(folder, ids):
    w = read(f"{folder}/model.safetensors")
    config = json.load(open(f"{folder}/config.json"))
    vision, text = config["vision_config"], config["text_config"]

    size = vision["image_size"]
    count = size * size * 3
    image = torch.tensor([((i + 977) * 2654435761 % 2**32) >> 24 for i in range(count)]).double()
    mean = torch.tensor([0.48145466, 0.4578275, 0.40821073]).double()
    std = torch.tensor([0.26862954, 0.26130258, 0.27577711]).double()
    pixels = (image.reshape(size, size, 3) / 255 - mean) / std
    at = "vision_model.embeddings"
    x = F.conv2d(pixels.permute(2, 0, 1)[None], w[f"{at}.patch_embedding.weight"],
                 stride=vision["patch_size"]).flatten(2).permute(2, 0, 1)
    x = torch.cat([w[f"{at}.class_embedding"].reshape(1, 1, -1), x])
    x = x + w[f"{at}.position_embedding.weight"][:, None]
    width = (vision["hidden_size"],)
    norms = [(w[f"vision_model.{n}.weight"], w[f"vision_model.{n}.bias"])
             for n in ("pre_layrnorm", "post_layernorm")]
    x = encoder(w, "vision_model", vision, F.layer_norm(x, width, *norms[0], 1e-5), None)
    seen = F.layer_norm(x[0], width, *norms[1], 1e-5) @ w["visual_projection.weight"].T

    at = "text_model.embeddings"
    y = w[f"{at}.token_embedding.weight"][ids] + w[f"{at}.position_embedding.weight"][: len(ids)]
    mask = torch.full((len(ids), len(ids)), float("-inf")).double().triu(1)
    y = encoder(w, "text_model", text, y[:, None], mask)[-1]
    final = [w[f"text_model.final_layer_norm.{part}"] for part in ("weight", "bias")]
    said = F.layer_norm(y, (text["hidden_size"],), *final, 1e-5) @ w["text_projection.weight"].T

    seen, said = F.normalize(seen)[0], F.normalize(said)[0]
    print(json.dumps({"image": seen.tolist(), "text": said.tolist(), "cosine": float(seen @ said)}))


if __name__ == "__main__":
    main(sys.argv[1], [int(word) for word in sys.argv[2:]])
