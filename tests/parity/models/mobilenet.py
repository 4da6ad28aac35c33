"""MobileNetV3-Large as EfficientAT has it (Schmid et al., 2023) in plain PyTorch, without the last layer."""

import torch
import torch.nn.functional as F
from torch import nn

# Kernel, expanded channels, outputs, squeeze and excitation, hardswish, stride.
BLOCKS = [
    (3, 16, 16, 0, 0, 1),
    (3, 64, 24, 0, 0, 2),
    (3, 72, 24, 0, 0, 1),
    (5, 72, 40, 1, 0, 2),
    (5, 120, 40, 1, 0, 1),
    (5, 120, 40, 1, 0, 1),
    (3, 240, 80, 0, 1, 2),
    (3, 200, 80, 0, 1, 1),
    (3, 184, 80, 0, 1, 1),
    (3, 184, 80, 0, 1, 1),
    (3, 480, 112, 1, 1, 1),
    (3, 672, 112, 1, 1, 1),
    (5, 672, 160, 1, 1, 2),
    (5, 960, 160, 1, 1, 1),
    (5, 960, 160, 1, 1, 1),
]


def round8(value):
    near = max(8, int(value + 4) // 8 * 8)
    return near + 8 if near < 0.9 * value else near


def conv(inputs, outputs, kernel, stride, groups, momentum, activation):
    layers = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, eps=0.001, momentum=momentum),
    ]
    return nn.Sequential(*layers, *([activation(inplace=True)] if activation else []))


class Excitation(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.fc1 = nn.Linear(channels, round8(channels // 4))
        self.fc2 = nn.Linear(round8(channels // 4), channels)

    def forward(self, x):
        return x * torch.sigmoid(self.fc2(F.relu(self.fc1(x.mean((2, 3))))))[:, :, None, None]


class Excitations(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conc_se_layers = nn.ModuleList([Excitation(channels)])

    def forward(self, x):
        return self.conc_se_layers[0](x)


class InvertedResidual(nn.Module):
    def __init__(self, inputs, sizes, width, momentum):
        super().__init__()
        kernel, expanded, outputs, excites, swishes, stride = sizes
        expanded, outputs = round8(expanded * width), round8(outputs * width)
        activation = nn.Hardswish if swishes else nn.ReLU
        layers = [] if expanded == inputs else [conv(inputs, expanded, 1, 1, 1, momentum, activation)]
        layers.append(conv(expanded, expanded, kernel, stride, expanded, momentum, activation))
        layers += [Excitations(expanded)] if excites else []
        layers.append(conv(expanded, outputs, 1, 1, 1, momentum, None))
        self.block, self.adds, self.outputs = nn.Sequential(*layers), stride == 1 and inputs == outputs, outputs

    def forward(self, x):
        return self.block(x) + x if self.adds else self.block(x)


class MobileNet(nn.Module):
    def __init__(self, planes, width, dropout=0.2, momentum=0.1):
        super().__init__()
        self.planes = planes
        inputs = round8(16 * width)
        layers = [conv(planes, inputs, 3, 2, 1, momentum, nn.Hardswish)]
        for sizes in BLOCKS:
            layers.append(InvertedResidual(inputs, sizes, width, momentum))
            inputs = layers[-1].outputs
        layers.append(conv(inputs, 6 * inputs, 1, 1, 1, momentum, nn.Hardswish))
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(6 * inputs, round8(1280 * width)),
            nn.Hardswish(),
            nn.Dropout(dropout),
        )

    def forward(self, features):
        x = features.reshape(len(features), self.planes, -1, features.shape[2])
        return self.classifier(self.features(x)), None
