"""Calls of ATen operators: recorded, repeated and compared."""

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from values import Blueprint, Unrecordable, leaves_of, replace_tensors, to_json


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


def call_json(operator, args, kwargs, numbers):
    schema = operator._schema
    name = schema.name + (f".{schema.overload_name}" if schema.overload_name else "")
    return {
        "operator": name,
        "args": refs_to_json(list(args)),
        "kwargs": {key: refs_to_json(value) for key, value in kwargs.items()},
        "numbers": numbers,
    }
