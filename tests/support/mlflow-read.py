"""A registered model, read by MLflow's own Python client: `mlflow-read.py URI NAME VERSION WAVES.json`, answers in JSON.

It is also served, by the application that `mlflow models serve` runs: a process less that imports MLflow.
"""

import json
import sys
import threading
import time
import urllib.request

import mlflow
import numpy as np
import onnxruntime
import uvicorn
from mlflow.pyfunc import scoring_server

uri, name, version, waves = sys.argv[1:]
mlflow.set_tracking_uri(uri)
client = mlflow.MlflowClient()
model = client.get_registered_model(name)
found = client.get_model_version(name, version)
run = client.get_run(found.run_id)
wave = np.array(json.load(open(waves)), dtype=np.float32)

place = f"models:/{name}/{version}"
onnx_model = mlflow.onnx.load_model(place)
session = onnxruntime.InferenceSession(onnx_model.SerializeToString(), providers=["CPUExecutionProvider"])
by_onnx = session.run(["probabilities"], {"waveform": wave})[0]
pyfunc = mlflow.pyfunc.load_model(place)
logged = client.get_logged_model(found.source.removeprefix("models:/"))


def serve():
    """Returns the address of the model's server."""
    app = scoring_server.init(scoring_server.load_model_with_mlflow_config(place))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    return "http://127.0.0.1:%d" % server.servers[0].sockets[0].getsockname()[1]


def post(url, body):
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    return json.load(urllib.request.urlopen(request))


served = post(f"{serve()}/invocations", {"inputs": {"waveform": wave.tolist()}})

print(
    json.dumps(
        {
            "aliases": model.aliases,
            "versions": sorted(int(one.version) for one in client.search_model_versions(f"name='{name}'")),
            "tags": found.tags,
            "status": str(found.status),
            "run_tags": run.data.tags,
            "params": run.data.params,
            "run_status": run.info.status,
            "history": [[m.step, m.value] for m in client.get_metric_history(run.info.run_id, "train/loss")],
            "model_metrics": {m.key: m.value for m in logged.metrics},
            "model_status": str(logged.status),
            "inputs": [one.name for one in pyfunc.metadata.signature.inputs.inputs],
            "outputs": [one.name for one in pyfunc.metadata.signature.outputs.inputs],
            "by_onnx": by_onnx.tolist(),
            "by_pyfunc": pyfunc.predict({"waveform": wave})["probabilities"].tolist(),
            "by_server": served["predictions"]["probabilities"],
            "by_array": pyfunc.predict(wave)["probabilities"].tolist(),
            "example": pyfunc.input_example["waveform"].shape[1],
        }
    )
)
