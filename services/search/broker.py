"""Owns an Optuna study on behalf of a program that is not Python.

src/search/broker.ts starts it. The two exchange JSON lines on descriptor 3: requests `{id, method, params, again}`, and in
the same order answers `{id, result}` or `{id, error: {kind, message}}`. All printed output goes to stderr. The broker
exits when descriptor 3 is closed or its parent is gone, and never in the middle of a request.

A request that a killed broker did not answer is sent to the next one with `again`: every method then checks what is done
already, so that nothing is lost or done twice. NaN and infinities, which JSON lacks, are sent as text.
"""

import json
import math
import os
import socket
import sys
import threading
import time
import warnings
from importlib.machinery import FileFinder, SourceFileLoader

import optuna


class OwnLoader(SourceFileLoader):
    """Loads a module of this folder, which belongs to an installed package: no bytecode is written there."""

    def set_data(self, *_args, **_options):
        pass


sys.path_importer_cache[sys.path[0]] = FileFinder(sys.path[0], (OwnLoader, [".py"]))

import parts
from parts import Refusal
from study import StudyOwner


def plain(value):
    """Converts a value for JSON: numpy numbers to Python's, NaN and infinities to text."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def answer(owner: StudyOwner, line: bytes) -> dict:
    request = json.loads(line)
    try:
        method = request["method"]
        if method.startswith("_"):
            raise Refusal("METHOD", method)
        result = getattr(owner, method)(request.get("again", False), **request.get("params", {}))
        return {"id": request["id"], "result": plain(result)}
    except Refusal as refusal:
        return {"id": request["id"], "error": {"kind": refusal.kind, "message": str(refusal)}}
    except ImportError as error:
        refusal = parts.missing_module(error, "this")
        return {"id": request["id"], "error": {"kind": refusal.kind, "message": str(refusal)}}
    except Exception as error:  # noqa: BLE001 - the caller decides what it means
        import traceback

        traceback.print_exc()
        message = parts.without_password(f"{type(error).__name__}: {error}")
        return {"id": request["id"], "error": {"kind": "OPTUNA", "message": message}}


def end_with_parent(busy: threading.Lock) -> None:
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.25)
        # The current request is finished first: half a line in the study's file would need repair.
        busy.acquire(timeout=5)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.filterwarnings("ignore")
    busy = threading.Lock()
    end_with_parent(busy)
    owner = StudyOwner()
    with socket.socket(fileno=3) as connection, connection.makefile("rb") as requests:
        for line in requests:
            with busy:
                reply = answer(owner, line)
            try:
                connection.sendall(json.dumps(reply, separators=(",", ":")).encode() + b"\n")
            except OSError:
                break
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
