"""Optuna's storages, samplers and pruners by name, for the broker. A user's mistake raises Refusal with a message."""

import fcntl
import inspect
import json
import os
import re
import threading
import time
import warnings
from difflib import get_close_matches
from urllib.parse import urlsplit

import optuna
from optuna.storages.journal import JournalFileBackend, JournalRedisBackend

DRIVERS = {
    "psycopg2": "psycopg2-binary",
    "psycopg": "psycopg[binary]",
    "pymysql": "pymysql",
    "MySQLdb": "mysqlclient",
    "mysql": "mysql-connector-python",
    "redis": "redis",
    "cmaes": "cmaes",
    "scipy": "scipy",
    "torch": "torch",
}


class Refusal(Exception):
    """An error that the user can correct."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def missing_module(error: ImportError, what: str) -> Refusal:
    # Optuna raises an error of its own, with the real one as its cause.
    name = error.name or getattr(error.__cause__, "name", None)
    module = name or next((name for name in DRIVERS if name in str(error)), "a module")
    package = DRIVERS.get(module.split(".")[0], module)
    return Refusal("MISSING", f"{what} needs a Python package that is not installed: .venv/bin/python -m pip install {package}")


# Storages


def without_password(url: str) -> str:
    return re.sub(r"://([^:/@]*):[^@]*@", r"://\1:***@", url)


def file_of(storage: str) -> str | None:
    """Returns the path of a storage that is a file, which has one owner at a time; None for a server."""
    if storage.startswith("sqlite:///"):
        path = storage.removeprefix("sqlite:///").split("?")[0]
        return path if path not in ("", ":memory:") else None
    return None if "://" in storage else storage


class Owner:
    """A lock on a study's file, held until this process exits."""

    def __init__(self, path: str) -> None:
        self._file = open(f"{path}.owner", "a+")  # noqa: SIM115 - held until this process exits
        deadline = time.monotonic() + 5
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                # A broker whose search was killed exits within a moment.
                if time.monotonic() < deadline:
                    time.sleep(0.1)
                    continue
                self._file.seek(0)
                message = f"{path}: process {self._file.read().strip() or '?'} uses it. A study in a file has one search at a time; stop the other search, or set another study_name or a server's URL as storage"
                raise Refusal("IN_USE", message) from None
        self._file.truncate(0)
        self._file.write(f"{os.getppid()}\n")
        self._file.flush()


