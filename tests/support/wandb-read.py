"""Reads a .wandb file with the wandb package's own messages: one JSON record a line.

The file is a LevelDB log (github.com/google/leveldb, doc/log_format.md) after a header of seven bytes.
"""

import importlib.util
import json
import struct
import sys
import types

from google.protobuf.json_format import MessageToDict

# The package without its __init__, which imports all of it: its messages alone load in a thirtieth of the time.
spec = importlib.util.find_spec("wandb")
sys.modules["wandb"] = package = types.ModuleType("wandb")
package.__path__ = spec.submodule_search_locations

from wandb.proto import wandb_internal_pb2  # noqa: E402

BLOCK = 32768


def records(data):
    at, whole = 7, b""
    while at + 7 <= len(data):
        rest = BLOCK - at % BLOCK
        if rest < 7:
            at += rest
            continue
        _, size, kind = struct.unpack_from("<IHB", data, at)
        if kind == 0:
            at += rest
            continue
        piece = data[at + 7 : at + 7 + size]
        assert len(piece) == size, "a record is cut off"
        at += 7 + size
        whole = piece if kind in (1, 2) else whole + piece
        if kind in (1, 4):
            yield whole


with open(sys.argv[1], "rb") as file:
    data = file.read()
assert data[:4] == b":W&B"
for record in records(data):
    message = wandb_internal_pb2.Record()
    message.ParseFromString(record)
    print(json.dumps(MessageToDict(message, preserving_proto_field_name=True)))
