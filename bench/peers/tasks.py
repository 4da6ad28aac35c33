"""Tagging and regression as a plain PyTorch script: same clips, model, features, optimizer and schedule as Woodshed's
runs of bench/real-tasks, with metrics by scikit-learn and scipy.

    tasks.py train TASK ROOT SEED EPOCHS [order]   trains; "order" takes Woodshed's random order of clips and gains
    tasks.py check TASK ROOT WEIGHTS ANSWERS       measures Woodshed's weights, and the answers of `woodshed predict`

Prints one line of JSON. Initial weights equal Woodshed's to the bit. All clips are decoded once, before training.
"""

import csv
import json
import math
import sys
import wave
from pathlib import Path

import numpy as np
import torch
from scipy.stats import pearsonr
from sklearn import metrics
from torch import nn
from torch.nn import functional as F

from log_mel import MELS, features
from model import Cnn
from order import CLIP_ORDER, GAIN, permutation, random_float

what, task, root, *rest = sys.argv[1:]
CLIP, BATCH = 16000, 64


def read_wav(path):
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
    return np.pad(samples[:CLIP], (0, max(0, CLIP - len(samples))))


def rows_of(split):
    return list(csv.DictReader(open(Path(root) / f"{task}-{split}.csv")))


def waves_of(split):
    return torch.from_numpy(np.stack([read_wav(Path(root) / row["path"]) for row in rows_of(split)]))


def best_threshold(truth, scores):
    """The threshold with the highest F1, between two scores; of several the one nearest to 0.5."""
    precision, recall, at = metrics.precision_recall_curve(truth, scores)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    between = (at + np.concatenate([[min(at[0], 0.5)], at[:-1]])) / 2
    best = np.flatnonzero(f1[:-1] >= f1.max() - 1e-12)
    return between[best[np.argmin(np.abs(between[best] - 0.5))]]


class Tagging:
    gain_db, score, better = 6, "map", 1

    def __init__(self):
        self.labels = sorted({label for row in rows_of("train") for label in row["labels"].split(";") if label})
        self.num_outputs = len(self.labels)

    def truth_of(self, split):
        return np.array([[label in row["labels"].split(";") for label in self.labels] for row in rows_of(split)], float)

    targets_of = truth_of
    loss = staticmethod(F.binary_cross_entropy_with_logits)

    def activate(self, outputs):
        return torch.sigmoid(outputs).numpy()

    def calibrate(self, truth, scores):
        return [best_threshold(truth[:, c], scores[:, c]) for c in range(self.num_outputs)]

    def measure(self, truth, scores, thresholds, chosen=None):
        if chosen is None:
            chosen = scores >= np.array(thresholds, dtype=scores.dtype)
        p = np.clip(scores.astype(np.float64), 1e-7, 1 - 1e-7)
        return {
            "loss": -(truth * np.log(p) + (1 - truth) * np.log(1 - p)).mean(),
            "map": metrics.average_precision_score(truth, scores, average="macro"),
            "macro_f1": metrics.f1_score(truth, chosen, average="macro"),
            "micro_f1": metrics.f1_score(truth, chosen, average="micro"),
            "macro_auroc": metrics.roc_auc_score(truth, scores, average="macro"),
            "micro_auroc": metrics.roc_auc_score(truth, scores, average="micro"),
            "lwlrap": metrics.label_ranking_average_precision_score(
                truth[truth.any(1)], scores[truth.any(1)], sample_weight=truth[truth.any(1)].sum(1)
            ),
            "per_label": metrics.average_precision_score(truth, scores, average=None).tolist(),
        }

    def scores_in(self, answers):
        scores = np.array([[answer["probabilities"][label] for label in self.labels] for answer in answers])
        chosen = np.array([[label in answer["labels"] for label in self.labels] for answer in answers])
        return scores, chosen


