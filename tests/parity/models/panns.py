"""CNN6, CNN10 and CNN14 of PANNs (Kong et al., 2020) in plain PyTorch, without the last layer."""

import torch
import torch.nn.functional as F
from torch import nn


class ConvBlock(nn.Module):
    def __init__(self, inputs, outputs, kernel, convs):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        if convs == 2:
            self.conv2 = nn.Conv2d(outputs, outputs, kernel, padding=kernel // 2, bias=False)
            self.bn2 = nn.BatchNorm2d(outputs)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(x))) if hasattr(self, "conv2") else x


class Panns(nn.Module):
    def __init__(self, mels, planes, channels, kernel, convs, poolings, block_dropout=0.2, dropout=0.5):
        super().__init__()
        self.mels, self.planes, self.poolings = mels, planes, poolings
        self.block_dropout, self.dropout, self.blocks = block_dropout, dropout, len(channels)
        self.bn0 = nn.BatchNorm2d(planes * mels)
        for i, (inputs, outputs) in enumerate(zip([planes, *channels], channels)):
            setattr(self, f"conv_block{i + 1}", ConvBlock(inputs, outputs, kernel, convs))
        self.fc1 = nn.Linear(channels[-1], channels[-1])

    def forward(self, features):
        # PANNs has time before frequency, and normalizes bands as channels.
        x = self.bn0(features[..., None])[..., 0]
        x = x.reshape(len(x), self.planes, self.mels, -1).transpose(2, 3)
        for i in range(self.blocks):
            x = getattr(self, f"conv_block{i + 1}")(x)
            x = F.avg_pool2d(x, 2 if i < self.poolings else 1)
            x = F.dropout(x, self.block_dropout, self.training)
        frames = x.mean(3)
        pooled = frames.amax(2) + frames.mean(2)
        return F.relu(self.fc1(F.dropout(pooled, self.dropout, self.training))), frames
