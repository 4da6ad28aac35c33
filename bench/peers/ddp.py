"""Python's DistributedDataParallel; same protocol as ddp.mjs."""

import json
import os
import sys
import time

from allocator import use_woodsheds_thresholds

spec = json.loads(sys.argv[1])
if spec.get("told"):
    use_woodsheds_thresholds()

import torch
import torch.distributed as dist
from torch import nn
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel

from model import Cnn

torch.set_num_threads(1)
torch.manual_seed(0)
told = spec.get("told", False)
if spec["name"] == "mlp":
    model = nn.Sequential(nn.Linear(1024, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 1024))
    x, classes = torch.randn(32, 1024), 1024
else:
    model = Cnn(64, 10, [32, 64, 128, 256])
    if told:
        model = model.to(memory_format=torch.channels_last)
    x, classes = torch.randn(32, 64, 101), 10
y = torch.randint(classes, (32,))

if spec["size"] > 1:
    os.environ["GLOO_SOCKET_IFNAME"] = "lo"
    dist.init_process_group(
        "gloo", init_method=f"tcp://127.0.0.1:{spec['port']}", rank=spec["rank"], world_size=spec["size"]
    )
    model = DistributedDataParallel(model, gradient_as_bucket_view=told)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, **({"fused": True} if told else {}))


def step():
    optimizer.zero_grad()
    with torch.autocast("cpu", torch.bfloat16, enabled=spec.get("bf16", False)):
        logits = model(x)
    F.cross_entropy(logits.float(), y).backward()
    optimizer.step()


for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        step()
    print(time.perf_counter() - start, flush=True)
