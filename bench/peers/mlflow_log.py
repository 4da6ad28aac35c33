"""MLflow's own client; see ../mlflow.mjs. Prints the seconds that the metrics took."""

import random
import sys
import time

import mlflow
from mlflow.entities import Metric

uri, how, points, a_step = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
mlflow.set_tracking_uri(uri)
mlflow.set_experiment("bench")
rows = [{f"train/metric{i}": random.random() for i in range(a_step)} for _ in range(points // a_step)]
with mlflow.start_run(run_name=how) as run:
    start = time.perf_counter()
    if how == "batch":
        client = mlflow.MlflowClient()
        now = int(time.time() * 1000)
        metrics = [Metric(key, value, now, step) for step, row in enumerate(rows) for key, value in row.items()]
        for begin in range(0, len(metrics), 1000):
            client.log_batch(run.info.run_id, metrics[begin : begin + 1000])
    else:
        for step, row in enumerate(rows):
            mlflow.log_metrics(row, step=step, synchronous=how == "sync")
        mlflow.flush_async_logging()
    seconds = time.perf_counter() - start
print(seconds)
