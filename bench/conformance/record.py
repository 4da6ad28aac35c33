"""Records samples of PyTorch's operator test database (op_db) as calls of ATen operators.

`record.py '{"device": "cpu", "sample": 3, "operators": ["add"], "from": 0, "shard": 0, "numShards": 1}'` prints one JSON
object a line: `{"begin": ...}` before each operator, `{"sample": ...}` for each sample, `{"left": ...}` for a sample that cannot
be compared, with the cause, and `{"end": true}`.

A sample is one call where an ATen operator takes its arguments and returns the same as the Python function; otherwise
it is the sequence of operators that the function called, as TorchDispatchMode sees them. Such a sequence is replayed in Python
first: one whose results or gradients are then not the function's (it depends on a function of autograd in Python, say) is left out.
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
from torch.utils._python_dispatch import TorchDispatchMode

from values import Blueprint, Unrecordable, leaves_of, name_of, replace_tensors, result_json, to_json

FORWARD = (torch.float32, torch.int64, torch.bool, torch.complex64)
BACKWARD = (torch.float64, torch.complex128)
# The seed of wrapper_set_seed in PyTorch's test utilities, which calls many of the random operators.
SEED = 42
# Samples of a size that would take long to send show nothing that small ones do not.
MAX_BYTES = 32 * 2**20

torch.set_num_threads(1)
device = torch.device("cpu")


def emit(message):
    print(json.dumps(message), flush=True)


def has_defined_values(op):
    """Returns whether an operator defines all values that it returns: memory of `empty` and of a grown `resize_` holds anything."""
    return "empty" not in op.name and "resize" not in op.name


def is_same(a, b, compares_values=True):
    a, b = leaves_of(a), leaves_of(b)
    return len(a) == len(b) and all(is_same_leaf(x, y, compares_values) for x, y in zip(a, b))


def is_same_leaf(a, b, compares_values):
    if not isinstance(a, torch.Tensor) or not isinstance(b, torch.Tensor):
        return type(a) is type(b) and (a == b or (a != a and b != b))
    if a.dtype != b.dtype or a.shape != b.shape or a.layout != b.layout:
        return False
    try:
        if compares_values:
            torch.testing.assert_close(a, b, equal_nan=True)
        return True
    except AssertionError:
        return False


class Recorder(TorchDispatchMode):
    """Stores the operators that are called, with tensors by number. Keeps all tensors, so that each `id` stays one tensor's."""

    def __init__(self, inputs):
        super().__init__()
        self.tensors = list(inputs)
        self.numbers = {id(tensor): number for number, tensor in enumerate(inputs)}
        self.constants = {}
        self.calls = []

    def index_of(self, tensor):
        number = self.numbers.get(id(tensor))
        if number is None:
            # Created without an operator, such as the values of torch.tensor([1, 2]).
            number = self.add(tensor)
            self.constants[number] = Blueprint(tensor)
        return number

    def add(self, tensor):
        self.tensors.append(tensor)
        self.numbers[id(tensor)] = len(self.tensors) - 1
        return len(self.tensors) - 1

    def __torch_dispatch__(self, operator, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if operator.namespace != "aten":
            raise Unrecordable("an operator that Python defines")
        number_of = lambda value: replace_tensors(value, lambda tensor: Ref(self.index_of(tensor)))
        recorded = (operator, number_of(args), number_of(kwargs))
        result = operator(*args, **kwargs)
        tensors = [leaf if isinstance(leaf, torch.Tensor) else None for leaf in leaves_of(result)]
        numbers = [None if t is None else self.numbers[id(t)] if id(t) in self.numbers else self.add(t) for t in tensors]
        self.calls.append((*recorded, numbers))
        return result


class Ref:
    def __init__(self, number):
        self.number = number


def resolve(value, tensors):
    if isinstance(value, Ref):
        return tensors[value.number]
    if isinstance(value, dict):
        return {key: resolve(element, tensors) for key, element in value.items()}
    if isinstance(value, (list, tuple)):
        return [resolve(element, tensors) for element in value]
    return value


def refs_to_json(value):
    if isinstance(value, Ref):
        return {"t": value.number}
    if isinstance(value, (list, tuple)):
        return [refs_to_json(element) for element in value]
    return to_json(value, None)


class Sample:
    """A sample whose tensors are made anew for each run."""

    def __init__(self, op, sample, is_processed, in_place):
        self.names = names_of(op, in_place)
        self.is_processed = is_processed
        # Makes results unique that have a free sign or phase, such as singular vectors, so that they have gradients.
        process = sample.output_process_fn_grad
        function = op.inplace_variant if in_place else op.op
        self.function = (lambda *args, **kwargs: process(function(*args, **kwargs))) if is_processed else function
        self.blueprints = []
        numbers = {}

        def reference(tensor):
            if id(tensor) not in numbers:
                numbers[id(tensor)] = len(self.blueprints)
                self.blueprints.append(Blueprint(tensor))
            return Ref(numbers[id(tensor)])

        self.args = replace_tensors([sample.input, *sample.args], reference)
        self.kwargs = replace_tensors(sample.kwargs, reference)
        if sum(b.memory.nbytes for b in self.blueprints if b.parts is None) > MAX_BYTES:
            raise Unrecordable("more than 32 MiB of tensors")

    def fresh(self):
        return [blueprint.make() for blueprint in self.blueprints]

    def run(self, function, tensors):
        torch.manual_seed(SEED)
        return function(*resolve(self.args, tensors), **resolve(self.kwargs, tensors))

    def direct(self, expected, compares_values):
        """The one ATen operator that does the same, or None."""
        if self.is_processed:
            return None
        for base in self.names:
            packet = f"aten::{base}"
            tensors = self.fresh()
            try:
                overload = torch._C._jit_resolve_packet(
                    packet, *resolve(self.args, tensors), **resolve(self.kwargs, tensors)
                ) or "default"
                # Some names are those of TorchScript alone.
                torch._C._dispatch_find_schema_or_throw(packet, "" if overload == "default" else overload)
                operator = getattr(getattr(torch.ops.aten, base), overload)
                if is_same(self.run(operator, tensors), expected, compares_values):
                    return operator
            except Exception:
                continue
        return None


def names_of(op, in_place):
    plain = op.name.removeprefix("nn.functional.").replace(".", "_")
    names = [op.aten_name, plain, getattr(op.op, "__name__", None)]
    if in_place:
        names = [f"{name}_" for name in names]
    return [name for name in dict.fromkeys(names) if name and hasattr(torch.ops.aten, name)]


def gradients_of(outputs, leaves, cotangents):
    return torch.autograd.grad(outputs, leaves, cotangents, allow_unused=True)


def differentiable(values):
    """Positions of the results that have gradients, each of them once: an operator may return one tensor twice."""
    return [i for i, v in enumerate(values) if isinstance(v, torch.Tensor) and v.requires_grad]


class NoGradient(Unrecordable):
    pass


class Refused(Unrecordable):
    """Python refuses the arguments."""


def record(op, sample, has_gradients):
    try:
        return record_as(op, sample, has_gradients)
    except NoGradient:
        return record_as(op, sample, has_gradients, is_processed=True)


def record_as(op, sample, has_gradients, is_processed=False, in_place=False):
    recordable = Sample(op, sample, is_processed, in_place)
    compares = has_defined_values(op)
    tensors = recordable.fresh()
    try:
        expected = recordable.run(recordable.function, tensors)
    except Exception as error:
        raise Refused("Python raises an error") from error
    outputs = leaves_of(expected)
    # Copied before a gradient or a second run can change anything.
    results = [result_json(value, compares) for value in outputs]

    gradient = None
    if has_gradients:
        leaves = [number for number, tensor in enumerate(tensors) if tensor.requires_grad]
        roots = differentiable(outputs)
        if leaves and roots:
            generator = torch.Generator().manual_seed(SEED)
            cotangents = [cotangent(outputs[i], generator) for i in roots]
            try:
                found = gradients_of([outputs[i] for i in roots], [tensors[i] for i in leaves], cotangents)
            except Exception as error:
                raise NoGradient("Python raises an error for the gradient") from error
            gradient = {"leaves": leaves, "roots": roots, "cotangents": cotangents, "found": found}

    direct = recordable.direct(expected, compares)
    if direct is not None and gradient is not None:
        again = recordable.fresh()
        values = leaves_of(recordable.run(direct, again))
        if not has_same_gradient(values, again, gradient):
            direct = None
    if direct is not None:
        blueprints = dict(enumerate(recordable.blueprints))
        calls = [call_json(direct, recordable.args, recordable.kwargs, None)]
        out = None
    else:
        blueprints, calls, out = record_sequence(recordable, expected, gradient, compares)
    message = {
        "inputs": [[number, blueprint.json()] for number, blueprint in blueprints.items()],
        "calls": calls,
        "out": out,
        "results": results,
        "seed": SEED,
    }
    if gradient is not None:
        message["gradient"] = {
            "leaves": gradient["leaves"],
            "roots": gradient["roots"],
            "cotangents": [Blueprint(one).json() for one in gradient["cotangents"]],
            "results": [None if one is None else result_json(one, True) for one in gradient["found"]],
        }
    return message


def cotangent(output, generator):
    if output.layout != torch.strided:
        raise Unrecordable("the gradient of a sparse result")
    dtype = output.dtype.to_real()
    parts = [torch.randn(output.shape, generator=generator, dtype=dtype) for _ in range(2)]
    return (torch.complex(*parts) if output.dtype.is_complex else parts[0]).to(output.device)


def has_same_gradient(outputs, tensors, gradient):
    try:
        found = gradients_of(
            [outputs[i] for i in gradient["roots"]], [tensors[i] for i in gradient["leaves"]], gradient["cotangents"]
        )
    except Exception:
        return False
    return is_same(found, gradient["found"])


def record_sequence(recordable, expected, gradient, compares):
    tensors = recordable.fresh()
    recorder = Recorder(tensors)
    with recorder:
        result = recordable.run(recordable.function, tensors)
    out = []
    for leaf in leaves_of(result):
        if not isinstance(leaf, torch.Tensor):
            out.append({"value": to_json(leaf, None)})
            continue
        if id(leaf) not in recorder.numbers:
            raise Unrecordable("the recording does not have a result")
        out.append(recorder.numbers[id(leaf)])
    if not recorder.calls:
        raise Unrecordable("no operator is called: the function returns its input")
    # The control: the same calls in Python.
    again = dict(enumerate(recordable.fresh()))
    again.update({number: blueprint.make() for number, blueprint in recorder.constants.items()})
    torch.manual_seed(SEED)
    try:
        for operator, args, kwargs, numbers in recorder.calls:
            values = leaves_of(operator(*resolve(args, again), **resolve(kwargs, again)))
            again.update({n: value for n, value in zip(numbers, values) if n is not None and n not in again})
    except Exception as error:
        raise Unrecordable("Python cannot repeat the recorded calls") from error
    replayed = [one["value"] if isinstance(one, dict) else again[one] for one in out]
    kept = [value for value, one in zip(leaves_of(expected), out) if not isinstance(one, dict)]
    if not is_same([v for v, one in zip(replayed, out) if not isinstance(one, dict)], kept, compares):
        raise Unrecordable("the recorded calls return something else in Python")
    if gradient is not None and not has_same_gradient(replayed, again, gradient):
        raise Unrecordable("the recorded calls have another gradient in Python")
    blueprints = {**dict(enumerate(recordable.blueprints)), **recorder.constants}
    return blueprints, [call_json(*call) for call in recorder.calls], out


def call_json(operator, args, kwargs, numbers):
    schema = operator._schema
    name = schema.name + (f".{schema.overload_name}" if schema.overload_name else "")
    return {
        "operator": name,
        "args": refs_to_json(list(args)),
        "kwargs": {key: refs_to_json(value) for key, value in kwargs.items()},
        "numbers": numbers,
    }


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


def exit_if_broken(error):
    """After such an error every call of this process fails; shard.mjs starts another one at the next operator."""
    if "CUDA error" in str(error):
        sys.exit(3)


def emit_record(where, index, record):
    try:
        emit({"sample": index, **where, **record()})
    except Unrecordable as error:
        exit_if_broken(error.__cause__)
        # In place, Python refuses results of another shape or dtype than the tensor.
        if not (where.get("inPlace") and isinstance(error, Refused)):
            emit({"left": str(error), **where})
    except Exception as error:
        exit_if_broken(error)
        emit({"left": f"the recorder fails: {type(error).__name__}: {str(error)[:100]}", **where})


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