class Regression:
    gain_db, score, better = 0, "loss", -1
    NAMES = ["pitch", "level"]

    def __init__(self):
        truth = self.truth_of("train")
        self.mean, self.deviation, self.num_outputs = truth.mean(0), truth.std(0), truth.shape[1]

    def truth_of(self, split):
        return np.array([[float(number) for number in row["target"].split(";")] for row in rows_of(split)])

    def targets_of(self, split):
        return (self.truth_of(split) - self.mean) / self.deviation

    loss = staticmethod(F.mse_loss)

    def activate(self, outputs):
        return outputs.double().numpy() * self.deviation + self.mean

    def calibrate(self, truth, scores):
        return None

    def measure(self, truth, scores, thresholds, chosen=None):
        result = {"loss": (((scores - truth) / self.deviation) ** 2).mean()}
        for d, name in enumerate(self.NAMES):
            t, p = truth[:, d], scores[:, d]
            result[f"{name} mae"] = metrics.mean_absolute_error(t, p)
            result[f"{name} rmse"] = metrics.root_mean_squared_error(t, p)
            result[f"{name} r2"] = metrics.r2_score(t, p)
            result[f"{name} pearson"] = pearsonr(t, p).statistic
        return result

    def scores_in(self, answers):
        return np.array([list(answer["numbers"].values()) for answer in answers]), None


job = {"tagging": Tagging, "regression": Regression}[task]()


def outputs_for(model, waves):
    model.eval()
    with torch.no_grad():
        outputs = torch.cat([model(features(part)) for part in waves.split(BATCH)])
    model.train()
    return outputs


def evaluate(model, validation, test):
    """Thresholds from validation, metrics of test."""
    thresholds = job.calibrate(job.truth_of("validation"), job.activate(outputs_for(model, validation)))
    return thresholds, job.measure(job.truth_of("test"), job.activate(outputs_for(model, test)), thresholds)


def batches(seed, epoch, waves, targets, same_order):
    count = len(waves)
    if same_order:
        order = torch.tensor(permutation(count, CLIP_ORDER, seed, epoch))
        draws = torch.tensor([random_float(GAIN, seed, epoch, clip) for clip in range(count)], dtype=torch.float64)
    else:
        generator = torch.Generator().manual_seed(seed * 1000 + epoch)
        order = torch.randperm(count, generator=generator)
        draws = torch.rand(count, generator=generator, dtype=torch.float64)
    gains = 10 ** ((2 * draws - 1) * job.gain_db / 20)
    for places in order.split(BATCH):
        yield (waves[places] * gains[places, None]).float(), targets[places]


def train(seed, epochs, same_order):
    torch.manual_seed(seed)
    model = Cnn(MELS, job.num_outputs, [32, 64, 128, 256], dropout=0.2).to(memory_format=torch.channels_last)
    train_waves, validation = waves_of("train"), waves_of("validation")
    targets = torch.tensor(job.targets_of("train"), dtype=torch.float32)
    truth = job.truth_of("validation")
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-2, fused=True)
    num_steps = epochs * math.ceil(len(train_waves) / BATCH)
    warmup = round(0.05 * num_steps)
    step, best, best_state, curve = 0, -math.inf, None, []
    for epoch in range(epochs):
        for waves, wanted in batches(seed, epoch, train_waves, targets, same_order):
            done = (step - warmup) / (num_steps - warmup)
            rate = (step + 1) / warmup if step < warmup else 0.5 * (1 + math.cos(math.pi * done))
            for group in optimizer.param_groups:
                group["lr"] = 1e-3 * rate
            optimizer.zero_grad()
            job.loss(model(features(waves)), wanted).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
        scores = job.activate(outputs_for(model, validation))
        measured = job.measure(truth, scores, job.calibrate(truth, scores))
        value = measured[job.score]
        curve.append([measured["loss"], value])
        print(f"epoch {epoch + 1}: validation {job.score} {value:.4f}", file=sys.stderr)
        if job.better * value > best:
            best, best_state = job.better * value, {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(best_state)
    _, test = evaluate(model, validation, waves_of("test"))
    return {"validation": curve, "test": test}


def check(weights, answers):
    from safetensors.torch import load_file

    stored = load_file(weights)
    model = Cnn(MELS, job.num_outputs, [32, 64, 128, 256])
    # A newer file has prefixes such as "head.".
    named = lambda name: next(v for k, v in stored.items() if k == name or k.endswith(f".{name}"))
    model.load_state_dict({name: named(name) for name in model.state_dict() if "num_batches" not in name}, strict=False)
    thresholds, test = evaluate(model, waves_of("validation"), waves_of("test"))
    scores, chosen = job.scores_in([json.loads(line) for line in open(answers)])
    answered = job.measure(job.truth_of("test"), scores, thresholds, chosen)
    return {"thresholds": thresholds, "test": test, "answers": answered}


torch.set_num_threads(2)
if what == "train":
    result = train(int(rest[0]), int(rest[1]), rest[2:] == ["order"])
else:
    result = check(*rest)
print(json.dumps(result, default=float))
