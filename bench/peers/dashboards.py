"""Time to the first chart and memory of another dashboard, on runs that its own client wrote.

    dashboards.py tensorboard|mlflow|trackio FOLDER RUNS STEPS
"""
import json
import math
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request

peer, folder, num_runs, num_steps = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])

# Runs of an earlier bench would be counted too.
shutil.rmtree(folder, ignore_errors=True)


def loss(run, step):
    return 1 / math.sqrt(step) + 0.1 * math.sin(step * (run + 1))


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def memory_mb(pid):
    with open(f"/proc/{pid}/status") as file:
        own = next((int(line.split()[1]) for line in file if line.startswith("VmRSS:")), 0) / 1024
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return own + sum(memory_mb(child) for child in file.read().split())


def fetch(url, data=None):
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=600) as answer:
        return json.loads(answer.read())


def until(answer, is_done):
    """Asks until the server answers with everything."""
    while True:
        try:
            value = answer()
            if is_done(value):
                return value
        except OSError:
            pass
        time.sleep(0.05)


def serve(command, measure):
    start = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        measure()
        seconds = time.perf_counter() - start
        print(f"{peer}: {num_runs} runs of {num_steps} steps: start until ten curves: {1000 * seconds:.0f} ms, {memory_mb(server.pid):.0f} MB")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


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
    port = free_port()
    base = f"http://127.0.0.1:{port}/data/plugin/scalars"

    def measure():
        until(lambda: fetch(f"{base}/tags"), lambda tags: len(tags) == num_runs)
        for run in range(min(10, num_runs)):
            until(lambda: fetch(f"{base}/scalars?run=run{run}&tag=train%2Floss"), lambda points: len(points) > 0)

    serve([sys.executable, "-m", "tensorboard.main", "--logdir", folder, "--port", str(port)], measure)


def mlflow():
    import mlflow
    from mlflow.entities import Metric
    from mlflow.tracking import MlflowClient

    os.makedirs(folder, exist_ok=True)
    uri = f"sqlite:///{folder}/mlflow.db"
    client = MlflowClient(uri)
    experiment = client.create_experiment("bench", f"file://{folder}/artifacts")
    ids = []
    for run in range(num_runs):
        run_id = client.create_run(experiment).info.run_id
        ids.append(run_id)
        metrics = [Metric("train/loss", loss(run, step), int(1000 * time.time()), step) for step in range(1, num_steps + 1)]
        for at in range(0, num_steps, 1000):
            client.log_batch(run_id, metrics=metrics[at : at + 1000])
        client.set_terminated(run_id)
    port = free_port()
    base = f"http://127.0.0.1:{port}"

    def measure():
        body = json.dumps({"experiment_ids": [experiment], "max_results": num_runs}).encode()
        until(lambda: fetch(f"{base}/api/2.0/mlflow/runs/search", body), lambda found: len(found.get("runs", [])) == num_runs)
        query = "&".join(f"run_id={run_id}" for run_id in ids[:10])
        fetch(f"{base}/ajax-api/2.0/mlflow/metrics/get-history-bulk?metric_key={urllib.parse.quote('train/loss')}&{query}")

    serve([sys.executable, "-m", "mlflow", "server", "--backend-store-uri", uri, "--port", str(port)], measure)


def trackio():
    import trackio as one

    os.environ["TRACKIO_DIR"] = folder
    for run in range(num_runs):
        one.init(project="bench", name=f"run{run}")
        for step in range(1, num_steps + 1):
            one.log({"train/loss": loss(run, step)}, step=step)
        one.finish()
    print("trackio: runs written; its server has no documented address of curves to time")


{"tensorboard": tensorboard, "mlflow": mlflow, "trackio": trackio}[peer]()
