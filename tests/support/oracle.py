"""Runs snippets of PyTorch for the tests: `oracle.py SOCKET PID` serves until process PID exits.

Each connection is served by a fork, so that torch is imported once for all test files and each file has a fresh state.
Its first line lists further modules that take long to import, which the parent imports before it forks, so once as well.
Then one JSON request a line in, one answer a line out. A request has `code` and `inputs`; the code sees the inputs, torch, F,
nn and np by name, and stores its results in the dict `out`. Tensors travel as {dtype, shape, data: base64}.
"""

import base64
import importlib
import json
import os
import signal
import socket
import sys
import traceback

path, owner = sys.argv[1], int(sys.argv[2])
server = socket.socket(socket.AF_UNIX)
server.bind(f"{path}.{os.getpid()}")
server.listen(64)
try:
    # A socket that has its name accepts connections; they wait for the imports below.
    os.link(f"{path}.{os.getpid()}", path)
except FileExistsError:
    sys.exit()
finally:
    os.unlink(f"{path}.{os.getpid()}")

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

# Two engines on few cores wait for each other's spinning threads.
torch.set_num_threads(1)


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
        tensor = value.detach().cpu().contiguous().reshape(-1)
        data = tensor.view(torch.uint8).numpy().tobytes() if tensor.numel() else b""
        dtype = str(value.dtype).removeprefix("torch.")
        return {"dtype": dtype, "shape": list(value.shape), "data": base64.b64encode(data).decode()}
    if isinstance(value, dict):
        return {key: encode(element) for key, element in value.items()}
    if isinstance(value, (list, tuple)):
        return [encode(element) for element in value]
    return value


def answer(stream):
    for line in stream:
        request = json.loads(line)
        out = {}
        names = {"torch": torch, "nn": nn, "F": F, "np": np, "out": out, **decode(request["inputs"])}
        try:
            exec(request["code"], names)
            result = {"out": encode(out)}
        except Exception:
            result = {"error": traceback.format_exc()}
        print(json.dumps(result), file=stream, flush=True)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
server.settimeout(1)
while is_alive(owner):
    try:
        connection, _ = server.accept()
    except TimeoutError:
        continue
    connection.settimeout(None)
    stream = connection.makefile("rw")
    for module in json.loads(stream.readline() or "[]"):
        importlib.import_module(module)
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        server.close()
        answer(stream)
        os._exit(0)
    stream.close()
    connection.close()
os.unlink(path)
