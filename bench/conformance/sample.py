"""A sample of an operator as calls of ATen operators with inputs, results and gradients.

A sample is one call where an ATen operator takes its arguments and returns the same as the Python function; otherwise
it is the sequence of operators that the function called, as TorchDispatchMode sees them. Such a sequence is repeated in Python
first: one whose results or gradients are then not the function's (it depends on a function of autograd in Python, say) is left out.
"""

import torch

from calls import Recorder, Ref, call_json, is_same, resolve
from values import Blueprint, Unrecordable, leaves_of, replace_tensors, result_json, to_json

# The seed of wrapper_set_seed in PyTorch's test utilities, which calls many of the random operators.
SEED = 42
# Samples of a size that would take long to send show nothing that small ones do not.
MAX_BYTES = 32 * 2**20


def has_defined_values(op):
    """Returns whether an operator defines all values that it returns: memory of `empty` and of a grown `resize_` holds anything."""
    return "empty" not in op.name and "resize" not in op.name


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
