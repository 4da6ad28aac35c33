"""src/models/cnn/model.ts in plain PyTorch: the same layers, names and order of creation."""

from torch import nn
from torch.nn import functional as F


class ConvBlock(nn.Module):
    def __init__(self, inp, out):
        super().__init__()
        self.conv = nn.Conv2d(inp, out, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(out)

    def forward(self, x):
        return F.avg_pool2d(F.relu_(self.bn(self.conv(x))), 2)


class Cnn(nn.Module):
    def __init__(self, mels, classes, channels, dropout=0.0):
        super().__init__()
        self.bn0 = nn.BatchNorm1d(mels)
        self.blocks = nn.ModuleList(ConvBlock(a, b) for a, b in zip([1, *channels], channels))
        self.fc1 = nn.Linear(channels[-1], channels[-1])
        self.fc = nn.Linear(channels[-1], classes)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        x = self.bn0(x).unsqueeze(1)
        for block in self.blocks:
            x = block(x)
        x = x.mean(2)
        embedding = F.relu(self.fc1(self.dropout(x.amax(2) + x.mean(2))))
        return self.fc(self.dropout(embedding))
