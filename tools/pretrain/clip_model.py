"""CLIPModel in plain torch, transformers' names, sizes from config.json; its image preprocessing; the scorer's folder.

  image -> vision_model -> visual_projection -> image_embeds [N,D] of unit length
  text  -> text_model   -> text_projection   -> text_embeds  [N,D] of unit length
Logits are exp(logit_scale) times their products. The style head is ours (style_net.py), in style_head.safetensors;
the metadata's "styles" is the JSON list of their names.
Legend: N batch, D projection_dim, L tokens, P patches, W vision width. Pixels are NCHW, normalised.
"""
import json
import os

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

import style_net
import tensors
from clip_text import CLIPTextModel, Stack
from tokenizer import Tokenizer

VISION_DEFAULTS = dict(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12,
                       image_size=224, patch_size=32, num_channels=3, hidden_act="quick_gelu", layer_norm_eps=1e-5)


class VisionEmbeddings(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        width, patch = cfg["hidden_size"], cfg["patch_size"]
        self.class_embedding = nn.Parameter(0.02 * torch.randn(width))
        self.patch_embedding = nn.Conv2d(cfg["num_channels"], width, patch, stride=patch, bias=False)
        self.position_embedding = nn.Embedding((cfg["image_size"] // patch) ** 2 + 1, width)

    def forward(self, pixels):
        """[N,3,H,W] -> [N,1+P,W], the class token first."""
        patches = self.patch_embedding(pixels).flatten(2).transpose(1, 2)
        first = self.class_embedding.to(patches.dtype).expand(len(pixels), 1, -1)
        return torch.cat([first, patches], 1) + self.position_embedding.weight


class VisionTransformer(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        width, eps = cfg["hidden_size"], cfg["layer_norm_eps"]
        self.embeddings = VisionEmbeddings(cfg)
        self.pre_layrnorm = nn.LayerNorm(width, eps=eps)  # transformers' spelling
        self.encoder = Stack(cfg)
        self.post_layernorm = nn.LayerNorm(width, eps=eps)

    def forward(self, pixels, keep=None):
        """-> (last hidden states [N,1+P,W], pooled [N,W]).

        `keep` (training only): the tokens to go on with, [K] for all pictures or [N,K] for each; token 0 is the class's.
        """
        x = self.embeddings(pixels)
        if keep is not None:
            x = x[torch.arange(len(x))[:, None], keep.expand(len(x), -1)]
        x, all_see_all = self.pre_layrnorm(x), torch.zeros((), device=pixels.device)
        for layer in self.encoder.layers:
            x = layer(x, all_see_all)
        return x, self.post_layernorm(x[:, 0])


class CLIPModel(CLIPTextModel):
    """A CLIPTextModel (text_model.*, self.config) with a vision tower and two projections into one space."""

    def __init__(self, config):
        super().__init__(config["text_config"])
        self.vision_config = {**VISION_DEFAULTS, **config["vision_config"]}
        self.vision_model = VisionTransformer(self.vision_config)
        self.visual_projection = nn.Linear(self.vision_config["hidden_size"], config["projection_dim"], bias=False)
        self.text_projection = nn.Linear(self.config["hidden_size"], config["projection_dim"], bias=False)
        self.logit_scale = nn.Parameter(torch.tensor(config.get("logit_scale_init_value", 2.6592)))

    def image_embeds(self, pixels, keep=None):
        """[N,3,H,W] -> [N,D], unit length."""
        return F.normalize(self.visual_projection(self.vision_model(pixels, keep)[1]), dim=-1)

    def text_embeds(self, ids):
        """[N,L] -> [N,D], unit length."""
        return F.normalize(self.text_projection(CLIPTextModel.forward(self, ids)[1]), dim=-1)

    def forward(self, ids, pixels):
        """-> (logits_per_image [N images, M texts], image_embeds [N,D], text_embeds [M,D])."""
        image, text = self.image_embeds(pixels), self.text_embeds(ids)
        return self.logit_scale.exp() * image @ text.T, image, text


def preprocess(images, config):
    """CLIPImageProcessor: uint8 RGB arrays [H,W,3] of any size -> float [N,3,crop,crop].

    Shortest edge to `size` (PIL's bicubic), centre crop, rescale, normalise, as preprocessor_config.json says. A
    picture already at that size is left as it is, which bicubic resizing to the same size does too.
    """
    edge, crop = config["size"]["shortest_edge"], config["crop_size"]
    out = np.empty((len(images), crop["height"], crop["width"], 3), np.float32)
    for i, image in enumerate(images):
        h, w = image.shape[:2]
        if min(h, w) != edge:
            h, w = (edge, int(edge * w / h)) if h <= w else (int(edge * h / w), edge)
            image = np.asarray(Image.fromarray(image).resize((w, h), Image.BICUBIC))
        top, left = (h - crop["height"]) // 2, (w - crop["width"]) // 2
        out[i] = image[top:top + crop["height"], left:left + crop["width"]]
    mean, std = np.float32(config["image_mean"]), np.float32(config["image_std"])
    return torch.from_numpy((out * np.float32(config["rescale_factor"]) - mean) / std).permute(0, 3, 1, 2).contiguous()


class Scorer:
    """The scorer as shipped: pictures and captions -> unit vectors, pictures -> styles."""

    def __init__(self, model, head, styles, tokenizer, preprocessor):
        """`head`: a StyleNet, or None, which tells no styles."""
        self.model, self.head, self.styles = model.eval(), head and head.eval(), styles
        self.tokenizer, self.preprocessor = tokenizer, preprocessor

    @classmethod
    def load(cls, path):
        """A folder as train_clip.py writes it; weights are widened to float32."""
        def read(name):
            with open(os.path.join(path, name), encoding="utf-8") as f:
                return json.load(f)
        model = tensors.load_into(CLIPModel(read("config.json")), f"{path}/model.safetensors")
        about = tensors.metadata(f"{path}/style_head.safetensors")
        styles, weights = json.loads(about["styles"]), tensors.load(f"{path}/style_head.safetensors")
        if (int(about["groups"]), float(about["eps"])) != (style_net.GROUPS, style_net.EPS):
            raise ValueError(f"{path}/style_head.safetensors has norms of {about['groups']} groups and eps {about['eps']}; "
                             f"this recipe knows {style_net.GROUPS} and {style_net.EPS}")
        widths = [weights["conv_in.weight"].shape[0]]
        while f"convs.{len(widths) - 1}.weight" in weights:
            widths.append(weights[f"convs.{len(widths) - 1}.weight"].shape[0])
        head = tensors.load_into(style_net.StyleNet(len(styles), widths), f"{path}/style_head.safetensors")
        return cls(model, head, styles, Tokenizer.load(path), read("preprocessor_config.json"))

    @torch.no_grad()
    def images(self, images, batch=256):
        """uint8 [N,H,W,3] -> image_embeds [N,D]."""
        return torch.cat([self.model.image_embeds(preprocess(images[i:i + batch], self.preprocessor))
                          for i in range(0, len(images), batch)])

    @torch.no_grad()
    def texts(self, captions, batch=512):
        """N captions -> text_embeds [N,D]."""
        ids = torch.tensor([self.tokenizer.encode(caption) for caption in captions])
        return torch.cat([self.model.text_embeds(ids[i:i + batch]) for i in range(0, len(ids), batch)])

    @torch.no_grad()
    def style_of(self, images, batch=256):
        """uint8 [N,H,W,3] -> N names of styles."""
        found = [self.head(preprocess(images[i:i + batch], self.preprocessor)).argmax(1) for i in range(0, len(images), batch)]
        return [self.styles[i] for i in torch.cat(found).tolist()]
