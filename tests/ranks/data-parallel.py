"""The steps of data-parallel.mjs by PyTorch's DistributedDataParallel."""

import contextlib
import json
import os

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.algorithms.ddp_comm_hooks import default_hooks
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel

from model import numbers

torch.set_num_threads(1)
dist.init_process_group("gloo")
rank, size = dist.get_rank(), dist.get_world_size()
given = json.loads(os.environ["RANK_INPUT"])
B = 4


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 16)
        self.norm = nn.BatchNorm1d(16)
        self.spare = nn.Linear(16, 16)
        self.last = nn.Linear(16, 3)

    def forward(self, x, uses_spare=True):
        hidden = F.relu(self.norm(self.first(x)))
        if uses_spare:
            hidden = F.relu(self.spare(hidden))
        return self.last(hidden)


def run(name, python, steps, seedsDiffer=False, globalClips=B * size, **_):
    net = Net()
    with torch.no_grad():
        for i, parameter in enumerate(net.parameters()):
            parameter.copy_(numbers(parameter.shape, i + (50 * rank if seedsDiffer else 0)))
        if seedsDiffer:
            net.norm.running_mean.fill_(rank + 1)
    hook = python.pop("hook", None)
    # Ours leaves each rank its own statistics, or makes them those of all: see SyncBatchNorm.
    model = DistributedDataParallel(net, broadcast_buffers=False, **python)
    if hook:
        inner = getattr(default_hooks, hook)
        # By another name: DDP refuses bf16's over Gloo by its name, though Gloo can do it.
        model.register_comm_hook(None, lambda state, bucket: inner(state, bucket))
    gradients = []
    for i, step in enumerate(steps):
        if step.get("zero", True):
            for parameter in net.parameters():
                parameter.grad = None
        clips = step.get("clips", [B, B])[rank]
        x = numbers([clips, 6], 1000 + 10 * i + rank)
        target = numbers([clips, 3], 2000 + 10 * i + rank)
        with contextlib.nullcontext() if step.get("sync", True) else model.no_sync():
            loss = (model(x, step.get("spare", [True, True])[rank]) - target).square().sum()
            (loss / globalClips).backward()
        gradients.append({key: None if p.grad is None else p.grad.tolist() for key, p in net.named_parameters()})
    return {"gradients": gradients, "state": {key: value.tolist() for key, value in net.state_dict().items()}, "failure": None}


result = {case["name"]: run(**case) for case in given["cases"] if case["python"] is not None}
dist.destroy_process_group()
with open(os.environ["RANK_RESULT"], "w") as file:
    json.dump(result, file)
