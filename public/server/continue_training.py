#!/usr/bin/env python3
"""Continues a Plumbline run on a server: the same objective, data order, seeds and settings.

    pip install torch diffusers transformers peft accelerate safetensors pillow numpy
    accelerate launch continue_training.py my-run.plumbline.zip --base BASE_FOLDER --out out

Reads the project file as the studio saves it (Runs > Save as project), takes the newest checkpoint
of the first run (or --run N) with its optimizer moments, and trains on to --steps. Any number of
GPUs: each takes its share of every batch, and the loss stays the mean over the whole batch.

The same as in the studio: which samples each step sees, timesteps, noise, dropped captions (Philox
counters), threshold, labels, weights, loss, gradient scale, clipping, optimizer, learning rate.
Not bit for bit: sums have another order, and Pillow resamples images of another size. Refused:
MaskGIT, online runs, tau per batch or prompt, other references than the base; and the methods that
read CLIP embeddings (RPO, ORRPO), both predictions (DSPO, DiffusionNFT) or own samples (SPIN, DRO).
"""
import argparse
import io
import json
import math
import struct
import sys
import zipfile

import numpy as np
import torch
import torch.nn.functional as F

STREAMS = {
    "order": 1, "timestep": 2, "noise": 3, "latent": 4, "captionDropout": 5, "adapters": 6,
    "pairs": 18, "groups": 19,
}
SINGLES = ("tgo", "sft", "weighted", "signed", "csft", "kto", "lair", "qrpo", "awm")
PAIRS = ("dpo", "dmpo", "mapo", "orpo")
GROUPS = ("crd", "dgpo")
METHODS = SINGLES + PAIRS + GROUPS
NO_REFERENCE = ("sft", "weighted", "csft", "mapo", "orpo")
BAD_PREFIX = "Weird image. "  # CSFT
NO_CLIP = 3.4e38


# ---- randomness: Philox4x32-10, key = seed, counter = (block, item, step, stream)


