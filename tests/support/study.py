"""Prints a study in a journal file as Python's Optuna reads it."""

import json
import sys

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

optuna.logging.set_verbosity(optuna.logging.ERROR)
path, name = sys.argv[1:]
storage = JournalStorage(JournalFileBackend(path)) if "://" not in path else path
study = optuna.load_study(study_name=name, storage=storage)


def best():
    try:
        several = len(study.directions) > 1
        return [trial.number for trial in (study.best_trials if several else [study.best_trial])]
    except ValueError:
        return []


json.dump(
    {
        "best": best(),
        "directions": [direction.name.lower() for direction in study.directions],
        "trials": [
            {
                "number": trial.number,
                "state": trial.state.name,
                "values": trial.values,
                "params": trial.params,
                "intermediateValues": list(trial.intermediate_values.items()),
                "retryHistory": trial.system_attrs.get("retry_history", []),
                "constraints": trial.constraints,
                "userAttrs": trial.user_attrs,
            }
            for trial in study.trials
        ],
    },
    sys.stdout,
)
