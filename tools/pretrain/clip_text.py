"""CLIPTextModel in plain torch, transformers' names, sizes from config.json.

forward(input_ids [N,L]) -> (last_hidden_state [N,L,D] after the final LayerNorm, pooler_output [N,D]).
Causal attention. Pooling: with eos_token_id 2 (SD 1.x's historical mistake) at argmax(ids), else at the
first eos_token_id, as transformers does.
"""
import torch
import torch.nn.functional as F
from torch import nn

DEFAULTS = dict(vocab_size=49408, hidden_size=512, intermediate_size=2048, num_hidden_layers=12,
                num_attention_heads=8, max_position_embeddings=77, hidden_act="quick_gelu",
                layer_norm_eps=1e-5, eos_token_id=49407)


class SelfAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(width, width))

    def forward(self, x, mask):
        """x [N,L,D], mask [L,L] additive (0 or -inf) -> [N,L,D]."""
        n, l, d = x.shape
        q, k, v = (p(x).view(n, l, self.heads, -1).transpose(1, 2) for p in (self.q_proj, self.k_proj, self.v_proj))
        scores = q @ k.transpose(-1, -2)
        scores = scores.to(torch.promote_types(scores.dtype, torch.float32)) * (d // self.heads) ** -0.5
        weights = torch.softmax(scores + mask.to(scores.dtype), -1)
        return self.out_proj((weights.to(v.dtype) @ v).transpose(1, 2).reshape(n, l, d))


class MLP(nn.Module):
    def __init__(self, width, inner, act):
        super().__init__()
        if act not in ("quick_gelu", "gelu"):
            raise ValueError(f"text encoder's hidden_act is {act!r}; known are quick_gelu and gelu")
        self.quick = act == "quick_gelu"
        self.fc1, self.fc2 = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x):
        h = self.fc1(x)
        return self.fc2(h * torch.sigmoid(1.702 * h) if self.quick else F.gelu(h))


class Layer(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        width, eps = cfg["hidden_size"], cfg["layer_norm_eps"]
        self.self_attn = SelfAttention(width, cfg["num_attention_heads"])
        self.layer_norm1 = nn.LayerNorm(width, eps=eps)
        self.mlp = MLP(width, cfg["intermediate_size"], cfg["hidden_act"])
        self.layer_norm2 = nn.LayerNorm(width, eps=eps)

    def forward(self, x, mask):
        x = x + self.self_attn(self.layer_norm1(x), mask)
        return x + self.mlp(self.layer_norm2(x))


class Embeddings(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.token_embedding = nn.Embedding(cfg["vocab_size"], cfg["hidden_size"])
        self.position_embedding = nn.Embedding(cfg["max_position_embeddings"], cfg["hidden_size"])


class Stack(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.layers = nn.ModuleList(Layer(cfg) for _ in range(cfg["num_hidden_layers"]))


class TextTransformer(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.embeddings = Embeddings(cfg)
        self.encoder = Stack(cfg)
        self.final_layer_norm = nn.LayerNorm(cfg["hidden_size"], eps=cfg["layer_norm_eps"])


class CLIPTextModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = {**DEFAULTS, **config}
        self.text_model = TextTransformer(self.config)

    def forward(self, ids, all_hidden=False):
        """`all_hidden` adds a third result: the states before each layer, a list of [N,L,D]."""
        model = self.text_model
        length = ids.shape[1]
        positions = torch.arange(length, device=ids.device)
        x = model.embeddings.token_embedding(ids) + model.embeddings.position_embedding(positions)[None]
        mask = torch.full((length, length), float("-inf"), device=ids.device).triu(1)
        hidden = []
        for layer in model.encoder.layers:
            hidden.append(x)
            x = layer(x, mask)
        hidden.append(x)
        x = model.final_layer_norm(x)
        eos = self.config["eos_token_id"]
        where = ids.argmax(-1) if eos == 2 else (ids == eos).int().argmax(-1)
        pooled = x[torch.arange(len(ids), device=ids.device), where]
        return (x, pooled, hidden) if all_hidden else (x, pooled)


class CLIPTextModelWithProjection(CLIPTextModel):
    """forward(ids [N,L]) -> (text_embeds [N,P] = pooled @ text_projection, penultimate states [N,L,D] before any
    final LayerNorm): the two things aMUSEd conditions on."""

    def __init__(self, config):
        super().__init__(config)
        self.text_projection = nn.Linear(self.config["hidden_size"], self.config["projection_dim"], bias=False)

    def forward(self, ids):
        _, pooled, hidden = super().forward(ids, all_hidden=True)
        return self.text_projection(pooled), hidden[-2]
