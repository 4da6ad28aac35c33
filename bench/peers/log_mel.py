"""The log-mel spectrogram of the quickstart in plain PyTorch: waves [B, T] at 16 kHz to [B, 64, frames]."""

import math

import numpy as np
import torch

RATE, MELS, FFT, WINDOW, HOP = 16000, 64, 512, 400, 160


def mel_filters():
    """librosa.filters.mel with its defaults (Slaney's scale and norm)."""
    to_mel = lambda hz: hz / (200 / 3) if hz < 1000 else 15 + math.log(hz / 1000) / (math.log(6.4) / 27)
    to_hz = lambda mel: mel * 200 / 3 if mel < 15 else 1000 * math.exp((mel - 15) * math.log(6.4) / 27)
    edges = [to_hz(m) for m in np.linspace(to_mel(50), to_mel(RATE / 2), MELS + 2)]
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
