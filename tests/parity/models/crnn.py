"""A convolutional recurrent network (Cakir et al., 2017) in plain PyTorch, without the last layer."""

import torch
import torch.nn.functional as F
from torch import nn


class ConvBlock(nn.Module):
    def __init__(self, inputs, outputs, frames):
        super().__init__()
        self.frames = frames
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return F.max_pool2d(F.relu(self.bn(self.conv(x))), (2, self.frames))


class Crnn(nn.Module):
    def __init__(self, mels, planes, channels, poolings, hidden, layers=1, dropout=0.25):
        super().__init__()
        self.planes = planes
        self.bn0 = nn.BatchNorm1d(planes * mels)
        pairs = zip([planes, *channels], channels)
        self.blocks = nn.ModuleList([ConvBlock(*pair, 2 if i < poolings else 1) for i, pair in enumerate(pairs)])
        self.gru = nn.GRU(
            channels[-1] * (mels // 2 ** len(channels)),
            hidden,
            layers,
            batch_first=True,
            bidirectional=True,
            dropout=dropout if layers > 1 else 0.0,
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, features):
        x = self.bn0(features).reshape(len(features), self.planes, -1, features.shape[2])
        for block in self.blocks:
            x = self.dropout(block(x))
        frames = self.dropout(self.gru(x.flatten(1, 2).transpose(1, 2))[0]).transpose(1, 2)
        return frames.amax(2) + frames.mean(2), frames
