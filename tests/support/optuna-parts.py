"""Uses samplers and pruners as the broker builds them, in one process: prints the number of trials that each ends."""

import json
import os
import sys

import optuna

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "services", "search"))
import parts  # noqa: E402

optuna.logging.set_verbosity(optuna.logging.ERROR)
samplers, pruners, space = json.loads(sys.argv[1])


def sampled(spec: dict) -> int:
    study = optuna.create_study(sampler=parts.build("sampler", spec, seed=0, space=space))
    study.optimize(lambda trial: trial.suggest_float("x", 0, 1, step=0.5) + len(trial.suggest_categorical("k", "ab")), 8)
    return len(study.get_trials(states=[optuna.trial.TrialState.COMPLETE]))


def pruned(spec: dict) -> int:
    study = optuna.create_study(pruner=parts.build("pruner", spec, seed=0, space=space))

    def objective(trial):
        for step in range(8):
            trial.report(trial.number + step / 100, step)
            if trial.should_prune():
                raise optuna.TrialPruned
        return trial.number

    study.optimize(objective, 9)
    return len(study.get_trials(states=[optuna.trial.TrialState.PRUNED]))


json.dump({"sampled": [sampled(spec) for spec in samplers], "pruned": [pruned(spec) for spec in pruners]}, sys.stdout)
