"""Runs snippets of PyTorch for the tests: one JSON request a line in, one answer a line out.

A request has `code` and `inputs`; the code sees the inputs, torch, F, nn and np by name, and puts
what it wants back into the dict `out`. Tensors travel as {dtype, shape, data: base64}.
"""

import base64
import json
import sys
import traceback

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

# Two engines at work on few cores wait for each other's spinning threads.
torch.set_num_threads(1)

# Snippets may print: the answers keep the real stdout to themselves.
answers = sys.stdout
sys.stdout = sys.stderr


def decode(value):
    if isinstance(value, dict) and "data" in value:
        array = torch.frombuffer(bytearray(base64.b64decode(value["data"])), dtype=torch.uint8)
        dtype = getattr(torch, value["dtype"])
        return (array.view(dtype) if array.numel() else torch.empty(0, dtype=dtype)).reshape(value["shape"]).clone()
    if isinstance(value, dict):
        return {key: decode(element) for key, element in value.items()}
    if isinstance(value, list):
        return [decode(element) for element in value]
    return value


def encode(value):
    if isinstance(value, torch.Tensor):
        tensor = value.detach().contiguous().reshape(-1)
        data = tensor.view(torch.uint8).numpy().tobytes() if tensor.numel() else b""
        dtype = str(value.dtype).removeprefix("torch.")
        return {"dtype": dtype, "shape": list(value.shape), "data": base64.b64encode(data).decode()}
    if isinstance(value, dict):
        return {key: encode(element) for key, element in value.items()}
    if isinstance(value, (list, tuple)):
        return [encode(element) for element in value]
    return value


for line in sys.stdin:
    request = json.loads(line)
    out = {}
    names = {"torch": torch, "nn": nn, "F": F, "np": np, "out": out, **decode(request["inputs"])}
    try:
        exec(request["code"], names)
        answer = {"out": encode(out)}
    except Exception:
        answer = {"error": traceback.format_exc()}
    print(json.dumps(answer), file=answers, flush=True)
