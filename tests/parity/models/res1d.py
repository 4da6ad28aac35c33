"""Res1dNet of PANNs (Kong et al., 2020) in plain PyTorch, without the last layer."""

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, inputs, outputs, pooling, dropout):
        super().__init__()
        self.pooling, self.dropout = pooling, dropout
        self.conv1 = nn.Conv1d(inputs, outputs, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm1d(outputs)
        self.conv2 = nn.Conv1d(outputs, outputs, 3, padding=2, dilation=2, bias=False)
        self.bn2 = nn.BatchNorm1d(outputs)
        shortcut = [nn.Conv1d(inputs, outputs, 1, bias=False), nn.BatchNorm1d(outputs)]
        self.downsample = None
        if pooling > 1:
            self.downsample = nn.Sequential(nn.AvgPool1d(pooling), *shortcut)
        elif inputs != outputs:
            self.downsample = nn.Sequential(*shortcut)

    def forward(self, x):
        y = F.max_pool1d(x, self.pooling) if self.pooling > 1 else x
        y = F.dropout(F.relu(self.bn1(self.conv1(y))), self.dropout, self.training)
        y = self.bn2(self.conv2(y))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class Stages(nn.Module):
    def __init__(self, channels, blocks, dropout):
        super().__init__()
        self.count = len(channels)
        for i, (inputs, outputs) in enumerate(zip([channels[0], *channels], channels)):
            rest = [Block(outputs, outputs, 1, dropout) for _ in range(blocks - 1)]
            stage = nn.Sequential(Block(inputs, outputs, 1 if i == 0 else 4, dropout), *rest)
            setattr(self, f"layer{i + 1}", stage)

    def forward(self, x):
        for i in range(self.count):
            x = getattr(self, f"layer{i + 1}")(x)
        return x


class Res1d(nn.Module):
    def __init__(self, planes, channels, blocks, block_dropout=0.1, dropout=0.5):
        super().__init__()
        self.dropout = dropout
        self.conv0 = nn.Conv1d(planes, channels[0], 11, 5, 5, bias=False)
        self.bn0 = nn.BatchNorm1d(channels[0])
        self.resnet = Stages(channels, blocks, block_dropout)
        self.fc1 = nn.Linear(channels[-1], channels[-1])

    def forward(self, x):
        frames = self.resnet(self.bn0(self.conv0(x)))
        pooled = frames.amax(2) + frames.mean(2)
        return F.relu(self.fc1(F.dropout(pooled, self.dropout, self.training))), frames