class Journal(JournalFileBackend):
    """Optuna's journal file without waiting for the disk. Each line is one write, so that a kill loses none, and a thread
    syncs the file. A power cut loses the last lines; their trials run again.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._out = os.open(path, os.O_WRONLY | os.O_APPEND)
        self._is_new = threading.Event()
        threading.Thread(target=self._sync, daemon=True).start()

    def append_logs(self, logs: list) -> None:
        text = "".join(f"{json.dumps(log, separators=(',', ':'))}\n" for log in logs).encode()
        self._lock.acquire()
        try:
            while text:
                text = text[os.write(self._out, text) :]
        finally:
            self._lock.release()
        self._is_new.set()

    def _sync(self) -> None:
        while self._is_new.wait():
            self._is_new.clear()
            os.fdatasync(self._out)
            time.sleep(0.1)


def open_storage(storage: str | None, read_only: bool):
    """Returns the storage, and the lock on its file; None in memory and on a server."""
    if storage is None:
        return optuna.storages.InMemoryStorage(), None
    path = file_of(storage)
    owner = None
    if path is not None:
        if read_only and not os.path.exists(path):
            raise Refusal("STORAGE", f"{path}: no such file: no search was started there. Use the recipe and overrides of the search, or start one: woodshed tune RECIPE")
        try:
            if not read_only:
                os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
                owner = Owner(path)
        except OSError as error:
            raise Refusal("STORAGE", f"storage {path} cannot be written: {error}") from error
    try:
        if path is not None and path == storage:
            if owner is not None:
                repair_journal(path)
            return optuna.storages.JournalStorage(JournalFileBackend(path) if owner is None else Journal(path)), owner
        if storage.startswith(("redis://", "rediss://", "unix://")):
            return open_redis(storage), None
        return open_database(storage), owner
    except ImportError as error:
        raise missing_module(error, f"storage {without_password(storage)}") from error
    except Refusal:
        raise
    except Exception as error:  # noqa: BLE001 - each driver raises its own errors
        cause = str(error.__cause__ or error).strip().splitlines()
        reason = without_password(cause[0] if cause else type(error).__name__)
        raise Refusal("STORAGE", f"storage {without_password(storage)} cannot be opened: {reason}") from error


def open_redis(url: str):
    import redis

    backend = JournalRedisBackend(url)
    client = redis.Redis.from_url(url, socket_connect_timeout=10)
    client.ping()
    return optuna.storages.JournalStorage(backend)


def open_database(url: str):
    from sqlalchemy import event, exc

    kind = urlsplit(url).scheme.split("+")[0]
    engine = {"connect_args": {"connect_timeout": 10}, "pool_pre_ping": True} if kind in ("postgresql", "mysql") else {}
    for tries in range(3):
        try:
            database = optuna.storages.RDBStorage(url, engine_kwargs=engine)
            break
        except (exc.IntegrityError, exc.ProgrammingError):
            # Another machine creates the tables at the same moment.
            if tries == 2:
                raise
            time.sleep(1)
    if kind == "sqlite":

        @event.listens_for(database.engine, "connect")
        def _(connection, _record) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")

        database.engine.dispose()
    return database


def repair_journal(path: str) -> None:
    """Repairs a journal after a kill: removes an incomplete last line, which no reader accepts, and a stale lock."""
    lock = f"{path}.lock"
    deadline = time.monotonic() + 1
    while os.path.lexists(lock) and time.monotonic() < deadline:
        time.sleep(0.02)  # Another program holds it for milliseconds.
    if os.path.lexists(lock):
        os.unlink(lock)
    if not os.path.exists(path):
        return
    with open(path, "rb+") as file:
        size = file.seek(0, os.SEEK_END)
        end = size
        while end > 0:
            start = max(0, end - 65536)
            file.seek(start)
            newline = file.read(end - start).rfind(b"\n")
            if newline >= 0:
                end = start + newline + 1
                break
            end = start
        if end < size:
            file.truncate(end)


# Samplers and pruners

SAMPLERS = {
    "tpe": "TPESampler",
    "gp": "GPSampler",
    "cmaes": "CmaEsSampler",
    "nsgaii": "NSGAIISampler",
    "nsgaiii": "NSGAIIISampler",
    "qmc": "QMCSampler",
    "random": "RandomSampler",
    "grid": "GridSampler",
    "bruteforce": "BruteForceSampler",
    "partialfixed": "PartialFixedSampler",
}
PRUNERS = {
    "median": "MedianPruner",
    "percentile": "PercentilePruner",
    "successivehalving": "SuccessiveHalvingPruner",
    "hyperband": "HyperbandPruner",
    "wilcoxon": "WilcoxonPruner",
    "threshold": "ThresholdPruner",
    "patient": "PatientPruner",
    "nop": "NopPruner",
}


def nearest(name: str, known) -> str:
    found = get_close_matches(name, list(known), n=1, cutoff=0.4)
    return f" Did you mean {found[0]}?" if found else f" Expected one of {', '.join(known)}."


def find_class(kind: str, name: str, names: dict, module):
    plain = re.sub(r"[^a-z]", "", name.lower()).removesuffix(kind)
    if plain not in names:
        raise Refusal("NAME", f"{kind}: Optuna has none called {name}.{nearest(plain, names)}")
    return getattr(module, names[plain])


def build(kind: str, spec: dict, *, seed: int | None, space: list | None):
    """Creates Optuna's object from `{name, options}`; options may contain further objects."""
    names, module = (SAMPLERS, optuna.samplers) if kind == "sampler" else (PRUNERS, optuna.pruners)
    cls = find_class(kind, spec["name"], names, module)
    known = {} if cls is optuna.pruners.NopPruner else inspect.signature(cls.__init__).parameters
    options = {}
    for key, value in (spec.get("options") or {}).items():
        if key not in known or key == "self":
            what = [name for name in known if name != "self"]
            raise Refusal("OPTION", f"{kind} {spec['name']}: has no option {key}.{nearest(key, what) if what else ''}")
        options[key] = build_option(kind, key, value, seed=seed, space=space)
    if "seed" in known and seed is not None:
        options.setdefault("seed", seed)
    if cls is optuna.samplers.GridSampler:
        options.setdefault("search_space", grid_of(space))
    if cls is optuna.samplers.PartialFixedSampler:
        options.setdefault("base_sampler", optuna.samplers.TPESampler(seed=seed))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return cls(**options)
    except ImportError as error:
        raise missing_module(error, f"{kind} {spec['name']}") from error
    except Exception as error:  # noqa: BLE001 - the class raises its own errors for its options
        raise Refusal("OPTION", f"{kind} {spec['name']}: {error}") from error


def build_option(kind: str, key: str, value, **rest):
    if key in ("base_sampler", "independent_sampler", "wrapped_pruner") and value is not None:
        return build(kind, {"name": value} if isinstance(value, str) else value, **rest)
    if key in ("crossover", "mutation") and isinstance(value, str):
        made = getattr(optuna.samplers.nsgaii, value, None)
        if made is None:
            raise Refusal("OPTION", f"sampler: {key}: optuna.samplers.nsgaii has no {value}")
        return made()
    if key == "reference_points" and value is not None:
        import numpy

        return numpy.array(value)
    return value


def grid_of(space: list | None) -> dict:
    grid = {}
    for item in space or []:
        distribution = distribution_of(item)
        if isinstance(distribution, optuna.distributions.CategoricalDistribution):
            grid[item["name"]] = list(distribution.choices)
        elif distribution.step is None or distribution.log:
            raise Refusal("OPTION", f"sampler grid: {item['name']} needs a step or choices for a grid")
        else:
            count = int((distribution.high - distribution.low) / distribution.step + 1e-9) + 1
            grid[item["name"]] = [distribution.low + i * distribution.step for i in range(count)]
    if not grid:
        raise Refusal("OPTION", "sampler grid: needs a space, or the option search_space")
    return grid


def distribution_of(item: dict):
    kind = item["type"]
    try:
        if kind == "categorical":
            return optuna.distributions.CategoricalDistribution(item["choices"])
        if kind == "int":
            return optuna.distributions.IntDistribution(
                int(item["low"]), int(item["high"]), log=item.get("log", False), step=int(item.get("step") or 1)
            )
        return optuna.distributions.FloatDistribution(
            float(item["low"]), float(item["high"]), log=item.get("log", False), step=item.get("step")
        )
    except ValueError as error:
        raise Refusal("SPACE", f"{item['name']}: {error}") from error
