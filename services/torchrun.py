"""torchrun, for Woodshed's launcher.

The same module, flags and agent as the command `torchrun`, with three differences: it logs to a file, it writes the
failed rank's own error to another file as JSON instead of printing a table with a traceback, and it stops its ranks
when the process that started it is gone.

    python services/torchrun.py REPORT LOG PARENT [torchrun's arguments]
"""

import importlib
import json
import logging
import os
import signal
import socket
import sys
import threading
import time
import types

# Gives each attempt its own store: keys of an earlier attempt prevent Gloo from starting.
os.environ.setdefault("TORCH_DISABLE_SHARE_RDZV_TCP_STORE", "1")
# Ranks exit when their parent is no longer this process; see src/cli/rank.ts.
os.environ["WOODSHED_AGENT"] = str(os.getpid())


class LoadedOnUse(types.ModuleType):
    """Stands for a module until something reads a name of it."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


# Shape functions of operators, which `import torch` registers last. torchrun runs no operator, and they take a quarter
# of its start.
SHAPE_FUNCTIONS = "torch._meta_registrations"
sys.modules[SHAPE_FUNCTIONS] = LoadedOnUse(SHAPE_FUNCTIONS)

from torch.distributed import run  # noqa: E402
from torch.distributed.elastic.multiprocessing.api import SignalException  # noqa: E402
from torch.distributed.elastic.multiprocessing.errors import ChildFailedError  # noqa: E402
from torch.distributed.elastic.rendezvous import api as rendezvous  # noqa: E402


def free_port() -> int:
    """Returns a free TCP port. torch's own function resolves `localhost`, which /etc/hosts of some containers lacks."""
    with socket.socket(socket.AF_INET) as listener:
        listener.bind(("", 0))
        return listener.getsockname()[1]


rendezvous.get_free_port = free_port


def restore_environment() -> None:
    """Gives the ranks the variables that the launcher kept from this Python, such as LD_LIBRARY_PATH and PYTHONPATH."""
    for name, value in json.loads(os.environ.pop("WOODSHED_RANK_ENVIRONMENT", "{}")).items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def end_with(parent: int) -> None:
    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.25)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def log_to(path: str) -> None:
    """Sends the output of all torchrun loggers to one file."""
    logging.basicConfig(filename=path, level=logging.INFO, format="%(asctime)s %(name)s %(message)s", force=True)
    for name in ["torch", *logging.root.manager.loggerDict]:
        logger = logging.getLogger(name)
        if name.startswith("torch"):
            logger.handlers.clear()
            logger.propagate = True


def describe(rank: int, failure) -> dict:
    # Without an error file, the message is only torchrun's guess.
    data = failure.error_file_data if os.path.isfile(failure.error_file) else {}
    message = data.get("message")
    return {
        "rank": rank,
        "pid": failure.pid,
        "exitCode": failure.exitcode,
        "timeSec": failure.timestamp,
        "message": message["message"] if isinstance(message, dict) else message,
        "isConsequence": data.get("isConsequence", False),
    }


def write(report: str, failures: list, error: str | None = None) -> int:
    with open(report, "w") as file:
        json.dump({"failures": failures, "error": error}, file)
    return 1


def main(report: str, log: str, parent: str, *arguments: str) -> int:
    end_with(int(parent))
    restore_environment()
    log_to(log)
    try:
        run.run(run.parse_args(list(arguments)))
    except ChildFailedError as error:
        return write(report, [describe(rank, failure) for rank, failure in error.failures.items()])
    except SignalException as error:
        return 128 + error.sigval
    except Exception as error:  # noqa: BLE001 - a failed rendezvous raises many types
        return write(report, [], f"{type(error).__name__}: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
