"""Owns an Optuna study for a program that is not Python.

Started by src/search/broker.ts, which it speaks JSON lines with on descriptor 3: `{id, method, params, again}` comes,
`{id, result}` or `{id, error: {kind, message}}` goes back, in order. What anything prints goes to stderr. It ends when
descriptor 3 is closed or its parent is gone, and never in the middle of a request.

A request that was sent to a broker that was killed comes to the next one with `again`: every method then finds out what
was done already, so that nothing is lost or done twice. Numbers that JSON has not (NaN, infinities) travel as text.
"""

import json
import math
import os
import socket
import sys
import threading
import time
import warnings
import zlib

import optuna
from optuna.trial import TrialState, create_trial

import optuna_parts as parts
from optuna_parts import Refusal

OWNER, TOKEN, ATTEMPTS, STEPS, RETRY, BEAT = (
    f"woodshed:{name}" for name in ("owner", "token", "attempts", "steps", "retry", "beat")
)
FINISHED = (TrialState.COMPLETE, TrialState.PRUNED, TrialState.FAIL)


class Broker:
    def open(self, again: bool, **options) -> dict:
        self.options = options
        self.space = options.get("space") or []
        read_only = options.get("readOnly", False)
        # Refused before any file is made.
        for kind in ("sampler", "pruner"):
            self.build(kind, seed=None)
        self.items = [(item, parts.distribution_of(item)) for item in self.space]
        storage, self.file_owner = parts.open_storage(options.get("storage"), read_only)
        name, directions = options["studyName"], options.get("directions") or ["minimize"]
        self.study = self.load(storage, name, directions, must_exist=read_only)
        self.is_shared = options.get("storage") is not None and parts.file_of(options["storage"]) is None
        trials = self.all_trials()
        self.study.sampler = self.build("sampler", seed=self.sampler_seed(len(trials)))
        self.study.pruner = self.build("pruner", seed=None)
        self.live: dict[int, optuna.Trial] = {}
        self.beats: dict[str, tuple] = {}
        self.exhausted = False
        self.orphans: list[int] = []
        if not read_only:
            self.assert_same_space(trials)
            if options.get("metricNames"):
                self.study.set_metric_names(options["metricNames"])
            self.finish_retries(trials)
            self.take_in(trials, set(options.get("known") or []))
        return {"numTrials": len(trials), "isShared": self.is_shared, "version": optuna.__version__}

    def sampler_seed(self, num_trials: int) -> int | None:
        """The same numbers again after a restart, or on another machine, would be the same trials again."""
        seed = self.options.get("seed")
        if seed is None:
            return None
        machine = zlib.crc32(str(self.options.get("owner")).encode()) if self.is_shared else 0
        return (seed + 7919 * num_trials + machine) % 2**32

    def build(self, kind: str, seed: int | None):
        spec = self.options.get(kind) or {"name": "tpe" if kind == "sampler" else "median"}
        return parts.build(kind, spec, seed=seed, space=self.space)

    def load(self, storage, name: str, directions: list, must_exist: bool):
        try:
            existing = [study.study_name for study in optuna.get_all_study_summaries(storage)]
            if name in existing:
                study = optuna.load_study(study_name=name, storage=storage)
                theirs = [direction.name.lower() for direction in study.directions]
                if not must_exist and theirs != directions:
                    raise Refusal("DIRECTION", f"study {name} exists and goes to {', '.join(theirs)}, not {', '.join(directions)}; take another study_name")
                if not self.options.get("loadIfExists", True):
                    raise Refusal("EXISTS", f"study {name} exists already")
                return study
            if must_exist:
                raise Refusal("NO_STUDY", f"no study is called {name}; the storage has {', '.join(existing) or 'none'}")
            return optuna.create_study(storage=storage, study_name=name, directions=directions, load_if_exists=True)
        except Refusal:
            raise
        except Exception as error:  # noqa: BLE001 - a damaged file has many types
            raise Refusal("STORAGE", f"study {name} cannot be read: {error}") from error

    def assert_same_space(self, trials: list) -> None:
        for item, distribution in self.items:
            for trial in reversed(trials):
                before = trial.distributions.get(item["name"])
                if before is None:
                    continue
                try:
                    optuna.distributions.check_distribution_compatibility(before, distribution)
                except ValueError as error:
                    raise Refusal("SPACE", f"{item['name']}: this study's trials have it otherwise ({error}); take another study_name") from error
                break

    # What a kill leaves behind

    def take_in(self, trials: list, known: set) -> None:
        """Trials that run for nobody: asked for by a broker that could not answer any more, or a search that was killed."""
        for trial in trials:
            if trial.state != TrialState.RUNNING or trial.number in known:
                continue
            is_mine = trial.user_attrs.get(OWNER) == self.options.get("owner")
            if is_mine:
                self.orphans.append(trial.number)
            elif not self.is_shared:
                self.retry(False, trial.number, inherit=self.options.get("inherit", True))

    def recover(self, again: bool, graceSec: float) -> dict:
        """Gives again what others run who are gone: their process on this host, or without a sign of life for so long."""
        given = []
        attrs = self.study.user_attrs if self.is_shared else {}
        for trial in self.study.get_trials(deepcopy=False, states=(TrialState.RUNNING,)):
            owner = trial.user_attrs.get(OWNER)
            if owner is None or owner == self.options.get("owner"):
                continue
            beat = attrs.get(f"{BEAT}:{owner}")
            seen, since = self.beats.get(owner, (None, time.monotonic()))
            if seen != beat or owner not in self.beats:
                seen, since = beat, time.monotonic()
                self.beats[owner] = (seen, since)
            if is_gone(owner) or time.monotonic() - since >= graceSec:
                self.retry(False, trial.number, inherit=True)
                given.append(trial.number)
        return {"retried": given}

    def beat(self, again: bool, count: int) -> None:
        self.study.set_user_attr(f"{BEAT}:{self.options['owner']}", count)

    def retry(self, again: bool, number: int, inherit: bool = True, counts: bool = True, message: str | None = None) -> dict:
        """Fails a running trial and queues a copy of it, unless it had its retries and came no further since the last one."""
        trial = self.find(number)
        if trial.state == TrialState.RUNNING:
            came_further = len(trial.intermediate_values) > trial.user_attrs.get(STEPS, 0)
            attempts = (0 if came_further else trial.user_attrs.get(ATTEMPTS, 0)) + (1 if counts else 0)
            is_again = attempts <= self.options.get("retries", 0)
            if message is not None:
                self.study._storage.set_trial_user_attr(trial._trial_id, "error", message)
            if is_again:
                mark = {"attempts": attempts, "inherit": inherit, "by": self.options.get("owner")}
                self.study._storage.set_trial_user_attr(trial._trial_id, RETRY, mark)
            try:
                self.finish(number, TrialState.FAIL, None)
            except optuna.exceptions.UpdateFinishedTrialError:
                return {"retried": False}  # Another machine was faster.
            trial = self.find(number)
        return {"retried": self.copy(trial)}

    def copy(self, trial) -> bool:
        mark = trial.user_attrs.get(RETRY)
        if mark is None or any(number_in(other, trial.number) for other in self.all_trials()):
            return mark is not None
        history = {"failed_trial": trial.number, "retry_history": [], **trial.system_attrs}
        history["retry_history"] = [*history["retry_history"], trial.number]
        own = {key: value for key, value in trial.user_attrs.items() if key not in (RETRY, OWNER, TOKEN, "error")}
        values = trial.intermediate_values if mark["inherit"] else {}
        self.study.add_trial(
            create_trial(
                state=TrialState.WAITING,
                params=trial.params,
                distributions=trial.distributions,
                user_attrs={**own, ATTEMPTS: mark["attempts"], STEPS: len(values)},
                system_attrs=history,
                intermediate_values=values,
            )
        )
        return True

    def finish_retries(self, trials: list) -> None:
        """A broker was killed between failing a trial and queueing its copy."""
        for trial in trials:
            mark = trial.user_attrs.get(RETRY)
            if mark is None or trial.state != TrialState.FAIL:
                continue
            by = mark["by"]
            if not self.is_shared or by == self.options.get("owner") or (by is not None and is_gone(by)):
                self.copy(trial)

    # Ask and tell

    def ask(self, again: bool, limit: int | None = None, suggest: bool = True) -> dict | None:
        if self.is_exhausted():
            return {"exhausted": True}
        number = self.orphans.pop(0) if self.orphans else None
        if number is None:
            if limit is not None and self.num_taken() >= limit:
                return None
            trial = self.new_trial()
        else:
            trial = optuna.Trial(self.study, self.find(number)._trial_id)
        self.live[trial.number] = trial
        if suggest:
            self.suggest_all(trial)
        return self.describe(trial)

    def new_trial(self) -> optuna.Trial:
        study, storage, owner = self.study, self.study._storage, self.options.get("owner")
        study._thread_local.cached_all_trials = None
        waiting = study.get_trials(deepcopy=False, states=(TrialState.WAITING,))
        for trial in waiting:
            # Before it runs, so that no trial runs without an owner; and after, for another machine may have done so too.
            try:
                storage.set_trial_user_attr(trial._trial_id, OWNER, owner)
                if storage.set_trial_state_values(trial._trial_id, state=TrialState.RUNNING):
                    if self.is_shared:
                        storage.set_trial_user_attr(trial._trial_id, OWNER, owner)
                    return optuna.Trial(study, trial._trial_id)
            except optuna.exceptions.UpdateFinishedTrialError:
                continue
        # In one write, so that a kill leaves no trial that nobody owns.
        template = create_trial(state=TrialState.RUNNING, user_attrs={OWNER: owner} if owner else {})
        return optuna.Trial(study, storage.create_new_trial(study._study_id, template))

    def suggest_all(self, trial: optuna.Trial) -> None:
        for item, distribution in self.items:
            conditions = (item.get("when") or {}).items()
            if all(name in trial.params and trial.params[name] in allowed for name, allowed in conditions):
                trial._suggest(item["name"], distribution)

    def suggest(self, again: bool, number: int, **item) -> object:
        trial = self.trial(number)
        return trial._suggest(item["name"], parts.distribution_of(item))

    def report(self, again: bool, number: int, step: int, value, prune: bool = True) -> bool:
        trial = self.trial(number)
        trial.report(float(value), int(step))
        return bool(trial.should_prune()) if prune else False

    def should_prune(self, again: bool, number: int) -> bool:
        return bool(self.trial(number).should_prune())

    def tell(self, again: bool, number: int, state: str | None = None, values: list | None = None, userAttrs: dict | None = None, constraints: dict | None = None) -> dict:
        trial = self.find(number)
        if again and trial.state in FINISHED:
            return self.told(trial)
        if trial.state in FINISHED:
            raise Refusal("FINISHED", f"trial {number} was told before: it is {trial.state.name}")
        for key, value in (userAttrs or {}).items():
            self.study._storage.set_trial_user_attr(trial._trial_id, key, value)
        for name, value in (constraints or {}).items():
            self.trial(number).set_constraint(name, float(value))
        numbers = None if values is None else [float(value) for value in values]
        self.finish(number, None if state is None else TrialState[state], numbers)
        return self.told(self.find(number))

    def finish(self, number: int, state, values) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.study.tell(self.live.get(number, number), values, state)
        except RuntimeError as error:
            # Grid and brute force say so when nothing is left; the result is stored by then.
            if "Study.stop" not in str(error) or self.find(number).state not in FINISHED:
                raise
            self.exhausted = True
        self.live.pop(number, None)

    def told(self, trial) -> dict:
        return {"state": trial.state.name, "values": trial.values, "exhausted": self.is_exhausted()}

    def is_exhausted(self) -> bool:
        sampler = self.study.sampler
        if isinstance(sampler, optuna.samplers.GridSampler) and sampler.is_exhausted(self.study):
            self.exhausted = True
        waits = self.study.get_trials(deepcopy=False, states=(TrialState.WAITING,)) if self.exhausted else []
        return self.exhausted and not waits

    def enqueue(self, again: bool, params: dict, token: str, userAttrs: dict | None = None, skipIfExists: bool = False, once: bool = False) -> None:
        if (again or once) and any(trial.user_attrs.get(TOKEN) == token for trial in self.all_trials()):
            return
        self.study.enqueue_trial(params, {**(userAttrs or {}), TOKEN: token}, skip_if_exists=skipIfExists)

    def set_user_attr(self, again: bool, key: str, value, number: int | None = None) -> None:
        if number is None:
            self.study.set_user_attr(key, value)
        else:
            self.study._storage.set_trial_user_attr(self.find(number)._trial_id, key, value)

    def set_constraint(self, again: bool, number: int, name: str, value) -> None:
        self.trial(number).set_constraint(name, float(value))

    # Looking

    def trials(self, again: bool) -> list:
        return [self.describe(trial) for trial in self.all_trials()]

    def info(self, again: bool) -> dict:
        study = self.study
        directions = [direction.name.lower() for direction in study.directions]
        return {"studyName": study.study_name, "directions": directions, "userAttrs": study.user_attrs, "metricNames": study.metric_names}

    def best(self, again: bool) -> list:
        """The best trial, or the front of them where there are several objectives; feasible ones alone."""
        try:
            several = len(self.study.directions) > 1
            return [self.describe(trial) for trial in (self.study.best_trials if several else [self.study.best_trial])]
        except ValueError:
            return []

    def importance(self, again: bool, objective: int = 0) -> list:
        import optuna_report

        return optuna_report.importances(self.study, objective)

    def figures(self, again: bool) -> list:
        import optuna_report

        return optuna_report.figures(self.study)

    def page(self, again: bool, path: str, title: str, facts: list) -> None:
        import optuna_report

        optuna_report.write_page(self.study, path, title, facts)

    # Parts

    def all_trials(self) -> list:
        return self.study.get_trials(deepcopy=False)

    def num_taken(self) -> int:
        """Trials that run or ended, each with its retries counted once."""
        trials = self.all_trials()
        retried = {number for trial in trials for number in trial.system_attrs.get("retry_history", [])}
        return sum(trial.number not in retried and trial.state != TrialState.WAITING for trial in trials)

    def find(self, number: int):
        storage = self.study._storage
        try:
            return storage.get_trial(storage.get_trial_id_from_study_id_trial_number(self.study._study_id, number))
        except KeyError:
            raise Refusal("NO_TRIAL", f"the study has no trial {number}") from None

    def trial(self, number: int) -> optuna.Trial:
        if number not in self.live:
            found = self.find(number)
            if found.state != TrialState.RUNNING:
                raise Refusal("FINISHED", f"trial {number} does not run: it is {found.state.name}")
            self.live[number] = optuna.Trial(self.study, found._trial_id)
        return self.live[number]

    def describe(self, trial) -> dict:
        frozen = trial if isinstance(trial, optuna.trial.FrozenTrial) else trial._cached_frozen_trial
        return {
            "number": frozen.number,
            "state": frozen.state.name,
            "values": frozen.values,
            "params": frozen.params,
            "intermediateValues": list(frozen.intermediate_values.items()),
            "userAttrs": frozen.user_attrs,
            "constraints": frozen.constraints,
            "retryHistory": frozen.system_attrs.get("retry_history", []),
            "startedMs": milliseconds(frozen.datetime_start),
            "endedMs": milliseconds(frozen.datetime_complete),
        }


