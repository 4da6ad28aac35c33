"""The quickstart as a plain PyTorch script: same clips, model, features, optimizer and seeds.

    .venv/bin/python bench/peers/quickstart.py data/instruments [seed] [epochs]

Prints one line of JSON. Weights start from the same numbers as Woodshed's (same generator, same
order); the order of clips and the gains come from PyTorch's own random numbers.
"""

import csv
import json
import math
import sys
import time
import wave
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from log_mel import MELS, features
from model import Cnn

root = Path(sys.argv[1])
seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
epochs = int(sys.argv[3]) if len(sys.argv) > 3 else 12
CLIP = 16000


def read(path):
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
    return np.pad(samples[:CLIP], (0, max(0, CLIP - len(samples))))


class Clips(torch.utils.data.Dataset):
    def __init__(self, split, labels, gain_db=0.0):
        rows = list(csv.DictReader(open(root / f"{split}.csv")))
        self.items = [(root / row["path"], row["label"]) for row in rows]
        self.labels, self.gain_db = labels, gain_db

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        path, label = self.items[index]
        gain = 10 ** ((2 * torch.rand(()).item() - 1) * self.gain_db / 20)
        return torch.from_numpy(read(path) * np.float32(gain)), self.labels.index(label)


labels = sorted({row["label"] for row in csv.DictReader(open(root / "train.csv"))})
start = time.perf_counter()
torch.manual_seed(seed)
model = Cnn(MELS, len(labels), [32, 64, 128, 256], dropout=0.2)


def evaluate(split):
    model.eval()
    right = total = 0
    with torch.no_grad():
        for waves, truth in torch.utils.data.DataLoader(Clips(split, labels), 64):
            right += (model(features(waves)).argmax(1) == truth).sum().item()
            total += len(truth)
    model.train()
    return right / total


loader = torch.utils.data.DataLoader(
    Clips("train", labels, gain_db=6), 64, shuffle=True, num_workers=1, generator=torch.Generator().manual_seed(seed)
)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-2)
num_steps = epochs * len(loader)
warmup = round(0.05 * num_steps)
step, best, best_state = 0, -1.0, None
for epoch in range(epochs):
    for waves, truth in loader:
        rate = (step + 1) / warmup if step < warmup else 0.5 * (1 + math.cos(math.pi * (step - warmup) / (num_steps - warmup)))
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * rate
        optimizer.zero_grad()
        F.cross_entropy(model(features(waves)), truth).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
    accuracy = evaluate("validation")
    print(f"epoch {epoch + 1}: validation accuracy {accuracy:.3f}", file=sys.stderr)
    if accuracy > best:
        best, best_state = accuracy, {name: value.clone() for name, value in model.state_dict().items()}
model.load_state_dict(best_state)
print(json.dumps({"seed": seed, "validation": best, "test": evaluate("test"), "seconds": time.perf_counter() - start}))
