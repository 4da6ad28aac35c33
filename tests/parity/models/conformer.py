"""A Conformer (Gulati et al., 2020) in plain PyTorch, its layers named as in torchaudio, without the last layer."""

import torch
import torch.nn.functional as F
from torch import nn


class ConvModule(nn.Module):
    def __init__(self, width, kernel, dropout):
        super().__init__()
        self.layer_norm = nn.LayerNorm(width)
        self.sequential = nn.Sequential(
            nn.Conv1d(width, 2 * width, 1),
            nn.GLU(1),
            nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width),
            nn.BatchNorm1d(width),
            nn.SiLU(),
            nn.Conv1d(width, width, 1),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        return self.sequential(self.layer_norm(x).transpose(1, 2)).transpose(1, 2)


class FeedForward(nn.Module):
    def __init__(self, width, dropout):
        super().__init__()
        self.sequential = nn.Sequential(
            nn.LayerNorm(width),
            nn.Linear(width, 4 * width),
            nn.SiLU(),
            nn.Dropout(dropout),
            nn.Linear(4 * width, width),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        return self.sequential(x)


class Layer(nn.Module):
    def __init__(self, width, heads, kernel, dropout):
        super().__init__()
        self.ffn1, self.ffn2 = FeedForward(width, dropout), FeedForward(width, dropout)
        self.self_attn_layer_norm = nn.LayerNorm(width)
        self.self_attn = nn.MultiheadAttention(width, heads, dropout=dropout, batch_first=True)
        self.self_attn_dropout = nn.Dropout(dropout)
        self.conv_module = ConvModule(width, kernel, dropout)
        self.final_layer_norm = nn.LayerNorm(width)

    def forward(self, x):
        x = self.ffn1(x) * 0.5 + x
        y = self.self_attn_layer_norm(x)
        x = self.self_attn_dropout(self.self_attn(y, y, y, need_weights=False)[0]) + x
        x = self.conv_module(x) + x
        return self.final_layer_norm(self.ffn2(x) * 0.5 + x)


class Subsampling(nn.Module):
    def __init__(self, planes, mels, width, dropout):
        super().__init__()
        self.conv1 = nn.Conv2d(planes, width, 3, 2, 1)
        self.conv2 = nn.Conv2d(width, width, 3, 2, 1)
        self.linear = nn.Linear(width * ((mels + 3) // 4), width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        x = F.relu(self.conv2(F.relu(self.conv1(x))))
        return self.dropout(self.linear(x.flatten(1, 2).transpose(1, 2)))


class Conformer(nn.Module):
    def __init__(self, mels, planes, depth, heads, head_width, kernel=31, dropout=0.1):
        super().__init__()
        self.planes = planes
        width = heads * head_width
        self.bn0 = nn.BatchNorm1d(planes * mels)
        self.subsampling = Subsampling(planes, mels, width, dropout)
        self.conformer_layers = nn.ModuleList([Layer(width, heads, kernel, dropout) for _ in range(depth)])

    def forward(self, features):
        x = self.bn0(features).reshape(len(features), self.planes, -1, features.shape[2])
        x = self.subsampling(x)
        for layer in self.conformer_layers:
            x = layer(x)
        return x.mean(1), x.transpose(1, 2)
