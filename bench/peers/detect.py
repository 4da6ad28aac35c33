"""The quickstart's model over a long recording as plain PyTorch scripts do it, such as BirdNET-Analyzer; see detect.mjs.

    python detect.py make FOLDER SECONDS OUT.flac       joins recordings of a folder, at 16 kHz
    python detect.py search OUT.flac WEIGHTS HOP_SEC EVENTS.csv

The file is read in pieces of ten minutes with soundfile, cut into overlapping windows, and computed in batches; each window whose
probability of a label reaches 0.5 is a row. Prints one line of JSON.
"""

import csv
import json
import sys
import time
from pathlib import Path

import numpy as np
import soundfile
import torch
from log_mel import MELS, RATE, features
from model import Cnn
from safetensors.torch import load_file

CLIP = RATE
PIECE_SEC = 600
BATCH = 32


def make(folder, seconds, out):
    paths = sorted(path for path in Path(folder).rglob("*") if path.suffix in (".wav", ".flac"))
    recordings = [samples for samples, rate in map(soundfile.read, paths[:400]) if rate == RATE]
    left = int(float(seconds) * RATE)
    with soundfile.SoundFile(out, "w", RATE, 1) as file:
        while left > 0:
            for samples in recordings:
                mono = samples if samples.ndim == 1 else samples.mean(1)
                file.write(mono[:left])
                left -= len(mono[:left])


def search(path, weights, hop_sec, out):
    tensors = {name.split(".", 1)[1]: value for name, value in load_file(weights).items()}
    channels = [tensors[f"blocks.{i}.conv.weight"].shape[0] for i in range(4)]
    model = Cnn(MELS, tensors["fc.weight"].shape[0], channels).to(memory_format=torch.channels_last)
    model.load_state_dict(tensors)
    model.eval()
    hop = round(float(hop_sec) * RATE)
    start, num_rows = time.perf_counter(), 0
    with soundfile.SoundFile(path) as file, open(out, "w", newline="") as events, torch.inference_mode():
        rows = csv.writer(events)
        seconds = file.frames / RATE
        for first in range(0, file.frames, PIECE_SEC * RATE):
            file.seek(first)
            piece = file.read(PIECE_SEC * RATE + CLIP - hop, dtype="float32")
            starts = range(0, max(1, len(piece) - CLIP + hop), hop)
            windows = np.zeros((len(starts), CLIP), np.float32)
            for row, at in enumerate(starts):
                part = piece[at : at + CLIP]
                windows[row, : len(part)] = part
            for row in range(0, len(windows), BATCH):
                scores = model(features(torch.from_numpy(windows[row : row + BATCH]))).softmax(1)
                for window, label in (scores >= 0.5).nonzero().tolist():
                    at = first / RATE + (row + window) * hop / RATE
                    rows.writerow([at, at + 1, label, scores[window, label].item()])
                    num_rows += 1
    print(json.dumps({"audioSec": seconds, "sec": time.perf_counter() - start, "rows": num_rows}))


{"make": make, "search": search}[sys.argv[1]](*sys.argv[2:])
