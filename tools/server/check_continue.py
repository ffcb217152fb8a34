"""Holds public/server/continue_training.py against the studio's numbers and PyTorch's fixtures.

    python3 tools/server/check_continue.py [FIXTURES]       needs torch and numpy, nothing else

Checked: random draws, order of samples, thresholds, weights, losses and derivatives of every method
it knows, learning rates, and how it reads a checkpoint. Not checked here: what needs diffusers,
peft and accelerate (loading the base, attaching LoRA, several processes, saving).
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "public/server"))
sys.dont_write_bytecode = True
import continue_training as script  # noqa: E402

checks = 0


def close(found, wanted, what, tolerance=1e-9):
    global checks
    checks += 1
    found, wanted = np.asarray(found, np.float64), np.asarray(wanted, np.float64)
    worst = np.max(np.abs(found - wanted) / (1e-9 + np.maximum(1, np.abs(wanted))), initial=0)
    if found.shape != wanted.shape or not worst <= tolerance:
        sys.exit(f"{what}: {found} instead of {wanted}")


def losses_of(method, numbers, m, r, rows):
    """Losses per sample and the derivative of their mean by m."""
    m = torch.tensor(m, dtype=torch.float64, requires_grad=True)
    r = torch.tensor(r, dtype=torch.float64)
    losses = script.sample_losses(method, numbers, m, r, rows)
    (gradient,) = torch.autograd.grad(losses.mean(), m)
    return losses.detach(), gradient


def studio():
    expected = json.loads((ROOT / "tools/server/expected.json").read_text())
    seed, scores = expected["seed"], expected["scores"]
    close(script.normals(seed, "noise", 5, 2, 7), expected["normals"], "normals", 1e-6)
    close(script.uniforms(seed, "captionDropout", 5, 2, 5), expected["uniforms"], "uniforms")
    close(script.random_int(seed, "timestep", 5, 2, 1000), expected["timestep"], "timestep", 0)
    for batch in expected["batches"]:
        found = script.batch_indices(seed, list(range(10)), 4, batch["step"])
        close(found, batch["indices"], "batch", 0)
    for case in expected["thresholds"]:
        rule = script.Threshold(scores, case["threshold"], case["threshold"]["c"])
        close(rule.tau, case["tau"], "tau")
        close(rule.deviations, case["deviations"], "deviations", 0)
        weights = rule.weights(torch.from_numpy(rule.deviations).double(), case["threshold"]["c"])
        close(weights, case["weights"], "weights", 1e-7)
        close(rule.mean_weight, case["meanWeight"], "mean weight", 1e-6)
        close(rule.positives, case["positives"], "positives", 0)
    groups = expected["groups"]
    places = [
        script.within_groups(scores, groups, measure)
        for measure in (script.advantages_of, script.quantiles_of)
    ]
    close(places[0], expected["advantages"], "advantages")
    close(places[1], expected["quantiles"], "quantiles")
    for case in expected["pairs"]:
        pairs = script.pairs_from_scores(scores, groups, case["most"], seed)
        close(pairs, case["pairs"], f"pairs, at most {case['most']}", 0)
    for case in expected["groupBatches"]:
        found = script.group_indices(seed, groups, 2, 4, case["step"])
        close(found, case["indices"], "groups", 0)
    samples = [{"name": str(i), "preferred_over": [], "score": s, "group": g}
               for i, (s, g) in enumerate(zip(scores, groups))]
    samples[3]["preferred_over"] = ["1", "3", "gone"]
    pairing = {"pairSource": "auto", "pairsPerPrompt": 2}
    close(script.training_pairs(samples, pairing, seed), [[3, 1]], "comparisons", 0)
    made = script.training_pairs(samples, {**pairing, "pairSource": "scores"}, seed)
    close(made, script.pairs_from_scores(scores, groups, 2, seed), "pairs of scores", 0)
    for case in expected["losses"]:
        numbers = {"beta": 1.0, "c": 0.0, "temperature": 1.0, **case["numbers"]}
        rule = script.Threshold(scores, expected["thresholds"][0]["threshold"], 5)
        deviations = torch.from_numpy(rule.deviations[: len(case["m"])]).double()
        labels, kept = rule.labels(deviations)
        weights = rule.weights(deviations, numbers["c"])
        method = case["method"]
        part = [torch.from_numpy(place[: len(case["m"])]).double() for place in places]
        rows = script.Rows(labels, kept, weights, *part, group_size=2)
        losses, gradient = losses_of(method, numbers, case["m"], case["r"], rows)
        close(losses, case["losses"], f"losses of {method}", 1e-7)
        scale = script.gradient_scale(method, numbers, expected["thresholds"][0]["meanWeight"])
        close(scale, case["gradientScale"], f"gradient scale of {method}")
        close(gradient * scale, case["gradient"], f"gradient of {method}", 1e-6)
    for case in expected["learningRates"]:
        schedule = {"warmupSteps": 5, "steps": 50, "learningRateSchedule": case["name"]}
        found = script.learning_rate({"learningRate": 1.0}, schedule, case["step"])
        close(found, case["factor"], f"learning rate, {case['name']}")


def fixtures(folder):
    """Losses of PyTorch's own cases (log-probabilities: m = -log p, T = 1)."""
    for case in json.loads((folder / "tgo_upo.json").read_text())["cases"]:
        logits, beta = torch.tensor(case["logits"], dtype=torch.float64), case["beta"]
        temperature = case.get("T", 1)
        m = (-logits / beta * temperature).tolist()
        labels = torch.tensor(case["labels"], dtype=torch.float64)
        weights = torch.tensor(case["weights"], dtype=torch.float64)
        numbers = {"beta": beta, "temperature": temperature}
        kept = torch.ones_like(labels, dtype=torch.bool)
        rows = script.Rows(labels, kept, weights)
        losses, gradient = losses_of("tgo", numbers, m, [0.0] * len(m), rows)
        close(losses.mean(), case["stable"]["loss"], f"fixture {case['id']}: loss")
        sign = 1 if case["grad_wrt"] == "mse_theta" else -1
        wanted = np.asarray(case["stable"]["grad"]) * sign
        close(gradient, wanted, f"fixture {case['id']}: gradient")


