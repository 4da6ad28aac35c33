"""Orphaned trials, whose process, search or machine is gone: they are failed, and a copy is queued."""

import socket
import time

import optuna
from optuna.trial import TrialState, create_trial

OWNER, TOKEN, ATTEMPTS, STEPS, RETRY, BEAT = (
    f"woodshed:{name}" for name in ("owner", "token", "attempts", "steps", "retry", "beat")
)


class Retries:
    """The part of StudyOwner that handles orphaned trials."""

    def take_in(self, trials: list, known: set) -> None:
        """Takes over trials of a broker that was killed before it answered, and of a search that was killed."""
        for trial in trials:
            if trial.state != TrialState.RUNNING or trial.number in known:
                continue
            is_mine = trial.user_attrs.get(OWNER) == self.options.get("owner")
            if is_mine:
                self.orphans.append(trial.number)
            elif not self.is_shared:
                self.retry(False, trial.number, inherit=self.options.get("inherit", True))

    def recover(self, again: bool, graceSec: float) -> dict:
        """Retries trials of owners that are gone: their process on this host has exited, or no beat came for `graceSec`."""
        retried = []
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
                retried.append(trial.number)
        return {"retried": retried}

    def beat(self, again: bool, count: int) -> None:
        self.study.set_user_attr(f"{BEAT}:{self.options['owner']}", count)

    def retry(self, again: bool, number: int, inherit: bool = True, counts: bool = True, message: str | None = None) -> dict:
        """Fails a running trial and queues a copy, unless its retries are used up without progress since the last one."""
        trial = self.find(number)
        if trial.state == TrialState.RUNNING:
            made_progress = len(trial.intermediate_values) > trial.user_attrs.get(STEPS, 0)
            attempts = (0 if made_progress else trial.user_attrs.get(ATTEMPTS, 0)) + (1 if counts else 0)
            may_retry = attempts <= self.options.get("retries", 0)
            if message is not None:
                self.study._storage.set_trial_user_attr(trial._trial_id, "error", message)
            if may_retry:
                mark = {"attempts": attempts, "inherit": inherit, "by": self.options.get("owner")}
                self.study._storage.set_trial_user_attr(trial._trial_id, RETRY, mark)
            try:
                self.finish(number, TrialState.FAIL, None)
            except optuna.exceptions.UpdateFinishedTrialError:
                return {"retried": False}  # Another machine did it first.
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
        """Queues the copies that are missing because a broker was killed after it failed their trials."""
        for trial in trials:
            mark = trial.user_attrs.get(RETRY)
            if mark is None or trial.state != TrialState.FAIL:
                continue
            by = mark["by"]
            if not self.is_shared or by == self.options.get("owner") or (by is not None and is_gone(by)):
                self.copy(trial)


def number_in(trial, number: int) -> bool:
    return number in trial.system_attrs.get("retry_history", [])


def is_gone(owner: str) -> bool:
    """Returns True if `host|pid|start` names a process of this host that has exited."""
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
