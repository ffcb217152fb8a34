"""Sizes of the bundled models, as the diffusers / transformers configs that are shipped.

Every width and head size is a multiple of 4 (the studio's kernels load four numbers at a time) and a
head is at most 64 wide. In an SD 1.x config `attention_head_dim` is the number of heads.
"""

TOKENS = 20  # model_max_length of nano and the scorer: "3d emoji of smiling face with heart-eyes, love, crush" takes about 12
PROMPT_TOKENS = 40  # of the two bases that people prompt
VOCABULARY = 2048

# What the two generators are trained on, a part of what build_data.mjs renders (autoencoder, VQ and scorer take
# all of it). Three styles and three groups: on a shared CPU some 400 passes over these are affordable, and a
# base that draws few things well is better company than one that draws many badly. Widen with a GPU.
STYLES = ("3d", "flat", "noto")
GROUPS = ("Smileys & Emotion", "Animals & Nature", "Food & Drink")


def text_config(width, layers, heads, tokens=TOKENS):
    return {"architectures": ["CLIPTextModel"], "model_type": "clip_text_model", "attention_dropout": 0.0,
            "vocab_size": VOCABULARY, "hidden_size": width, "intermediate_size": 4 * width, "projection_dim": width,
            "num_hidden_layers": layers, "num_attention_heads": heads, "max_position_embeddings": tokens,
            "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5, "initializer_factor": 1.0, "initializer_range": 0.02,
            "bos_token_id": VOCABULARY - 2, "eos_token_id": VOCABULARY - 1, "pad_token_id": VOCABULARY - 1,
            "torch_dtype": "float32"}


def unet_config(size, latent_channels, widths, heads, groups, context):
    return {"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.27.2", "act_fn": "silu",
            "attention_head_dim": heads, "block_out_channels": list(widths), "center_input_sample": False,
            "cross_attention_dim": context, "down_block_types": ["CrossAttnDownBlock2D"] * len(widths),
            "downsample_padding": 1, "flip_sin_to_cos": True, "freq_shift": 0, "in_channels": latent_channels,
            "layers_per_block": 1, "mid_block_scale_factor": 1, "mid_block_type": "UNetMidBlock2DCrossAttn",
            "norm_eps": 1e-5, "norm_num_groups": groups, "out_channels": latent_channels, "sample_size": size,
            "transformer_layers_per_block": 1, "up_block_types": ["CrossAttnUpBlock2D"] * len(widths),
            "use_linear_projection": False}


def vae_config(size, latent_channels, widths, groups):
    return {"_class_name": "AutoencoderKL", "_diffusers_version": "0.27.2", "act_fn": "silu", "in_channels": 3,
            "out_channels": 3, "block_out_channels": list(widths), "layers_per_block": 1, "norm_num_groups": groups,
            "down_block_types": ["DownEncoderBlock2D"] * len(widths), "up_block_types": ["UpDecoderBlock2D"] * len(widths),
            "latent_channels": latent_channels, "sample_size": size, "scaling_factor": 1.0, "force_upcast": False}


def scheduler_config(prediction):
    """SD 1.x's noise schedule with DDIM; `prediction` is "epsilon" or "v_prediction"."""
    return {"_class_name": "DDIMScheduler", "_diffusers_version": "0.27.2", "num_train_timesteps": 1000,
            "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "trained_betas": None,
            "clip_sample": False, "set_alpha_to_one": False, "steps_offset": 1, "prediction_type": prediction,
            "timestep_spacing": "leading", "rescale_betas_zero_snr": False, "thresholding": False}


MODELS = {
    "emoji-64": {
        "pixels": 64,
        "text": text_config(128, 2, 4, PROMPT_TOKENS),
        "unet": unet_config(8, 16, (64, 128), 4, 16, 128),
        "vae": vae_config(64, 16, (16, 24, 48, 80), 8),
        "prediction": "v_prediction",
    },
    # The same format at a size for browser tests: 16x16 pictures, 4x4 latents, <= 50 MFLOP a LoRA step of 4.
    "nano": {
        "pixels": 16,
        "text": text_config(32, 1, 4),
        "unet": unet_config(4, 4, (16, 32), 2, 4, 32),
        "vae": vae_config(16, 4, (8, 16, 16), 4),
        "prediction": "v_prediction",
    },
}

