"""The plain PyTorch side of a measurement; same protocol as ours.mjs."""

import json
import os
import sys
import time

from allocator import use_woodsheds_thresholds

spec = json.loads(sys.argv[1])
if spec.get("allocator"):
    use_woodsheds_thresholds()

import torch
from torch import nn
from torch.nn import functional as F

from model import Cnn

torch.set_num_threads(spec["threads"])
if spec.get("deterministic"):
    os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
    torch.use_deterministic_algorithms(True)
    torch.backends.cudnn.deterministic = True
torch.manual_seed(0)


device = spec.get("device", "cpu")
last_loss = None  # reading it waits for the device


def train_step(model, x, y):
    model, x, y = model.to(device), x.to(device), y.to(device)
    if spec.get("compile"):
        model = torch.compile(model, mode=spec["compile"])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=spec.get("fused", False))
    half = torch.bfloat16 if spec.get("bf16") else torch.float16 if spec.get("fp16") else None
    scaler = torch.amp.GradScaler(device, enabled=bool(spec.get("fp16")))

    def step():
        global last_loss
        optimizer.zero_grad()
        with torch.autocast(device, half or torch.bfloat16, enabled=half is not None):
            logits = model(x)
        loss = F.cross_entropy(logits.float(), y)
        scaler.scale(loss).backward()
        last_loss = loss.detach()
        scaler.step(optimizer)
        scaler.update()

    return step


def add():
    x = torch.ones(1)

    def repeat(count):
        for _ in range(count):
            x.add(x)

    return repeat


def loop(step):
    def repeat(count):
        for _ in range(count):
            step()

    return repeat


def mlp():
    model = nn.Sequential(nn.Linear(40, 128), nn.ReLU(), nn.Linear(128, 10))
    return loop(train_step(model, torch.randn(64, 40), torch.randint(10, (64,))))


def cnn():
    model = Cnn(64, 10, [32, 64, 128, 256])
    if spec.get("channelsLast"):
        model = model.to(memory_format=torch.channels_last)
    return loop(train_step(model, torch.randn(64, 64, 101), torch.randint(10, (64,))))


repeat = {"add": add, "mlp": mlp, "cnn": cnn}[spec["name"]]()
for line in sys.stdin:
    if line.strip() == "loss":
        print(last_loss.item(), flush=True)
        continue
    start = time.perf_counter()
    repeat(int(line))
    if device != "cpu":
        last_loss.item()
    print(time.perf_counter() - start, flush=True)
