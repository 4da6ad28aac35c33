"""Reads the tensors of PyTorch pickles with torch's own weights_only loader, and writes them as safetensors.

Usage: convert_weights.py SOURCE TARGET [SOURCE TARGET ...]

Nothing in a pickle is executed: the loader refuses everything but tensors and plain containers. Prints a line of JSON for
each file: {"tensors": n} or {"refused": reason}.
"""

import json
import struct
import sys

import torch

# The names under which training programs nest a state dict.
NESTS = ("state_dict", "model", "model_state_dict", "module", "ema", "weights", "net")

CODES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}


def state_dict_in(value):
    """Returns the first dictionary that holds tensors by name, looking into well-known nests."""
    if not isinstance(value, dict):
        return None
    if any(isinstance(one, torch.Tensor) for one in value.values()):
        return {str(name): one for name, one in value.items() if isinstance(one, torch.Tensor)}
    for name in (*NESTS, *value):
        found = state_dict_in(value.get(name))
        if found is not None:
            return found
    return None


def write(tensors, path):
    header, parts, end = {"__metadata__": {"format": "pt"}}, [], 0
    wide_first = sorted(tensors.items(), key=lambda item: -item[1].element_size())
    for name, tensor in wide_first:
        dense = tensor.detach().cpu().contiguous()
        data = dense.reshape(-1).view(torch.uint8).numpy().tobytes() if dense.numel() else b""
        header[name] = {
            "dtype": CODES[dense.dtype],
            "shape": list(dense.shape),
            "data_offsets": [end, end + len(data)],
        }
        parts.append(data)
        end += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for part in parts:
            file.write(part)


def convert(source, target):
    try:
        value = torch.load(source, map_location="cpu", weights_only=True)
    except Exception as error:  # noqa: BLE001: every failure is a reason for the user
        return {"refused": f"{type(error).__name__}: {error}"}
    tensors = state_dict_in(value)
    if tensors is None:
        return {"refused": "it holds no tensors by name"}
    unknown = [f"{name} is {one.dtype}" for name, one in tensors.items() if one.dtype not in CODES]
    if unknown:
        return {"refused": f"{unknown[0]}, which safetensors does not have"}
    write(tensors, target)
    return {"tensors": len(tensors)}


if __name__ == "__main__":
    for pair in zip(sys.argv[1::2], sys.argv[2::2]):
        print(json.dumps(convert(*pair)))