def pair_fixtures(folder):
    """Released DPO and MaPO, and DMPO as printed, executed in float64."""
    one = lambda case, key: np.atleast_1d(np.asarray(case[key], np.float64))
    kinds = {
        "diffusion_dpo": ("dpo", "mse_theta_", "mse_ref_", "", "grad_",
                          lambda case: {"beta": case["beta_dpo"]}),
        # u has no factor 1/2 there: beta is given doubled.
        "dmpo": ("dmpo", "model_", "ref_", "_err", "grad_model_",
                 lambda case: {"beta": 2 * case["beta"], "alpha": case["alpha"]}),
        "mapo": ("mapo", "mse_", None, "", "grad_",
                 lambda case: {"beta": case["beta_mapo"], "s": case["snr_value"]}),
    }
    for name, (method, policy, reference, end, gradient, numbers) in kinds.items():
        if not (folder / f"{name}.json").exists():
            print(f"not there, not checked: {folder / name}.json")
            continue
        for case in json.loads((folder / f"{name}.json").read_text())["cases"]:
            m = np.stack([one(case, f"{policy}{side}{end}") for side in "wl"], 1).reshape(-1)
            r = np.zeros_like(m)
            if reference:
                r = np.stack([one(case, f"{reference}{side}{end}") for side in "wl"], 1).reshape(-1)
            found, slope = losses_of(method, numbers(case), m, r, script.Rows(None, None, None))
            what = f"fixture {name} {case['id']}"
            close(found.mean(), case["loss"], f"{what}: loss", 1e-8)
            wanted = np.stack([one(case, f"{gradient}{side}{end}") for side in "wl"], 1).reshape(-1)
            close(slope, wanted, f"{what}: gradient", 1e-6)


def safeguard():
    """Lambda of Diffusion-SDPO, and the loser's gradient it scales, from autograd alone."""
    torch.manual_seed(0)
    target = torch.randn(4, 3, 2, 2, dtype=torch.float64)
    for scale, mu in ((2.0, 0.9), (0.5, 0.0), (-1.0, 0.9)):
        prediction = target + torch.randn_like(target)
        with torch.no_grad():
            prediction[1::2] = target[1::2] + scale * (prediction - target)[::2]
        prediction.requires_grad_()
        errors = (prediction - target).pow(2).flatten(1).mean(1)
        (gradient,) = torch.autograd.grad(errors.sum(), prediction, retain_graph=True)
        own, along = (gradient[::2] ** 2).sum(), (gradient[::2] * gradient[1::2]).sum()
        wanted = float(((1 - mu) * own / along).clamp(0, 1)) if along > 0 else 1.0
        share = script.loser_share(mu, (prediction - target).detach())
        close(share, wanted, f"loser's share at {scale}, mu {mu}")
        rows, numbers = script.Rows(None, None, None), {"beta": 3.0}
        plain = script.sample_losses("dpo", numbers, errors, errors.detach(), rows)
        held = script.sample_losses(
            "dpo", numbers, script.held_back(errors, share), errors.detach(), rows
        )
        close(held.detach(), plain.detach(), "held-back losses")
        before, after = (
            torch.autograd.grad(x.mean(), prediction, retain_graph=True)[0] for x in (plain, held)
        )
        close(after[::2], before[::2], "winners' gradient")
        close(after[1::2], before[1::2] * wanted, "losers' gradient")


def checkpoint():
    data = {"policy": np.arange(24, dtype="<f4")}
    header = {"policy": {"dtype": "F32", "shape": [24], "data_offsets": [0, 96]}}
    text = json.dumps({**header, "__metadata__": {"plumbline.checkpoint": "{}"}}).encode()
    tensors, metadata = script.read_safetensors(
        len(text).to_bytes(8, "little") + text + data["policy"].tobytes()
    )
    close(tensors["policy"], data["policy"], "checkpoint", 0)
    assert metadata == {"plumbline.checkpoint": "{}"}
    layout = [{"module": "to_q", "offsetA": 2, "offsetB": 12}]
    a, b = torch.zeros(2, 3), torch.zeros(4, 2)
    script.load_state({"to_q": (a, b)}, layout, tensors["policy"], lambda to, x: to.copy_(x))
    close(a, np.arange(2, 8).reshape(2, 3), "A", 0)
    close(b, np.arange(12, 20).reshape(4, 2), "B", 0)


studio()
losses = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "fixtures") / "losses"
fixtures(losses)
pair_fixtures(losses)
safeguard()
checkpoint()
print(f"{checks} checks of the server script hold")
