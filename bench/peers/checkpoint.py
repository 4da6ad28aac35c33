"""Python side of bench/checkpoints.mjs: runs the command of each line and answers with the seconds it took."""

import os
import sys
import time

import torch
from safetensors.torch import load_file, save_file

folder, count = sys.argv[1], int(sys.argv[2])
weights = {f"w.{i}": torch.randn(1024, 1280) for i in range(count)}
state = {**weights, **{f"optimizer.{i}": torch.randn(1024, 1280) for i in range(2 * count)}}
whole, pt, st = (os.path.join(folder, name) for name in ("whole.pt", "model.pt", "model.safetensors"))
torch.save(weights, pt)
save_file(weights, st)


def save():
    # A new file, like a trainer's checkpoints: overwriting an old one would find its pages in memory.
    with open(whole + ".new", "wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(whole + ".new", whole)


def into(tensors):
    for name, tensor in tensors.items():
        weights[name].copy_(tensor)


COMMANDS = {
    "save": save,
    "load": lambda: torch.load(pt),
    "mmap": lambda: torch.load(pt, mmap=True),
    "load into": lambda: into(torch.load(pt)),
    "safetensors": lambda: load_file(st),
    "safetensors into": lambda: into(load_file(st)),
}

for line in sys.stdin:
    start = time.perf_counter()
    COMMANDS[line.strip()]()
    print(time.perf_counter() - start, flush=True)
