"""Files to log-mel spectrograms with soundfile, torch's DataLoader and torch; see features.mjs. Makes the files on request."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import soundfile
import torch
from log_mel import RATE, features

root, count, seconds, batch, workers = Path(sys.argv[1]), *map(int, sys.argv[2:6])


class Crops(torch.utils.data.Dataset):
    def __init__(self):
        self.paths = sorted(root.rglob("*.flac"))

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        with soundfile.SoundFile(self.paths[index]) as file:
            excess = file.frames - seconds * RATE
            file.seek(int(torch.randint(excess + 1, ())))
            return torch.from_numpy(file.read(seconds * RATE, dtype="float32"))


def make():
    rng = np.random.default_rng(0)
    t = np.arange(5 * RATE) / RATE
    for i in range(count):
        folder = root / f"class{i % 4}"
        folder.mkdir(parents=True, exist_ok=True)
        tone = 0.3 * np.sin(2 * np.pi * (200 + 5 * i) * t) + 0.05 * rng.standard_normal(len(t))
        soundfile.write(folder / f"{i}.flac", tone, RATE)


loader = None
for line in sys.stdin:
    if line.strip() == "make":
        make()
        print("null", flush=True)
        continue
    if loader is None:
        loader = torch.utils.data.DataLoader(
            Crops(), batch, shuffle=True, num_workers=workers, persistent_workers=True, prefetch_factor=4
        )
        for waves in loader:
            pass
    start, frames = time.perf_counter(), 0
    for waves in loader:
        frames += features(waves).shape[-1]
    print(json.dumps(1000 * (time.perf_counter() - start)), flush=True)
