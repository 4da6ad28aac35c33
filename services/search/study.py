"""The owner of a study. Every method is a request of src/search/broker.ts, which may repeat it after a kill."""

import warnings
import zlib

import optuna
from optuna.trial import TrialState, create_trial

import parts
from parts import Refusal
from retries import OWNER, TOKEN, Retries

FINISHED = (TrialState.COMPLETE, TrialState.PRUNED, TrialState.FAIL)


class StudyOwner(Retries):
    def open(self, again: bool, **options) -> dict:
        self.options = options
        self.space = options.get("space") or []
        read_only = options.get("readOnly", False)
        # Wrong names and options are refused before a file is created.
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
        """Returns a seed that differs after a restart and on another machine, so that trials are not repeated."""
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
                self.assert_same_objectives(study, directions)
                if not self.options.get("loadIfExists", True):
                    raise Refusal("EXISTS", f"study {name} exists already; use another study_name")
                return study
            if must_exist:
                raise Refusal("NO_STUDY", f"no study is called {name}; the storage contains {', '.join(existing) or 'none'}")
            return optuna.create_study(storage=storage, study_name=name, directions=directions, load_if_exists=True)
        except Refusal:
            raise
        except Exception as error:  # noqa: BLE001 - a damaged file raises many types
            raise Refusal("STORAGE", f"study {name} cannot be read: {error}") from error

    def assert_same_objectives(self, study, directions: list) -> None:
        name, metrics = study.study_name, self.options.get("metricNames")
        before = [direction.name.lower() for direction in study.directions]
        if before != directions:
            raise Refusal("DIRECTION", f"study {name}: its directions are {', '.join(before)}, not {', '.join(directions)}; use another study_name")
        if metrics and study.metric_names and study.metric_names != metrics:
            raise Refusal("METRIC", f"study {name}: its trials were measured by {', '.join(study.metric_names)}, not {', '.join(metrics)}; use another study_name")

    def assert_same_space(self, trials: list) -> None:
        for item, distribution in self.items:
            for trial in reversed(trials):
                before = trial.distributions.get(item["name"])
                if before is None:
                    continue
                try:
                    optuna.distributions.check_distribution_compatibility(before, distribution)
                except ValueError as error:
                    raise Refusal("SPACE", f"{item['name']}: this study's trials had another type or other choices ({error}); use another study_name") from error
                break

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
            # Before the state changes, so that no running trial lacks an owner; and after, as another machine may do the same.
            try:
                storage.set_trial_user_attr(trial._trial_id, OWNER, owner)
                if storage.set_trial_state_values(trial._trial_id, state=TrialState.RUNNING):
                    if self.is_shared:
                        storage.set_trial_user_attr(trial._trial_id, OWNER, owner)
                    return optuna.Trial(study, trial._trial_id)
            except optuna.exceptions.UpdateFinishedTrialError:
                continue
        # In one write, so that a kill leaves no trial without an owner.
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
            return self.outcome(trial)
        if trial.state in FINISHED:
            raise Refusal("FINISHED", f"trial {number} is finished already: it is {trial.state.name}")
        for key, value in (userAttrs or {}).items():
            self.study._storage.set_trial_user_attr(trial._trial_id, key, value)
        for name, value in (constraints or {}).items():
            self.trial(number).set_constraint(name, float(value))
        numbers = None if values is None else [float(value) for value in values]
        self.finish(number, None if state is None else TrialState[state], numbers)
        return self.outcome(self.find(number))

    def finish(self, number: int, state, values) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.study.tell(self.live.get(number, number), values, state)
        except RuntimeError as error:
            # Grid and brute force stop the study when nothing is left; the result is stored by then.
            if "Study.stop" not in str(error) or self.find(number).state not in FINISHED:
                raise
            self.exhausted = True
        except KeyError as error:
            # Grid expects its own attribute, which an enqueued trial lacks; the result is stored by then.
            if error.args != ("grid_id",) or self.find(number).state not in FINISHED:
                raise
        self.live.pop(number, None)

    def outcome(self, trial) -> dict:
        return {"state": trial.state.name, "values": trial.values, "exhausted": self.is_exhausted()}

    def is_exhausted(self) -> bool:
        sampler = self.study.sampler
        if isinstance(sampler, optuna.samplers.GridSampler) and sampler.is_exhausted(self.study):
            self.exhausted = True
        waiting = self.study.get_trials(deepcopy=False, states=(TrialState.WAITING,)) if self.exhausted else []
        return self.exhausted and not waiting

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

    # Reading

    def trials(self, again: bool) -> list:
        return [self.describe(trial) for trial in self.all_trials()]

    def info(self, again: bool) -> dict:
        study = self.study
        directions = [direction.name.lower() for direction in study.directions]
        return {"studyName": study.study_name, "directions": directions, "userAttrs": study.user_attrs, "metricNames": study.metric_names}

    def best(self, again: bool) -> list:
        """Returns the best feasible trial; with several objectives the Pareto front."""
        try:
            several = len(self.study.directions) > 1
            return [self.describe(trial) for trial in (self.study.best_trials if several else [self.study.best_trial])]
        except ValueError:
            return []

    def importance(self, again: bool, objective: int = 0) -> list:
        import report

        return report.importances(self.study, objective)

    def figures(self, again: bool) -> list:
        import report

        return report.figures(self.study)

    def page(self, again: bool, path: str, title: str, facts: list) -> None:
        import report

        report.write_page(self.study, path, title, facts)

    # Parts

    def all_trials(self) -> list:
        return self.study.get_trials(deepcopy=False)

    def num_taken(self) -> int:
        """Counts trials that run or are finished; a trial and its retries count once."""
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
                raise Refusal("FINISHED", f"trial {number} is not running: it is {found.state.name}")
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


def milliseconds(moment) -> float | None:
    return None if moment is None else moment.timestamp() * 1000