# The scorer of prompt alignment, also feature extractor; its style head is a file beside it. On pixels.
SCORER = {
    "architectures": ["CLIPModel"], "model_type": "clip", "projection_dim": 96, "logit_scale_init_value": 2.6592,
    "initializer_factor": 1.0, "torch_dtype": "float32",
    "text_config": {**text_config(96, 2, 4), "intermediate_size": 288},
    "vision_config": {"model_type": "clip_vision_model", "hidden_size": 128, "intermediate_size": 512, "projection_dim": 96,
                      "num_hidden_layers": 3, "num_attention_heads": 4, "num_channels": 3, "image_size": 64, "patch_size": 8,
                      "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5, "attention_dropout": 0.0,
                      "initializer_factor": 1.0, "initializer_range": 0.02},
}


def amused_scheduler_config(mask_id):
    return {"_class_name": "AmusedScheduler", "_diffusers_version": "0.27.2", "mask_token_id": mask_id,
            "masking_schedule": "cosine"}


def projected(text):
    """A text config for CLIPTextModelWithProjection."""
    return {**text, "architectures": ["CLIPTextModelWithProjection"]}


def vq_config(size, latent_channels, widths, groups, codes):
    return {"_class_name": "VQModel", "_diffusers_version": "0.27.2", "act_fn": "silu", "in_channels": 3,
            "out_channels": 3, "block_out_channels": list(widths), "layers_per_block": 1, "norm_num_groups": groups,
            "down_block_types": ["DownEncoderBlock2D"] * len(widths), "up_block_types": ["UpDecoderBlock2D"] * len(widths),
            "latent_channels": latent_channels, "num_vq_embeddings": codes, "vq_embed_dim": None, "sample_size": size,
            "norm_type": "group", "lookup_from_codebook": True, "mid_block_add_attention": False,
            "scaling_factor": 0.18215, "force_upcast": False}


def uvit_config(size, codes, embedding, block, res_blocks, block_heads, hidden, layers, heads, inner, text):
    """`size` tokens a side; the 2x2 downsampling halves it, so the transformer sees (size/2)^2 positions."""
    micro = 16  # sinusoids a number; the five numbers hardly ever change
    return {"_class_name": "UVit2DModel", "_diffusers_version": "0.27.2", "attention_dropout": 0.0,
            "block_num_heads": block_heads, "block_out_channels": block, "codebook_size": codes, "cond_embed_dim": text,
            "downsample": True, "encoder_hidden_size": text, "hidden_dropout": 0.0, "hidden_size": hidden,
            "in_channels": embedding, "intermediate_size": inner, "layer_norm_eps": 1e-6, "ln_elementwise_affine": True,
            "micro_cond_embed_dim": 5 * micro, "micro_cond_encode_dim": micro, "num_attention_heads": heads,
            "num_hidden_layers": layers, "num_res_blocks": res_blocks, "sample_size": size, "upsample": True,
            "use_bias": False, "vocab_size": codes + 1}


# Three residual blocks on either side, as in aMUSEd: with no position embeddings the zero padding of their 3x3
# convolutions is all that tells the transformer where a token lies, and 8x8 positions need three rings.
MASKGIT = {
    "emoji-64-maskgit": {
        "pixels": 64,
        "text": projected(text_config(128, 2, 4, PROMPT_TOKENS)),
        "vq": vq_config(64, 16, (16, 32, 60), 4, 1024),
        "uvit": uvit_config(16, 1024, 64, 96, 3, 4, 128, 5, 4, 368, 128),
    },
    # 16x16 pictures as 8x8 tokens of 64 codes, <= 50 MFLOP a LoRA step of 4.
    "nano-maskgit": {
        "pixels": 16,
        "text": projected(text_config(32, 2, 4)),
        "vq": vq_config(16, 4, (8, 16), 4, 64),
        "uvit": uvit_config(8, 64, 16, 16, 2, 2, 32, 2, 2, 64, 32),
    },
}
