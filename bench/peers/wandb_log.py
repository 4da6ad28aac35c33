"""wandb's own client, offline; see ../wandb.mjs."""

import json
import random
import statistics
import sys
import tempfile
import time

import wandb

rows, turn = int(sys.argv[1]), int(sys.argv[2])
with tempfile.TemporaryDirectory() as folder:
    run = wandb.init(project="bench", mode="offline", dir=folder, settings=wandb.Settings(silent=True, console="off"))
    micros = []
    for step in range(1, rows + 1):
        row = {f"train/metric{i}": random.random() for i in range(10)}
        start = time.perf_counter()
        run.log(row, step=step)
        micros.append(1e6 * (time.perf_counter() - start))
        if step % turn == 0:
            time.sleep(0.005)
    start = time.perf_counter()
    run.finish()
    finish = 1000 * (time.perf_counter() - start)
print(json.dumps({"median": statistics.median(micros), "mean": statistics.mean(micros), "finishMs": finish}))
