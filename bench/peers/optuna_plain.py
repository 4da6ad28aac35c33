"""The plain Optuna side of bench/search.mjs: a line `fill PATH COUNT` makes a study, `optimize PATH COUNT` runs trials with
study.optimize, `report PATH COUNT` reports and checks; each answers with the seconds of one of them. `told-...` does so on
the broker's own journal, which waits for no disk."""

import sys
import time
import warnings
from pathlib import Path

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

sys.path.insert(0, str(Path(__file__).parents[2] / "services" / "search"))
from parts import Journal  # noqa: E402

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")
SPACE = {f"x{i}": optuna.distributions.FloatDistribution(0, 1) for i in range(5)}


def study_in(path, sampler, is_told=False):
    storage = JournalStorage(Journal(path) if is_told else JournalFileBackend(path))
    return optuna.create_study(storage=storage, study_name="bench", sampler=sampler, load_if_exists=True)


def objective(trial):
    return sum(trial.suggest_float(name, 0, 1) for name in SPACE)


for line in sys.stdin:
    what, path, count = line.split()
    count = int(count)
    if what == "fill":
        study = study_in(path, optuna.samplers.RandomSampler(seed=0))
        for _ in range(count):
            trial = study.ask(SPACE)
            for step in range(5):
                trial.report(sum(trial.params.values()) / (step + 1), step)
            study.tell(trial, sum(trial.params.values()))
        print(0, flush=True)
        continue
    study = study_in(path, optuna.samplers.TPESampler(seed=1), what.startswith("told-"))
    study.optimize(objective, n_trials=2)
    if what.endswith("optimize"):
        start = time.perf_counter()
        study.optimize(objective, n_trials=count)
    else:
        trial = study.ask(SPACE)
        start = time.perf_counter()
        for step in range(count):
            trial.report(0.5, step)
            trial.should_prune()
    print((time.perf_counter() - start) / count, flush=True)
