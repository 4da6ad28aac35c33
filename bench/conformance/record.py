"""Records samples of PyTorch's operator test database (op_db) as calls of ATen operators.

`record.py '{"device": "cpu", "sample": 3, "operators": ["add"], "from": 0, "shard": 0, "numShards": 1}'` prints one JSON
object a line: `{"begin": ...}` before each operator, `{"sample": ...}` for each sample, `{"left": ...}` for a sample that cannot
be compared, with the cause, and `{"end": true}`.
"""

import json
import sys
import types
import unittest
import warnings

warnings.simplefilter("ignore")
try:
    import expecttest  # noqa: F401
except ImportError:
    # PyTorch's test utilities import it for a base class, which is not used here.
    module = types.ModuleType("expecttest")
    module.TestCase = type("TestCase", (unittest.TestCase,), {})
    sys.modules["expecttest"] = module

import torch
from torch.testing._internal.common_methods_invocations import op_db

from sample import SEED, Refused, record, record_as
from values import Unrecordable, name_of

FORWARD = (torch.float32, torch.int64, torch.bool, torch.complex64)
BACKWARD = (torch.float64, torch.complex128)

torch.set_num_threads(1)
device = torch.device("cpu")


def emit(message):
    print(json.dumps(message), flush=True)


def exit_if_broken(error):
    """After such an error every call of this process fails; shard.mjs starts another one at the next operator."""
    if "CUDA error" in str(error):
        sys.exit(3)


def emit_record(where, index, make):
    try:
        emit({"sample": index, **where, **make()})
    except Unrecordable as error:
        exit_if_broken(error.__cause__)
        # In place, Python refuses results of another shape or dtype than the tensor.
        if not (where.get("inPlace") and isinstance(error, Refused)):
            emit({"left": str(error), **where})
    except Exception as error:
        exit_if_broken(error)
        emit({"left": f"the recorder fails: {type(error).__name__}: {str(error)[:100]}", **where})


def samples_of(op, dtype, has_gradients, limit):
    samples = list(op.sample_inputs(str(device), dtype, requires_grad=has_gradients))
    if limit is None or len(samples) <= limit:
        return list(enumerate(samples))
    chosen = sorted({(2 * i + 1) * len(samples) // (2 * limit) for i in range(limit)})
    return [(i, samples[i]) for i in chosen]


def dtypes_of(op):
    for dtype in FORWARD:
        if dtype in op.supported_dtypes(device.type):
            yield dtype, False
    for dtype in BACKWARD:
        if op.supports_autograd and dtype in op.supported_backward_dtypes(device.type):
            yield dtype, True


def title_of(op):
    return f"{op.name}.{op.variant_test_name}" if op.variant_test_name else op.name


def main():
    global device
    config = json.loads(sys.argv[1])
    device = torch.device(config["device"])
    wanted = config.get("operators")
    chosen = [op for op in op_db if wanted is None or op.name in wanted or title_of(op) in wanted]
    unknown = set(wanted or ()) - {op.name for op in chosen} - {title_of(op) for op in chosen}
    emit({"total": len(chosen), "unknown": sorted(unknown), "torch": torch.__version__})
    for number, op in enumerate(chosen):
        if number < config["from"] or number % config["numShards"] != config["shard"]:
            continue
        emit({"begin": number, "operator": title_of(op)})
        for dtype, has_gradients in dtypes_of(op):
            where = {"operator": title_of(op), "dtype": name_of(dtype), "backward": has_gradients}
            torch.manual_seed(SEED)
            try:
                samples = samples_of(op, dtype, has_gradients, config["sample"])
            except Exception:
                emit({"left": "Python cannot make the samples", **where})
                continue
            for index, sample in samples:
                emit_record(where, index, lambda: record(op, sample, has_gradients))
                if op.inplace_variant is not None and not has_gradients:
                    in_place = {**where, "inPlace": True}
                    emit_record(in_place, index, lambda: record_as(op, sample, False, in_place=True))
    emit({"end": True})


main()
