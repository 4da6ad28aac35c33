"""The Audio Spectrogram Transformer (Gong et al., 2021) in plain PyTorch, named as Hugging Face's ASTModel."""

import torch
import torch.nn.functional as F
from torch import nn


class Patches(nn.Module):
    def __init__(self, planes, width, size, stride):
        super().__init__()
        self.projection = nn.Conv2d(planes, width, size, stride)


class Embeddings(nn.Module):
    def __init__(self, mels, planes, width, size, stride, frames, dropout):
        super().__init__()
        self.rows, self.columns = (mels - size) // stride + 1, (frames - size) // stride + 1
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.distillation_token = nn.Parameter(torch.zeros(1, 1, width))
        self.position_embeddings = nn.Parameter(torch.zeros(1, 2 + self.rows * self.columns, width))
        self.patch_embeddings = Patches(planes, width, size, stride)
        self.dropout = nn.Dropout(dropout)

    def forward(self, planes):
        patches = self.patch_embeddings.projection(planes)
        first = [token.expand(len(planes), -1, -1) for token in (self.cls_token, self.distillation_token)]
        tokens = torch.cat([*first, patches.flatten(2).transpose(1, 2)], 1)
        special, grid = self.position_embeddings[:, :2], self.position_embeddings[:, 2:]
        grid = grid.unflatten(1, (self.rows, self.columns))[:, :, : patches.shape[3]].flatten(1, 2)
        return self.dropout(tokens + torch.cat([special, grid], 1))


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q_proj, self.k_proj = nn.Linear(width, width), nn.Linear(width, width)
        self.v_proj, self.o_proj = nn.Linear(width, width), nn.Linear(width, width)

    def forward(self, x):
        q, k, v = (
            projection(x).unflatten(2, (self.heads, -1)).transpose(1, 2)
            for projection in (self.q_proj, self.k_proj, self.v_proj)
        )
        return self.o_proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class FeedForward(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class Layer(nn.Module):
    def __init__(self, width, heads, dropout):
        super().__init__()
        self.attention, self.mlp = Attention(width, heads), FeedForward(width)
        self.layernorm_before = nn.LayerNorm(width, eps=1e-12)
        self.layernorm_after = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        x = self.dropout(self.attention(self.layernorm_before(x))) + x
        return self.dropout(self.mlp(self.layernorm_after(x))) + x


class Ast(nn.Module):
    def __init__(self, mels, planes, depth, heads, head_width, size=16, stride=10, frames=1024, dropout=0.0):
        super().__init__()
        self.planes = planes
        width = heads * head_width
        self.embeddings = Embeddings(mels, planes, width, size, stride, frames, dropout)
        self.layers = nn.ModuleList([Layer(width, heads, dropout) for _ in range(depth)])
        self.layernorm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, features):
        x = self.embeddings(features.reshape(len(features), self.planes, -1, features.shape[2]))
        for layer in self.layers:
            x = layer(x)
        x = self.layernorm(x)
        grid = x[:, 2:].unflatten(1, (self.embeddings.rows, -1))
        return x[:, :2].mean(1), grid.mean(1).transpose(1, 2)