def number_in(trial, number: int) -> bool:
    return number in trial.system_attrs.get("retry_history", [])


def milliseconds(moment) -> float | None:
    return None if moment is None else moment.timestamp() * 1000


def is_gone(owner: str) -> bool:
    """Whether `host|pid|start` names a process that this host had and has no more."""
    host, pid, start = owner.split("|")
    if host != socket.gethostname():
        return False
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(") ")[2].split()
        return fields[0] == "Z" or (start != "" and fields[19] != start.rpartition(":")[2])
    except FileNotFoundError:
        return True
    except OSError:
        return False


def plain(value):
    """What JSON has: numpy's numbers become Python's, those that are not finite become text."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def answer(broker: Broker, line: bytes) -> dict:
    request = json.loads(line)
    try:
        method = request["method"]
        if method.startswith("_"):
            raise Refusal("METHOD", method)
        result = getattr(broker, method)(request.get("again", False), **request.get("params", {}))
        return {"id": request["id"], "result": plain(result)}
    except Refusal as refusal:
        return {"id": request["id"], "error": {"kind": refusal.kind, "message": str(refusal)}}
    except ImportError as error:
        refusal = parts.missing_module(error, "this")
        return {"id": request["id"], "error": {"kind": refusal.kind, "message": str(refusal)}}
    except Exception as error:  # noqa: BLE001 - the program that asked decides what it means
        import traceback

        traceback.print_exc()
        message = parts.without_password(f"{type(error).__name__}: {error}")
        return {"id": request["id"], "error": {"kind": "OPTUNA", "message": message}}


def end_with_parent(busy: threading.Lock) -> None:
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.25)
        # A request under way is finished: half a line in the study's file would have to be mended.
        busy.acquire(timeout=5)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.filterwarnings("ignore")
    busy = threading.Lock()
    end_with_parent(busy)
    broker = Broker()
    with socket.socket(fileno=3) as connection, connection.makefile("rb") as requests:
        for line in requests:
            with busy:
                reply = answer(broker, line)
            try:
                connection.sendall(json.dumps(reply, separators=(",", ":")).encode() + b"\n")
            except OSError:
                break
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
