"""The noise schedule of SD 1.x, the two prediction targets, and DDIM sampling with guidance.

Legend: abar_t = product of (1 - beta), "scaled_linear" betas; x_t = sqrt(abar) x0 + sqrt(1 - abar) eps;
epsilon target eps; v target sqrt(abar) eps - sqrt(1 - abar) x0. Latents [N,c,h,w], t [N] integers 0..999.
"""
import torch


def alphas_cumprod(config):
    """scheduler_config.json -> abar [1000], float64 inside, float32 out."""
    if config["beta_schedule"] != "scaled_linear":
        raise ValueError(f"beta_schedule {config['beta_schedule']!r} is not known here; SD 1.x uses scaled_linear")
    betas = torch.linspace(config["beta_start"] ** 0.5, config["beta_end"] ** 0.5,
                           config["num_train_timesteps"], dtype=torch.float64) ** 2
    return (1 - betas).cumprod(0).float()


def mix(abar, x0, eps, t):
    """-> x_t."""
    a = abar[t][:, None, None, None]
    return a.sqrt() * x0 + (1 - a).sqrt() * eps


def target_of(prediction, abar, x0, eps, t):
    a = abar[t][:, None, None, None]
    return eps if prediction == "epsilon" else a.sqrt() * eps - (1 - a).sqrt() * x0


def split(prediction, a, x_t, out):
    """Network output at abar `a` -> (x0 estimate, eps estimate)."""
    if prediction == "epsilon":
        return (x_t - (1 - a).sqrt() * out) / a.sqrt(), out
    return a.sqrt() * x_t - (1 - a).sqrt() * out, a.sqrt() * out + (1 - a).sqrt() * x_t


def timesteps(config, steps, spacing):
    """The sampler's timesteps, largest first: "leading" (with steps_offset) or "trailing", as diffusers spaces them."""
    whole = config["num_train_timesteps"]
    if spacing == "leading":
        return [i * (whole // steps) + config["steps_offset"] for i in range(steps)][::-1]
    return [round(whole - i * whole / steps) - 1 for i in range(steps)]


@torch.no_grad()
def ddim(unet, context, empty, noise, config, steps=25, guidance=3.0, spacing="leading", eta=0.0, seed=0):
    """DDIM (Song et al. 2021, eq. 12 and 16), set_alpha_to_one false; eta 0 is deterministic, eta 1 as noisy as DDPM.

    context [N,L,D] text states, empty [1,L,D] those of "", noise [N,c,h,w] -> latents [N,c,h,w].
    """
    abar, x = alphas_cumprod(config).to(noise.device), noise
    times, generator = timesteps(config, steps, spacing), torch.Generator().manual_seed(seed)
    stride = config["num_train_timesteps"] // steps
    both = torch.cat([empty.expand_as(context), context])
    for t in times:
        moment = torch.full((1,), t, device=noise.device)
        if guidance == 1.0:
            out = unet(x, moment, context)
        else:
            off, on = unet(torch.cat([x, x]), moment, both).chunk(2)
            out = off + guidance * (on - off)
        x0, eps = split(config["prediction_type"], abar[t], x, out)
        previous = abar[t - stride] if t >= stride else abar[0]
        fresh = eta ** 2 * (1 - previous) / (1 - abar[t]) * (1 - abar[t] / previous)
        x = previous.sqrt() * x0 + (1 - previous - fresh).clamp(min=0).sqrt() * eps
        if eta > 0:
            x = x + fresh.clamp(min=0).sqrt() * torch.randn(x.shape, generator=generator)
    return x
