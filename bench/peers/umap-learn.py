"""One projection for each line on stdin, a JSON {path, rows, dims, epochs, seed, out}; answers with its seconds."""

import json
import sys
import time
import warnings

import numpy as np
import umap

warnings.filterwarnings("ignore")
print(umap.__version__, flush=True)
for line in sys.stdin:
    job = json.loads(line)
    rows = np.fromfile(job["path"], np.float32).reshape(job["rows"], job["dims"])
    start = time.perf_counter()
    # No seed, which is its default: with a seed it runs on one thread.
    projection = umap.UMAP(n_neighbors=15, n_epochs=job["epochs"]).fit_transform(rows)
    seconds = time.perf_counter() - start
    projection.astype(np.float32).tofile(job["out"])
    print(seconds, flush=True)
