"""Python's side of bench/traces.mjs; same protocol as traced.mjs."""

import json
import sys
import time

import torch
from model import Cnn
from torch import nn
from torch.nn import functional as F
from torch.profiler import ProfilerActivity, profile

spec = json.loads(sys.argv[1])
torch.set_num_threads(spec["threads"])
torch.manual_seed(0)
if spec["name"] == "mlp":
    model = nn.Sequential(nn.Linear(40, 128), nn.ReLU(), nn.Linear(128, 10))
    x = torch.randn(64, 40)
else:
    model = Cnn(64, 10, [32, 64, 128, 256])
    x = torch.randn(64, 64, 101)
y = torch.randint(10, (64,))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=True)


def step():
    optimizer.zero_grad()
    F.cross_entropy(model(x), y).backward()
    optimizer.step()


for line in sys.stdin:
    count, mode = line.split()
    prof = None
    if mode == "traced":
        prof = profile(activities=[ProfilerActivity.CPU], record_shapes=True, profile_memory=True, with_flops=True)
        prof.start()
    start = time.perf_counter()
    for _ in range(int(count)):
        step()
    seconds = time.perf_counter() - start
    if prof is not None:
        prof.stop()
    print(seconds, time.perf_counter() - start - seconds, flush=True)
