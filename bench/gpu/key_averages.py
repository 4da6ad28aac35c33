"""Python's side of trace.mjs: prints the operators of key_averages and the kernels of a few steps, as JSON."""

import json
import os
import sys

import torch
from torch import nn
from torch.autograd import DeviceType
from torch.nn import functional as F
from torch.profiler import ProfilerActivity, profile

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "peers"))
from model import Cnn

spec = json.loads(sys.argv[1])
device = spec["device"]
torch.manual_seed(0)
if spec["name"] == "mlp":
    model, x = nn.Sequential(nn.Linear(40, 128), nn.ReLU(), nn.Linear(128, 10)), torch.randn(64, 40)
else:
    model, x = Cnn(64, 10, [32, 64, 128, 256]), torch.randn(16, 64, 101)
    model = model.to(memory_format=torch.channels_last)
model, x, y = model.to(device), x.to(device), torch.randint(10, (len(x),)).to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=True)
seed = torch.ones([], device=device)


def step():
    for parameter in model.parameters():
        parameter.grad = None
    F.cross_entropy(model(x), y).backward(seed)
    optimizer.step()


for _ in range(3):
    step()
activities = [ProfilerActivity.CPU, *([ProfilerActivity.CUDA] if device != "cpu" else [])]
# The first trace of a process also holds what starts the profiler.
for _ in range(2):
    if device != "cpu":
        torch.cuda.synchronize()
    with profile(activities=activities, record_shapes=True) as prof:
        for _ in range(spec["steps"]):
            step()
        if device != "cpu":
            torch.cuda.synchronize()
operators = {row.key: row.count for row in prof.key_averages() if not row.is_user_annotation}
kernels = {}
for event in prof.events():
    if event.device_type == DeviceType.CUDA and not event.is_user_annotation:
        kernels[event.name] = kernels.get(event.name, 0) + 1
print(json.dumps({"operators": operators, "kernels": kernels}))
