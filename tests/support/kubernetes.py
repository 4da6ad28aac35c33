"""Checks Kubernetes and Kubeflow documents by the models of kubeflow-trainer-api, made from the OpenAPI schemas.

Reads a JSON list of documents, writes a JSON list with each one's problems. What a model read and does not
write again is a field that it does not know.
"""

import json
import sys

from kubeflow_trainer_api import models

KINDS = {
    "Job": models.IoK8sApiBatchV1Job,
    "PersistentVolumeClaim": models.IoK8sApiCoreV1PersistentVolumeClaim,
    "Service": models.IoK8sApiCoreV1Service,
    "TrainJob": models.TrainerV1alpha1TrainJob,
    "TrainingRuntime": models.TrainerV1alpha1TrainingRuntime,
}


def unknown_fields(given, known, path=""):
    if isinstance(given, dict):
        for key, value in given.items():
            if key in (known or {}):
                yield from unknown_fields(value, known[key], f"{path}.{key}")
            else:
                yield f"{path}.{key}: no such field"
    elif isinstance(given, list):
        for index, value in enumerate(given):
            yield from unknown_fields(value, known[index], f"{path}[{index}]")


def problems(document):
    try:
        model = KINDS[document["kind"]].from_dict(document)
    except ValueError as error:
        return [str(error)]
    return list(unknown_fields(document, model.to_dict()))


json.dump([problems(document) for document in json.load(sys.stdin)], sys.stdout)
