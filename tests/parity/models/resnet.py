"""ResNet with basic blocks (He et al., 2016) in plain PyTorch, named as in torchvision, without the last layer."""

import torch
import torch.nn.functional as F
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride > 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, planes, blocks, first, dropout=0.0):
        super().__init__()
        self.planes, self.dropout, self.stages = planes, dropout, len(blocks)
        self.conv1 = nn.Conv2d(planes, first, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(first)
        inputs = first
        for i, count in enumerate(blocks):
            outputs = first * 2**i
            rest = [BasicBlock(outputs, outputs, 1) for _ in range(count - 1)]
            setattr(self, f"layer{i + 1}", nn.Sequential(BasicBlock(inputs, outputs, 1 if i == 0 else 2), *rest))
            inputs = outputs

    def forward(self, features):
        x = features.reshape(len(features), self.planes, -1, features.shape[2])
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        for i in range(self.stages):
            x = getattr(self, f"layer{i + 1}")(x)
        frames = x.mean(2)
        return F.dropout(frames.mean(2), self.dropout, self.training), frames
