"""Values of PyTorch's samples as JSON, and tensors that can be made again and again from the same bytes."""

import base64
import math

import torch

MAX_SAFE_INTEGER = 2**53


class Unrecordable(Exception):
    """A sample that JSON cannot hold; the message is the cause in the report."""


def name_of(dtype):
    return str(dtype).removeprefix("torch.")


class Blueprint:
    """The memory, sizes and strides of a tensor, and whether it is a leaf that wants a gradient."""

    def __init__(self, tensor):
        self.requires_grad = tensor.requires_grad
        if tensor.is_nested or tensor.is_quantized or tensor.layout == torch._mkldnn or type(tensor) not in (
            torch.Tensor,
            torch.nn.Parameter,
        ):
            raise Unrecordable("a nested or quantized tensor")
        tensor = tensor.detach().resolve_conj().resolve_neg()
        self.shape, self.dtype, self.layout = list(tensor.shape), tensor.dtype, tensor.layout
        self.device = tensor.device
        if tensor.layout == torch.strided:
            self.strides, self.offset = list(tensor.stride()), tensor.storage_offset()
            # All of it: operators such as as_strided reach beyond a view.
            numel = tensor.untyped_storage().nbytes() // tensor.element_size()
            self.memory = tensor.as_strided([numel], [1], 0).clone()
            self.parts = None
        else:
            self.parts = [Blueprint(part) for part in parts_of(tensor)]
            self.coalesced = tensor.layout == torch.sparse_coo and tensor.is_coalesced()

    def make(self):
        if self.parts is None:
            tensor = self.memory.clone().as_strided(self.shape, self.strides, self.offset)
        else:
            first, *rest = [part.make() for part in self.parts]
            if self.layout == torch.sparse_coo:
                # The argument is_coalesced is newer than some supported versions.
                tensor = torch.sparse_coo_tensor(first, rest[0], self.shape)._coalesced_(self.coalesced)
            else:
                tensor = torch.sparse_compressed_tensor(first, *rest, self.shape, layout=self.layout)
        return tensor.requires_grad_(self.requires_grad)

    def json(self):
        shared = {
            "dtype": name_of(self.dtype),
            "shape": self.shape,
            "device": str(self.device),
            "requiresGrad": self.requires_grad,
        }
        if self.parts is not None:
            parts = [part.json() for part in self.parts]
            return {**shared, "layout": name_of(self.layout), "parts": parts, "coalesced": self.coalesced}
        return {**shared, "strides": self.strides, "offset": self.offset, "data": base64_of(self.memory)}


def parts_of(tensor):
    if tensor.layout == torch.sparse_coo:
        return [tensor._indices(), tensor._values()]
    if tensor.layout in (torch.sparse_csr, torch.sparse_bsr):
        return [tensor.crow_indices(), tensor.col_indices(), tensor.values()]
    return [tensor.ccol_indices(), tensor.row_indices(), tensor.values()]


def base64_of(tensor):
    flat = torch.empty(tensor.numel(), dtype=tensor.dtype)
    flat.copy_(tensor.detach().reshape(-1))
    data = flat.view(torch.uint8).numpy().tobytes() if flat.numel() > 0 else b""
    return base64.b64encode(data).decode()


def result_json(value, is_defined):
    """A result as it is compared: values row-major; without values where the operator defines none."""
    if not isinstance(value, torch.Tensor):
        return to_json(value, None)
    if value.is_nested or value.is_quantized:
        raise Unrecordable("a nested or quantized tensor")
    dense = value.detach()
    if dense.layout != torch.strided:
        dense = dense.to_dense()
    # A ZeroTensor, which some gradients are, has no memory.
    dense = dense.resolve_conj().resolve_neg().clone()
    result = {"dtype": name_of(value.dtype), "shape": list(value.shape), "layout": name_of(value.layout)}
    if dense.dtype == torch.complex32:
        dense = dense.to(torch.complex64)
    elif dense.dtype not in READABLE:
        dense = dense.to(torch.float32)
    return {"tensor": {**result, "readAs": name_of(dense.dtype), "data": base64_of(dense) if is_defined else None}}


READABLE = {
    *(torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.bool, torch.complex64, torch.complex128),
    *(torch.int8, torch.int16, torch.int32, torch.int64, torch.uint8, torch.uint16, torch.uint32, torch.uint64),
}


def to_json(value, index_of):
    """`index_of` returns the number of a tensor."""
    if isinstance(value, torch.Tensor):
        return {"t": index_of(value)}
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if abs(value) < MAX_SAFE_INTEGER else {"int": str(value)}
    if isinstance(value, float):
        return {"float": number_text(value)}
    if isinstance(value, complex):
        return {"complex": [number_text(value.real), number_text(value.imag)]}
    if isinstance(value, (list, tuple)):
        return [to_json(element, index_of) for element in value]
    if isinstance(value, torch.dtype):
        return name_of(value)
    if isinstance(value, (torch.layout, torch.memory_format)):
        return name_of(value)
    if isinstance(value, torch.device):
        return str(value)
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        return to_json(value.item(), index_of)
    raise Unrecordable(f"an argument of the type {type(value).__name__}")


def number_text(value):
    return "NaN" if math.isnan(value) else "Infinity" if value == math.inf else "-Infinity" if value == -math.inf else repr(value)


def leaves_of(value):
    """Everything in nested lists and tuples, in order."""
    if isinstance(value, (list, tuple)):
        return [leaf for element in value for leaf in leaves_of(element)]
    if isinstance(value, dict):
        return [leaf for element in value.values() for leaf in leaves_of(element)]
    return [value]


def replace_tensors(value, replace):
    """The same structure with other tensors."""
    if isinstance(value, torch.Tensor):
        return replace(value)
    if isinstance(value, dict):
        return {key: replace_tensors(element, replace) for key, element in value.items()}
    if isinstance(value, (list, tuple)):
        elements = [replace_tensors(element, replace) for element in value]
        return elements if isinstance(value, list) else type(value)(*elements) if hasattr(value, "_fields") else type(value)(elements)
    return value
