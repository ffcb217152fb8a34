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


def losses_of(method, numbers, m, r, labels, kept, weights):
    """Losses per sample and the derivative of their mean by m."""
    m = torch.tensor(m, dtype=torch.float64, requires_grad=True)
    r = torch.tensor(r, dtype=torch.float64)
    losses = script.sample_losses(method, numbers, m, r, labels, kept, weights)
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
    for case in expected["losses"]:
        numbers = {"beta": 1.0, "c": 0.0, "temperature": 1.0, **case["numbers"]}
        rule = script.Threshold(scores, expected["thresholds"][0]["threshold"], 5)
        deviations = torch.from_numpy(rule.deviations[: len(case["m"])]).double()
        labels, kept = rule.labels(deviations)
        weights = rule.weights(deviations, numbers["c"])
        method = case["method"]
        losses, gradient = losses_of(method, numbers, case["m"], case["r"], labels, kept, weights)
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
        losses, gradient = losses_of("tgo", numbers, m, [0.0] * len(m), labels, kept, weights)
        close(losses.mean(), case["stable"]["loss"], f"fixture {case['id']}: loss")
        sign = 1 if case["grad_wrt"] == "mse_theta" else -1
        wanted = np.asarray(case["stable"]["grad"]) * sign
        close(gradient, wanted, f"fixture {case['id']}: gradient")


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
fixtures(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "fixtures") / "losses")
checkpoint()
print(f"{checks} checks of the server script hold")
