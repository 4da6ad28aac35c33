"""Writes runs for the bench of dashboards by the client of another one, and prints how to show them: one line of JSON.

    dashboards.py tensorboard|mlflow|trackio FOLDER RUNS STEPS PORT

`command` starts the dashboard, in `env`; `page` shows charts of ten runs.
"""
import json
import math
import os
import shutil
import sys
import time

peer, folder, num_runs, num_steps, port = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
base = f"http://127.0.0.1:{port}"

# Runs of an earlier bench would be counted too.
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)


def loss(run, step):
    return 1 / math.sqrt(step) + 0.1 * math.sin(step * (run + 1))


def tensorboard():
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    for run in range(num_runs):
        writer = EventFileWriter(f"{folder}/run{run}", max_queue_size=10_000)
        for step in range(1, num_steps + 1):
            value = Summary(value=[Summary.Value(tag="train/loss", simple_value=loss(run, step))])
            writer.add_event(Event(step=step, wall_time=time.time(), summary=value))
        writer.close()
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", folder, "--port", str(port), "--load_fast=true"]
    return command, f"{base}/?runFilter=run%5Cd%24#timeseries", {}


def mlflow():
    from mlflow.entities import Metric
    from mlflow.tracking import MlflowClient

    uri = f"sqlite:///{folder}/mlflow.db"
    client = MlflowClient(uri)
    experiment = client.create_experiment("bench", f"file://{folder}/artifacts")
    for run in range(num_runs):
        run_id = client.create_run(experiment, run_name=f"run{run}").info.run_id
        metrics = [Metric("train/loss", loss(run, step), int(1000 * time.time()), step) for step in range(1, num_steps + 1)]
        for at in range(0, num_steps, 1000):
            client.log_batch(run_id, metrics=metrics[at : at + 1000])
        client.set_terminated(run_id)
    command = [sys.executable, "-m", "mlflow", "server", "--backend-store-uri", uri, "--port", str(port)]
    return command, f"{base}/#/experiments/{experiment}/runs?compareRunsMode=CHART", {}


def trackio():
    os.environ["TRACKIO_DIR"] = folder
    import trackio as client

    for run in range(num_runs):
        client.init(project="bench", name=f"run{run}")
        for step in range(1, num_steps + 1):
            client.log({"train/loss": loss(run, step)}, step=step)
        client.finish()
    # Otherwise it opens a browser of its own.
    env = {"TRACKIO_DIR": folder, "GRADIO_SERVER_PORT": str(port), "BROWSER": "true"}
    return [sys.executable, "-m", "trackio.cli", "show", "--project", "bench"], f"{base}/?project=bench", env


command, page, env = {"tensorboard": tensorboard, "mlflow": mlflow, "trackio": trackio}[peer]()
print(json.dumps({"command": command, "page": page, "env": env}))
