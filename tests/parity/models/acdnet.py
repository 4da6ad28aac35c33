"""ACDNet (Mohaimenuzzaman et al., 2023) in plain PyTorch, without the last layer."""

import torch
import torch.nn.functional as F
from torch import nn


class AcdNet(nn.Module):
    def __init__(self, planes, channels, frame, dropout=0.0):
        super().__init__()
        self.frame, self.dropout = frame, dropout
        inputs = [planes, channels[0], 1, *channels[2:-1]]
        for i, (a, b) in enumerate(zip(inputs, channels), 1):
            if i == 1:
                conv = nn.Conv2d(a, b, (1, 9), (1, 2), bias=False)
            elif i == 2:
                conv = nn.Conv2d(a, b, (1, 5), (1, 2), bias=False)
            else:
                conv = nn.Conv2d(a, b, 1 if i == 12 else 3, padding=0 if i == 12 else 1, bias=False)
            setattr(self, f"conv{i}", conv)
            setattr(self, f"bn{i}", nn.BatchNorm2d(b))
        # Here the first two move along one axis.
        for conv in (self.conv1, self.conv2):
            conv.weight = nn.Parameter(conv.weight.detach()[:, :, 0])

    def layer(self, i, x):
        conv = getattr(self, f"conv{i}")
        if i <= 2:
            x = F.conv2d(x, conv.weight[:, :, None], stride=(1, 2))
        else:
            x = conv(x)
        return F.relu(getattr(self, f"bn{i}")(x))

    def forward(self, x):
        x = self.layer(2, self.layer(1, x[:, :, None]))  # [B, C, 1, T / 4]
        x = F.max_pool2d(x, (1, self.frame // 4)).permute(0, 2, 1, 3)  # [B, 1, C, F]
        height = x.shape[2]
        for block in [(3,), (4, 5), (6, 7), (8, 9), (10, 11)]:
            for i in block:
                x = self.layer(i, x)
            x = F.max_pool2d(x, (2 if height >= 2 else 1, 2))
            height = max(1, height // 2)
        x = self.layer(12, F.dropout(x, self.dropout, self.training))
        return x.mean((2, 3)), x.mean(2)
