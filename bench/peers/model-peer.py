"""The plain PyTorch side of bench/models.mjs; same protocol as model-ours.mjs."""

import importlib.util
import json
import os
import resource
import sys
import time

from allocator import use_woodsheds_thresholds

spec = json.loads(sys.argv[1])
if spec.get("allocator"):
    use_woodsheds_thresholds()

import torch
from torch import nn
from torch.nn import functional as F

here = os.path.dirname(os.path.abspath(__file__))
# Not by the folder on sys.path: one of the modules is named as Python's own `ast`.
path = os.path.join(here, "..", "..", "tests", "parity", "models", f"{spec['module']}.py")
module = importlib.util.spec_from_file_location(f"reference_{spec['module']}", path)
reference = importlib.util.module_from_spec(module)
module.loader.exec_module(reference)

torch.set_num_threads(spec["threads"])
torch.manual_seed(0)
encoder = eval(spec["reference"], vars(reference))
x = torch.randn(spec["batch"], *spec["features"])
y = torch.randint(10, (spec["batch"],))
with torch.no_grad():
    width = encoder.eval()(x[:1])[0].shape[1]
model = nn.ModuleDict({"encoder": encoder, "head": nn.Linear(width, 10)}).train()
if spec.get("channelsLast"):
    model = model.to(memory_format=torch.channels_last)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=spec.get("fused", False))

for line in sys.stdin:
    if line.strip() == "memory":
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, flush=True)
        continue
    start = time.perf_counter()
    for _ in range(int(line)):
        optimizer.zero_grad()
        F.cross_entropy(model["head"](encoder(x)[0]), y).backward()
        optimizer.step()
    print(time.perf_counter() - start, flush=True)