def philox_words(seed, stream, step, item, count):
    """`count` unsigned 32-bit words."""
    blocks = -(-count // 4)
    mask = np.uint64(0xFFFFFFFF)
    c0 = np.arange(blocks, dtype=np.uint64)
    c1, c2, c3 = (np.full(blocks, value, np.uint64) for value in (item, step, stream))
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        p0, p1 = c0 * np.uint64(0xD2511F53), c2 * np.uint64(0xCD9E8D57)
        high0, low0, high1, low1 = p0 >> np.uint64(32), p0 & mask, p1 >> np.uint64(32), p1 & mask
        c0, c1, c2, c3 = high1 ^ c1 ^ np.uint64(k0), low1, high0 ^ c3 ^ np.uint64(k1), low0
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return np.stack([c0, c1, c2, c3], 1).reshape(-1)[:count]


def uniforms(seed, stream, step, item, count):
    return (philox_words(seed, STREAMS[stream], step, item, count).astype(np.float64) + 0.5) / 2**32


def normals(seed, stream, step, item, count):
    """Box-Muller on pairs, rounded to float32."""
    draws = uniforms(seed, stream, step, item, 2 * (-(-count // 2))).reshape(-1, 2)
    radius, angle = np.sqrt(-2 * np.log(draws[:, 0])), 2 * np.pi * draws[:, 1]
    pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
    return pairs.reshape(-1)[:count].astype(np.float32)


def random_int(seed, stream, step, item, n):
    return int(philox_words(seed, STREAMS[stream], step, item, 1)[0] / 2**32 * n)


def permutation(seed, stream, step, item, n):
    order = list(range(n))
    draws = philox_words(seed, STREAMS[stream], step, item, n)
    for i in range(n - 1, 0, -1):
        j = int(float(draws[i]) / 2**32 * (i + 1))
        order[i], order[j] = order[j], order[i]
    return order


def batch_indices(seed, pool, batch_size, step):
    """Samples of step `step`: epochs of permutations laid end to end."""
    places = [divmod(step * batch_size + i, len(pool)) for i in range(batch_size)]
    orders = {epoch: permutation(seed, "order", epoch, 0, len(pool)) for epoch, _ in places}
    return [pool[orders[epoch][at]] for epoch, at in places]


# ---- pairs, groups, and an image's place among those of its prompt


def members_of(groups):
    """Places of every group's images, in the order in which groups first appear."""
    members = {}
    for i, group in enumerate(groups):
        members.setdefault(group, []).append(i)
    return list(members.values())


def pairs_from_scores(scores, groups, most, seed):
    """(winner, loser) of one group; by falling scores, at most `most` of a group."""
    found = []
    for number, group in enumerate(members_of(groups)):
        order = sorted(group, key=lambda i: (-scores[i], i))
        pairs = [(w, l) for at, w in enumerate(order) for l in order[at:] if scores[l] < scores[w]]
        if len(pairs) > most:
            chosen = set()
            for last in range(len(pairs) - most, len(pairs)):  # Floyd's algorithm
                drawn = random_int(seed, "pairs", number, last - len(pairs) + most, last + 1)
                chosen.add(last if drawn in chosen else drawn)
            pairs = [pairs[i] for i in sorted(chosen)]
        found += pairs
    return found


def training_pairs(samples, pairing, seed):
    """The set's own comparisons, or pairs of its scores."""
    places = {sample["name"]: i for i, sample in enumerate(samples)}
    own = [
        (i, places[name])
        for i, sample in enumerate(samples)
        for name in sample["preferred_over"]
        if places.get(name, i) != i
    ]
    if pairing["pairSource"] == "comparisons" or (pairing["pairSource"] == "auto" and own):
        return own
    scores, groups = ([sample[key] for sample in samples] for key in ("score", "group"))
    return pairs_from_scores(scores, groups, pairing["pairsPerPrompt"], seed)


def group_indices(seed, groups, group_size, batch_size, step):
    """Images of step `step`, group after group."""
    able = [group for group in members_of(groups) if len(group) >= group_size]
    drawn = batch_indices(seed, able, batch_size // group_size, step)
    chosen = [
        (group, permutation(seed, "groups", step, slot, len(group))[:group_size])
        for slot, group in enumerate(drawn)
    ]
    return [group[i] for group, order in chosen for i in order]


def advantages_of(scores):
    """(s - mean)/sd, cut at 5; 0 where all scores are equal."""
    scores = np.asarray(scores, np.float64)
    sd = scores.std()
    return ((scores - scores.mean()) / sd).clip(-5, 5) if sd > 0 else np.zeros(len(scores))


def quantiles_of(scores):
    """Middle rank in 0..1; equal scores share theirs."""
    scores = np.asarray(scores, np.float64)
    below, equal = (op(scores[None], scores[:, None]).sum(1) for op in (np.less, np.equal))
    return (below + equal / 2) / len(scores)


def within_groups(scores, groups, measure):
    """`measure` of every image among those of its group; alone in it, among the whole set."""
    found = measure(scores)
    for group in members_of(groups):
        if len(group) > 1:
            found[group] = measure([scores[i] for i in group])
    return found


# ---- threshold, labels, weights


def threshold_of(scores, p):
    two = sorted(set(scores))
    return two[0] + (two[1] - two[0]) / 2 if len(two) == 2 else float(np.quantile(scores, p))


class Threshold:
    """Deviations s - tau on the score scale, labels and weights of a whole set."""

    def __init__(self, scores, threshold, c):
        if threshold["fixedThreshold"] is not None:
            tau = threshold["fixedThreshold"]
        elif threshold["thresholdScope"] == "proxy":
            tau = threshold_of(threshold["proxySet"]["scores"], threshold["percentile"])
        elif threshold["thresholdScope"] == "global":
            tau = threshold_of(scores, threshold["percentile"])
        else:
            sys.exit(f"A threshold per {threshold['thresholdScope']} is not supported here.")
        self.tau = tau
        distances = (np.asarray(scores, np.float64) - tau).astype(np.float32).astype(np.float64)
        scale, self.inverse_scale, self.clip = threshold["scoreScale"], 1.0, NO_CLIP
        if scale == "rank":
            sys.exit("The score scale “rank” is not supported here.")
        if scale == "minmax" and np.ptp(distances) > 0:
            self.inverse_scale = 1 / float(np.ptp(distances))
        if scale == "standardized":
            self.clip = 3.0
            self.inverse_scale = 1 / float(distances.std()) if distances.std() > 0 else 1.0
        self.deviations = distances.astype(np.float32)
        self.ties = threshold["ties"]
        labels, kept = self.labels(torch.from_numpy(self.deviations))
        weights = self.weights(torch.from_numpy(self.deviations), c)
        self.mean_weight = float(weights.double().mean())
        self.positives = [i for i in range(len(scores)) if labels[i] == 1 and kept[i]]

    def labels(self, deviations):
        tie = deviations == 0
        good = (deviations > 0) | (tie & (self.ties != "negative"))
        return good.to(deviations.dtype), ~(tie & (self.ties == "drop"))

    def weights(self, deviations, c):
        _, kept = self.labels(deviations)
        distance = (deviations.abs() * self.inverse_scale).clamp(max=self.clip)
        return kept * (1 + c * distance)


class Rows:
    """What the losses of a batch read beside errors: [n] each."""

    def __init__(self, labels, kept, weights, advantages=None, quantiles=None, group_size=1):
        self.labels, self.kept, self.weights = labels, kept, weights
        self.advantages, self.quantiles, self.group_size = advantages, quantiles, group_size

    def group_mean(self, values):
        """Mean over every row's group, without a gradient."""
        means = values.detach().reshape(-1, self.group_size).mean(1)
        return means.repeat_interleave(self.group_size)


def log_odds(m):
    """log(e^(m/2) - 1)."""
    return torch.log(torch.expm1(m.clamp(min=1e-8) / 2))


def pair_losses(method, numbers, m, r):
    """Losses of pairs from the errors of their rows, (winner, loser) each."""
    (m_w, m_l), (r_w, r_l) = m.reshape(-1, 2).T, r.reshape(-1, 2).T
    if method == "mapo":
        shrunk = lambda x: numbers["s"] * x / torch.expm1(numbers["s"] * x)
        return m_w + numbers["beta"] * F.softplus(-1000 * (shrunk(m_w) - shrunk(m_l)))
    if method == "orpo":
        return m_w + numbers["lambda"] * F.softplus(log_odds(m_w) - log_odds(m_l))
    u = numbers["beta"] / 2 * ((r_w - m_w) - (r_l - m_l))
    if method == "dpo":
        return F.softplus(-u)
    bad, p = numbers["alpha"], torch.sigmoid(u)
    return p * (F.logsigmoid(u) - math.log1p(-bad)) + (1 - p) * (F.logsigmoid(-u) - math.log(bad))


def sample_losses(method, numbers, m, r, rows, gather=lambda values: values):
    """Losses [n]; `gather` brings log-ratios of all processes together (KTO's anchor)."""
    labels, kept, weights, a = rows.labels, rows.kept, rows.weights, r - m
    if method in PAIRS:
        return pair_losses(method, numbers, m, r).repeat_interleave(2)
    if method == "sft":
        return kept * labels * m
    if method == "weighted":
        return labels * weights * m
    if method == "csft":
        return kept * m
    if method == "signed":
        return weights * (labels - 0.5) * m
    if method == "tgo":
        z = numbers["beta"] * a / numbers["temperature"]
        return weights * F.softplus(torch.where(labels == 1, -z, z))
    if method == "kto":
        anchor = gather(a.detach()).mean().clamp(min=0)
        sign = 2 * labels - 1
        return kept * (1 - torch.sigmoid(sign * numbers["beta"] * (a - anchor)))
    if method == "lair":
        rho = numbers["kappa"] * a
        return rho * (numbers["lambda"] / 2 * rho - rows.advantages)
    if method == "qrpo":
        beta = numbers["beta"]
        log_z = 1 / beta + math.log(beta) + math.log1p(-math.exp(-1 / beta))
        return (rows.quantiles - beta * (log_z + numbers["kappa"] * a)) ** 2
    if method == "awm":
        q, epsilon = torch.exp(a.clamp(-80, 80)), numbers["epsilon"]
        closed = q.clamp(1 - epsilon, 1 + epsilon)
        return torch.maximum(-rows.advantages * q, -rows.advantages * closed)
    if method == "crd":
        beta, reward = numbers["beta"], rows.advantages / 10
        ratio = a - rows.group_mean(a)
        return 5 / beta * (beta * ratio - (reward - rows.group_mean(reward))) ** 2
    if method == "dgpo":
        z = -numbers["beta"] * rows.group_mean(rows.advantages * a)
        return torch.sigmoid(z) * rows.advantages * m
    raise SystemExit(f"{method} is not supported here; these are: {', '.join(METHODS)}.")


def gradient_scale(method, numbers, mean_weight):
    """What the studio multiplies the gradient by before clipping."""
    return {
        "tgo": lambda: numbers["temperature"] / (numbers["beta"] * mean_weight),
        "weighted": lambda: 1 / mean_weight,
        "signed": lambda: 1 / mean_weight,
        "kto": lambda: 1 / numbers["beta"],
        "dpo": lambda: 2 / numbers["beta"],
        "dmpo": lambda: 2 / numbers["beta"],
        "lair": lambda: 1 / numbers["kappa"],
        "qrpo": lambda: 1 / (numbers["beta"] * numbers["kappa"]),
    }.get(method, lambda: 1.0)()


def loser_share(mu, derivatives, total=lambda value: value):
    """Lambda of Diffusion-SDPO from the rows' dm/dprediction [n, ...]; `total` sums processes."""
    winners, losers = derivatives.flatten(1).reshape(-1, 2, derivatives[0].numel()).unbind(1)
    own, along = total((winners * winners).sum()), total((winners * losers).sum())
    share = ((1 - mu) * own / along).clamp(0, 1)
    return torch.where(along > 0, share, torch.ones_like(share))


def held_back(m, share):
    """The same errors, those of losers with `share` of their gradient."""
    pairs = m.reshape(-1, 2)
    losers = pairs[:, 1].detach() + share * (pairs[:, 1] - pairs[:, 1].detach())
    return torch.stack([pairs[:, 0], losers], 1).reshape(-1)


def error_factor(space, velocity, bar):
    """From the error of the prediction to the error in `space`; `bar` = cumulative alphas."""
    if space == "prediction" or (space == "eps" and not velocity):
        return torch.ones_like(bar)
    if velocity:
        return bar if space == "eps" else 1 - bar
    return (1 - bar) / bar


def learning_rate(optimizer, schedule, step):
    rate, warmup = optimizer["learningRate"], schedule["warmupSteps"]
    name = schedule["learningRateSchedule"]
    if name == "constant":
        return rate
    if step < warmup:
        return rate * step / max(1, warmup)
    if name == "constant_with_warmup":
        return rate
    progress = (step - warmup) / max(1, schedule["steps"] - warmup)
    return rate * max(0.0, 0.5 * (1 + math.cos(math.pi * progress)))


def read_safetensors(data):
    """Tensors (float32) and the metadata of a checkpoint."""
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    body = data[8 + length :]
    tensors = {
        name: np.frombuffer(body[slice(*entry["data_offsets"])], "<f4").copy()
        for name, entry in header.items()
    }
    return tensors, metadata


class Project:
    def __init__(self, path, run):
        self.zip = zipfile.ZipFile(path)
        about = json.loads(self.zip.read("plumbline-project.json"))
        if about.get("format") != "plumbline project" or about.get("version") != 1:
            sys.exit(f"{path} is no project file of a version that is read here.")
        self.folder = about["runs"][run]
        self.run = json.loads(self.zip.read(f"{self.folder}/run.json"))
        folders = {entry["id"]: entry["folder"] for entry in about["sets"]}
        self.set = folders.get(self.run["datasetId"]) or sys.exit("The file lacks the run's set.")

    def settings_at(self, step):
        settings = json.loads(json.dumps(self.run["settings"]))
        for change in self.run["changes"]:
            if change["step"] <= step:
                for group, values in change["values"].items():
                    settings[group].update(values)
        return settings

    def samples(self):
        """Images with what is known of them, in the order in which the run trained on them."""
        names = json.loads(self.zip.read(f"{self.set}/images.json"))
        inner = zipfile.ZipFile(io.BytesIO(self.zip.read(f"{self.set}/set.zip")))
        rows = [json.loads(line) for line in inner.read("metadata.jsonl").splitlines() if line]
        by_id = {name: row for (name, _), row in zip(names, rows, strict=True)}
        for image, score in self.run["trainedOn"]["scores"]:
            row = by_id[image]
            yield {
                "name": row["file_name"],
                "image": inner.read(row["file_name"]),
                "caption": row["text"],
                "group": row.get("group_id", row["text"]),
                "preferred_over": row.get("preferred_over", []),
                "score": score,
            }

    def checkpoint(self):
        start = f"{self.folder}/checkpoints/"
        found = [n for n in self.zip.namelist() if n.startswith(start)]
        if not found:
            sys.exit("The run has no checkpoint: train at least one step in the studio first.")
        newest = max(found, key=lambda name: int(name[len(start) :].split(".")[0]))
        tensors, metadata = read_safetensors(self.zip.read(newest))
        return tensors, json.loads(metadata["plumbline.checkpoint"])


def load_state(parameters, layout, flat, write):
    """Hands each LoRA matrix its part of a flat state; A is [rank, in], B is [out, rank]."""
    for entry in layout:
        a, b = parameters[entry["module"]]
        for matrix, offset in ((a, entry["offsetA"]), (b, entry["offsetB"])):
            part = torch.from_numpy(flat[offset : offset + matrix.numel()])
            write(matrix, part.reshape(matrix.shape).to(matrix))


def lora_parameters(unet):
    """(A, B) by the module's name in diffusers."""
    found = {}
    for name, module in unet.named_modules():
        if hasattr(module, "lora_A") and len(module.lora_A):
            pair = (next(iter(module.lora_A.values())), next(iter(module.lora_B.values())))
            found[name.removeprefix("base_model.model.")] = tuple(one.weight for one in pair)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("project")
    parser.add_argument("--base", required=True, help="folder or hub id of the base in diffusers")
    parser.add_argument("--run", type=int, default=0, help="which run of the project, from 0")
    parser.add_argument("--steps", type=int, help="train on to this step; default: the run's own")
    parser.add_argument("--out", default="out")
    options = parser.parse_args()

    from accelerate import Accelerator
    from diffusers import AutoencoderKL, DDPMScheduler
    from diffusers import StableDiffusionPipeline, UNet2DConditionModel
    from peft import LoraConfig, get_peft_model_state_dict
    from PIL import Image
    from transformers import CLIPTextModel, CLIPTokenizer

    project = Project(options.project, options.run)
    run, settings = project.run, project.settings_at(0)
    method = settings["method"]
    if run["paradigm"] != "diffusion" or method not in METHODS:
        sys.exit(f"{run['paradigm']} with {method} is not supported here.")
    if settings["source"]["mode"] == "online" or settings["schedule"]["referenceUpdate"] != "never":
        sys.exit("Online runs and references that follow the epochs are not supported here.")
    if settings["adapter"].get("startFrom") or settings["training"].get("resolution"):
        sys.exit("Runs that start from another, or at a size of their own, are not supported here.")
    unknown = [name for group, name in (("optimizer", "emaDecay"), ("training", "errorCap"))
               if settings[group].get(name)]
    if settings["optimizer"]["name"] not in ("adam", "adamw", "sgd"):
        unknown.append(settings["optimizer"]["name"])
    if unknown:
        sys.exit(f"{', '.join(unknown)}: not supported here; go on in the studio, or set it to 0 there.")
    pairing = settings["pairing"]
    mu = pairing.get("winnerPreserving", 0) if method in PAIRS else 0
    if mu > 0 and 0 < settings["training"].get("microBatch", 0) < settings["training"]["batchSize"]:
        sys.exit("The winner-preserving safeguard of a batch in parts is not supported here.")
    accelerator = Accelerator()
    device, seed = accelerator.device, settings["training"]["seed"]
    part = {name: {"subfolder": name} for name in ("unet", "vae", "text_encoder", "tokenizer")}
    unet = UNet2DConditionModel.from_pretrained(options.base, **part["unet"]).to(device)
    vae = AutoencoderKL.from_pretrained(options.base, **part["vae"]).to(device)
    text = CLIPTextModel.from_pretrained(options.base, **part["text_encoder"]).to(device)
    tokenizer = CLIPTokenizer.from_pretrained(options.base, **part["tokenizer"])
    noising = DDPMScheduler.from_pretrained(options.base, subfolder="scheduler")
    rank, targets = settings["adapter"]["rank"], settings["adapter"]["targets"]
    for model in (unet, vae, text):
        model.requires_grad_(False)
    alpha = rank * settings["adapter"].get("loraScale", 1)
    unet.add_adapter(LoraConfig(r=rank, lora_alpha=alpha, target_modules=targets))

    # Every image's moments and every caption's states, once.
    size = unet.config.sample_size * 2 ** (len(vae.config.block_out_channels) - 1)
    samples = list(project.samples())
    captions, scores, groups = (
        [sample[key] for sample in samples] for key in ("caption", "score", "group")
    )
    moments = []
    with torch.no_grad():
        for one in samples:
            image = Image.open(io.BytesIO(one["image"])).convert("RGB")
            if image.size != (size, size):
                image = image.resize((size, size), Image.Resampling.BICUBIC)
            pixels = torch.from_numpy(np.array(image)).float().permute(2, 0, 1)[None] / 127.5 - 1
            latent = vae.encode(pixels.to(device)).latent_dist
            # The studio draws in the order height, width, channel.
            moments.append([x[0].permute(1, 2, 0).cpu() for x in (latent.mean, latent.logvar)])
        states = {}
        for caption in {"", *captions, *(BAD_PREFIX + one for one in captions if method == "csft")}:
            tokens = tokenizer(caption, padding="max_length", truncation=True, return_tensors="pt")
            states[caption] = text(tokens.input_ids.to(device))[0][0]

    parameters = lora_parameters(unet)
    trained = [matrix for pair in parameters.values() for matrix in pair]
    chosen = settings["optimizer"]
    if chosen["name"] == "sgd":
        optimizer = torch.optim.SGD(trained, lr=1.0, momentum=0.9)
    else:
        kind = torch.optim.AdamW if chosen["name"] == "adamw" else torch.optim.Adam
        optimizer = kind(trained, lr=1.0, weight_decay=chosen["weightDecay"])
    tensors, head = project.checkpoint()
    start, first, second = head["step"], {}, {}
    load_state(parameters, head["layout"], tensors["policy"], lambda to, x: to.data.copy_(x))
    for name, into in (("adam.m", first), ("adam.v", second)):
        load_state(parameters, head["layout"], tensors[name], into.__setitem__)
    for one in trained:
        at = torch.tensor(float(start))
        adam = {"exp_avg": first[one], "exp_avg_sq": second[one], "step": at}
        sgd = {"momentum_buffer": first[one]}
        optimizer.state[one] = sgd if chosen["name"] == "sgd" else adam
    unet, optimizer = accelerator.prepare(unet, optimizer)
    bare = accelerator.unwrap_model(unet)
    alphas = noising.alphas_cumprod.to(device)
    size_of_batch = settings["training"]["batchSize"]
    # Rows that belong together stay with one process and share timestep, noise and dropout.
    unit = 2 if method in PAIRS else pairing["groupSize"] if method in GROUPS else 1
    if size_of_batch % (unit * accelerator.num_processes):
        sys.exit(f"A batch of {size_of_batch} cannot be divided among the processes by {unit}.")
    pairs = training_pairs(samples, pairing, seed) if method in PAIRS else []
    advantages, quantiles = (
        torch.from_numpy(within_groups(scores, groups, measure)).float().to(device)
        for measure in (advantages_of, quantiles_of)
    )

    for step in range(start, options.steps or project.settings_at(start)["schedule"]["steps"]):
        now = project.settings_at(step)
        numbers = {"beta": 1.0, "c": 0.0, "temperature": 1.0, **now["objective"]}
        rule = Threshold(scores, now["threshold"], now["objective"].get("c", 0.0))
        pool = rule.positives if method in ("sft", "weighted") else list(range(len(scores)))
        if method in PAIRS:
            drawn = batch_indices(seed, pairs, size_of_batch // 2, step)
            indices = [i for pair in drawn for i in pair]
        elif method in GROUPS:
            indices = group_indices(seed, groups, unit, size_of_batch, step)
        else:
            indices = batch_indices(seed, pool, size_of_batch, step)
        units = range(accelerator.process_index, size_of_batch // unit, accelerator.num_processes)
        rows = [number * unit + i for number in units for i in range(unit)]
        deviations = torch.from_numpy(rule.deviations[[indices[i] for i in rows]]).to(device)
        labels, kept = rule.labels(deviations)
        latents, noises, times, context = [], [], [], []
        for row, label in zip(rows, labels):
            mean, logvar = moments[indices[row]]
            draw = torch.from_numpy(normals(seed, "latent", step, row, mean.numel()))
            latents.append(mean + torch.exp(0.5 * logvar) * draw.reshape(mean.shape))
            item = row - row % unit
            noise = torch.from_numpy(normals(seed, "noise", step, item, mean.numel()))
            noises.append(noise.reshape(mean.shape))
            times.append(random_int(seed, "timestep", step, item, len(alphas)))
            dropout = now["training"]["captionDropout"]
            dropped = uniforms(seed, "captionDropout", step, item, 1)[0] < dropout
            caption = captions[indices[row]]
            if method == "csft" and label == 0:
                caption = BAD_PREFIX + caption
            context.append(states["" if dropped else caption])
        channels_first = lambda values: torch.stack(values).permute(0, 3, 1, 2).to(device)
        latent = channels_first(latents) * vae.config.scaling_factor
        noise, time = channels_first(noises), torch.tensor(times, device=device)
        bar = alphas[time]
        signal, level = (x.sqrt().view(-1, 1, 1, 1) for x in (bar, 1 - bar))
        noisy = signal * latent + level * noise
        velocity = noising.config.prediction_type == "v_prediction"
        target = signal * noise - level * latent if velocity else noise
        space = now["training"]["mseSpace"]
        factor = error_factor(space, velocity, bar)

        def apart():
            return unet(noisy, time, torch.stack(context)).sample - target

        def errors(difference):
            return factor * difference.pow(2).flatten(1).mean(1)

        reference = torch.zeros(len(times), device=device)
        if method not in NO_REFERENCE:
            with torch.no_grad():
                bare.disable_adapters()
                reference = errors(apart())
                bare.enable_adapters()
        difference = apart()
        m = errors(difference)
        if mu > 0:
            derivatives = factor.view(-1, 1, 1, 1) * difference.detach()
            m = held_back(m, loser_share(mu, derivatives, lambda x: accelerator.reduce(x, "sum")))
        said = [indices[i] for i in rows]
        weights = rule.weights(deviations, numbers["c"])
        batch = Rows(labels, kept, weights, advantages[said], quantiles[said], unit)
        losses = sample_losses(method, numbers, m, reference, batch, accelerator.gather)
        # The processes' gradients are averaged: their sums make the mean over the whole batch.
        loss = losses.sum() * accelerator.num_processes / size_of_batch
        accelerator.backward(loss * gradient_scale(method, numbers, rule.mean_weight))
        if now["optimizer"]["maxGradNorm"] > 0:
            accelerator.clip_grad_norm_(trained, now["optimizer"]["maxGradNorm"])
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(now["optimizer"], now["schedule"], step)
        optimizer.step()
        optimizer.zero_grad()
        mean_loss = accelerator.gather(losses.detach()).sum().item() / size_of_batch
        accelerator.print(json.dumps({"step": step + 1, "loss": mean_loss, "tau": rule.tau}))

    if accelerator.is_main_process:
        StableDiffusionPipeline.save_lora_weights(
            options.out, unet_lora_layers=get_peft_model_state_dict(bare)
        )
        print(f"Saved {options.out}/pytorch_lora_weights.safetensors")


if __name__ == "__main__":
    main()
