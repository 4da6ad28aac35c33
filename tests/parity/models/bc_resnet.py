"""BC-ResNet (Kim et al., 2021) in plain PyTorch, without the last layer."""

import torch
import torch.nn.functional as F
from torch import nn


class SubSpectralNorm(nn.Module):
    def __init__(self, channels, parts):
        super().__init__()
        self.parts = parts
        self.ssnorm = nn.BatchNorm2d(channels * parts)

    def forward(self, x):
        b, c, rows, frames = x.shape
        return self.ssnorm(x.reshape(b, c * self.parts, rows // self.parts, frames)).reshape(x.shape)


class Block(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.block = nn.Sequential(*layers)

    def forward(self, x):
        return self.block(x)


class BroadcastedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, dilation, parts, dropout):
        super().__init__()
        self.adds = inputs == outputs
        first = [Block(nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())]
        along = nn.Conv2d(outputs, outputs, (3, 1), (stride, 1), (1, 0), groups=outputs, bias=False)
        self.f2 = nn.Sequential(*([] if self.adds else first), Block(along, SubSpectralNorm(outputs, parts)))
        over = nn.Conv2d(outputs, outputs, (1, 3), 1, (0, dilation), (1, dilation), outputs, bias=False)
        self.f1 = nn.Sequential(
            Block(over, nn.BatchNorm2d(outputs), nn.SiLU()),
            nn.Conv2d(outputs, outputs, 1, bias=False),
            nn.Dropout2d(dropout),
        )

    def forward(self, x):
        rows = self.f2(x)
        y = rows + self.f1(rows.mean(2, keepdim=True))
        return F.relu(y + x if self.adds else y)


class BcResNet(nn.Module):
    def __init__(self, planes, tau, blocks, parts=5, dropout=0.1):
        super().__init__()
        self.planes = planes
        base = int(8 * tau)
        channels = [2 * base, base, int(1.5 * base), 2 * base, int(2.5 * base)]
        self.cnn_head = nn.Sequential(
            nn.Conv2d(planes, 2 * base, 5, (2, 1), 2, bias=False), nn.BatchNorm2d(2 * base), nn.ReLU()
        )
        self.bc_blocks = nn.ModuleList()
        for stage, count in enumerate(blocks):
            inputs, outputs = channels[stage : stage + 2]
            stride = 2 if stage in (1, 2) else 1
            layers = [BroadcastedResidual(inputs, outputs, stride, 2**stage, parts, dropout)]
            layers += [BroadcastedResidual(outputs, outputs, 1, 2**stage, parts, dropout) for _ in range(count - 1)]
            self.bc_blocks.append(nn.Sequential(*layers))
        last = channels[-1]
        self.classifier = nn.Sequential(
            nn.Conv2d(last, last, 5, padding=(0, 2), groups=last, bias=False),
            nn.Conv2d(last, 4 * base, 1, bias=False),
            nn.BatchNorm2d(4 * base),
            nn.ReLU(),
        )

    def forward(self, features):
        x = self.cnn_head(features.reshape(len(features), self.planes, -1, features.shape[2]))
        for stage in self.bc_blocks:
            x = stage(x)
        x = self.classifier(x)
        frames = x.mean(2)
        return frames.mean(2), frames
