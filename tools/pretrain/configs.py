"""Sizes of the bundled models, as the diffusers / transformers configs that are shipped.

Every width and head size is a multiple of 4 (the studio's kernels load four numbers at a time) and a
head is at most 64 wide. In an SD 1.x config `attention_head_dim` is the number of heads.
"""

TOKENS = 20  # model_max_length: "3d emoji of smiling face with heart-eyes, love, crush" takes about 12
VOCABULARY = 2048

# What the two generators are trained on, a part of what build_data.mjs renders (autoencoder, VQ and scorer take
# all of it). Three styles and three groups: on a shared CPU some 400 passes over these are affordable, and a
# base that draws few things well is better company than one that draws many badly. Widen with a GPU.
STYLES = ("3d", "flat", "noto")
GROUPS = ("Smileys & Emotion", "Animals & Nature", "Food & Drink")


def text_config(width, layers, heads):
    return {"architectures": ["CLIPTextModel"], "model_type": "clip_text_model", "attention_dropout": 0.0,
            "vocab_size": VOCABULARY, "hidden_size": width, "intermediate_size": 4 * width, "projection_dim": width,
            "num_hidden_layers": layers, "num_attention_heads": heads, "max_position_embeddings": TOKENS,
            "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5, "initializer_factor": 1.0, "initializer_range": 0.02,
            "bos_token_id": VOCABULARY - 2, "eos_token_id": VOCABULARY - 1, "pad_token_id": VOCABULARY - 1,
            "torch_dtype": "float16"}


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
        "text": text_config(128, 2, 4),
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
    "initializer_factor": 1.0, "torch_dtype": "float16",
    "text_config": {**text_config(96, 2, 4), "intermediate_size": 288},
    "vision_config": {"model_type": "clip_vision_model", "hidden_size": 128, "intermediate_size": 512, "projection_dim": 96,
                      "num_hidden_layers": 3, "num_attention_heads": 4, "num_channels": 3, "image_size": 64, "patch_size": 8,
                      "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5, "attention_dropout": 0.0,
                      "initializer_factor": 1.0, "initializer_range": 0.02},
}
