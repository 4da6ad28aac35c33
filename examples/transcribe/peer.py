"""The same transcription in plain PyTorch: same clips, features, model, loss, optimizer and schedule.

    python peer.py [seed]

Weights, the order of clips and the gains come from PyTorch's own random numbers. Prints the note error rate of the test
sequences, for the epoch that is best on validation.
"""

import math
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

NOTES = {"A": 880, "C": 1047, "D": 1175, "E": 1319, "G": 1568}
NAMES = list(NOTES)
RATE, MELS, FFT, WINDOW, HOP, WIDTH = 8000, 48, 256, 200, 80, 64
EPOCHS, BATCH, LEARNING_RATE = 8, 32, 0.005


def random(seed, count):
    """The first numbers of mulberry32, as notes.ts draws them."""
    with np.errstate(over="ignore"):
        state = np.uint32(seed) + np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x6D2B79F5)
        mixed = (state ^ (state >> 15)) * (state | 1)
        mixed = (mixed + (mixed ^ (mixed >> 7)) * (mixed | 61)) ^ mixed
    return (mixed ^ (mixed >> 14)) / 2**32


def notes_of(seed):
    numbers = random(seed, 6)
    return [int(len(NAMES) * number) for number in numbers[1 : 3 + int(4 * numbers[0])]]


def render(seed, notes):
    numbers = random(seed + 500_000_000, 12_000 + 1 + 4 * len(notes))
    samples = (0.3 * (numbers[:12_000] - 0.5)).astype(np.float32)
    draw = iter(numbers[12_000:])
    start = 0.1 * next(draw)
    for note in notes:
        duration = 0.15 + 0.08 * next(draw)
        radians = 2 * math.pi * NOTES[NAMES[note]] * (0.99 + 0.02 * next(draw))
        loudness = 0.1 + 0.1 * next(draw)
        t = np.arange(math.ceil(duration * RATE)) / RATE
        tone = np.sin(radians * t) + 0.5 * np.sin(2 * radians * t) + 0.25 * np.sin(3 * radians * t)
        first = int(start * RATE)
        samples[first : first + len(t)] += (loudness * np.exp(-12 * t) * tone)[: len(samples) - first]
        start += duration + 0.04 * next(draw)
    return samples


def clips(count, first):
    truth = [notes_of(first + i) for i in range(count)]
    return torch.from_numpy(np.stack([render(first + i, notes) for i, notes in enumerate(truth)])), truth


def mel_filters():
    """Slaney's scale and norm, from 50 Hz to half the sample rate."""
    to_mel = lambda hz: hz / (200 / 3) if hz < 1000 else 15 + math.log(hz / 1000) / (math.log(6.4) / 27)
    to_hz = lambda mel: mel * 200 / 3 if mel < 15 else 1000 * math.exp((mel - 15) * math.log(6.4) / 27)
    edges = [to_hz(mel) for mel in np.linspace(to_mel(50), to_mel(RATE / 2), MELS + 2)]
    bins = np.arange(FFT // 2 + 1) * RATE / FFT
    rows = []
    for left, centre, right in zip(edges, edges[1:], edges[2:]):
        height = np.minimum((bins - left) / (centre - left), (right - bins) / (right - centre))
        rows.append(np.maximum(0, height) * 2 / (right - left))
    return torch.tensor(np.array(rows), dtype=torch.float32)


filters, window = mel_filters(), torch.hann_window(WINDOW)


def features(waves):
    spectrum = torch.stft(waves, FFT, HOP, WINDOW, window, center=True, return_complex=True)
    return torch.log(filters @ torch.view_as_real(spectrum).square().sum(-1) + 1e-5)


def conv(channels):
    return nn.Sequential(nn.Conv1d(channels, WIDTH, 5, 2, 2, bias=False), nn.BatchNorm1d(WIDTH), nn.ReLU())


def error_rate(model, waves, truth):
    model.eval()
    with torch.no_grad():
        best = model(features(waves)).argmax(1)  # [N, T]
    model.train()
    predicted = [[int(s) - 1 for s in torch.unique_consecutive(row) if s > 0] for row in best]
    return sum(map(edit_distance, truth, predicted)) / sum(map(len, truth))


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, one in enumerate(a):
        next_row = [i + 1]
        for j, other in enumerate(b):
            next_row.append(min(next_row[j] + 1, row[j + 1] + 1, row[j] + (one != other)))
        row = next_row
    return row[-1]


torch.manual_seed(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
torch.set_num_threads(1)
train, validation, test = clips(1000, 0), clips(200, 1_000_000), clips(200, 2_000_000)
model = nn.Sequential(nn.BatchNorm1d(MELS), conv(MELS), conv(WIDTH), nn.Conv1d(WIDTH, len(NAMES) + 1, 1))
optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=0.01)
steps = EPOCHS * math.ceil(len(train[1]) / BATCH)
warmup, step, best = round(0.05 * steps), 0, (math.inf, math.inf)
for epoch in range(EPOCHS):
    for batch in torch.randperm(len(train[1])).split(BATCH):
        done = (step - warmup) / (steps - warmup)
        rate = (step + 1) / warmup if step < warmup else 0.5 * (1 + math.cos(math.pi * done))
        optimizer.param_groups[0]["lr"] = LEARNING_RATE * rate
        gains = 10 ** ((2 * torch.rand(len(batch), 1) - 1) * 6 / 20)
        log_probabilities = F.log_softmax(model(features(train[0][batch] * gains)), 1).permute(2, 0, 1)  # [T, B, V]
        truth = [train[1][i] for i in batch]
        lengths = [len(notes) for notes in truth]
        symbols = torch.tensor([note + 1 for notes in truth for note in notes])
        frames = [len(log_probabilities)] * len(batch)
        loss = F.ctc_loss(log_probabilities, symbols, torch.tensor(frames), torch.tensor(lengths), reduction="none").mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
    rate = error_rate(model, *validation)
    if rate < best[0]:
        best = rate, error_rate(model, *test)
    print(f"epoch {epoch + 1}: loss {loss.item():.3f}, validation note error rate {rate:.4f}", file=sys.stderr)
print(f"test note error rate {100 * best[1]:.1f}% (best validation {100 * best[0]:.1f}%)")
