"""M5 (Dai et al., 2016) in plain PyTorch, without the last layer."""

import torch
import torch.nn.functional as F
from torch import nn


class M5(nn.Module):
    def __init__(self, planes, channels, kernel, dropout=0.0):
        super().__init__()
        self.depth, self.dropout = len(channels), dropout
        for i, (inputs, outputs) in enumerate(zip([planes, *channels], channels)):
            # The first keeps a quarter of the samples, the others change no length.
            conv = nn.Conv1d(inputs, outputs, kernel, 4, (kernel - 3) // 2) if i == 0 else nn.Conv1d(inputs, outputs, 3, 1, 1)
            setattr(self, f"conv{i + 1}", conv)
            setattr(self, f"bn{i + 1}", nn.BatchNorm1d(outputs))

    def forward(self, x):
        for i in range(self.depth):
            x = F.relu(getattr(self, f"bn{i + 1}")(getattr(self, f"conv{i + 1}")(x)))
            x = F.max_pool1d(x, 4)
        return F.dropout(x.mean(2), self.dropout, self.training), x
