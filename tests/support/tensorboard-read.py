"""Reads folders of event files with the real TensorBoard: a folder a line in, a line of JSON out.

Numbers are texts, for JSON has no NaN.
"""

import hashlib
import json
import logging
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.plugin_event_accumulator import (
    EventAccumulator as PluginEventAccumulator,
)
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.util import tensor_util

# Purging says how much, on stderr.
logging.getLogger("tensorboard").setLevel(logging.ERROR)
EVERYTHING = {"scalars": 0, "images": 0, "audio": 0, "tensors": 0}


def read(folder):
    events = EventAccumulator(folder, size_guidance=EVERYTHING)
    events.Reload()
    tags = events.Tags()
    # Read like TensorBoard's own pages: the accumulator above forgets no tensors at a restart.
    shown = PluginEventAccumulator(folder, size_guidance=EVERYTHING, tensor_size_guidance={"text": 0})
    shown.Reload()
    texts = {}
    for tag in tags["tensors"]:
        if events.SummaryMetadata(tag).plugin_data.plugin_name == "text":
            texts[tag] = [
                [event.step, tensor_util.make_ndarray(event.tensor_proto).item().decode()]
                for event in shown.Tensors(tag)
            ]
    hparams = {}
    try:
        for tag, content in events.PluginTagToContent("hparams").items():
            data = plugin_data_pb2.HParamsPluginData.FromString(content)
            kind = data.WhichOneof("data")
            if kind == "session_start_info":
                for key, value in data.session_start_info.hparams.items():
                    hparams[key] = getattr(value, value.WhichOneof("kind"))
            else:
                hparams[tag] = data.session_end_info.status
    except KeyError:
        pass
    return {
        "scalars": {
            tag: [[event.step, repr(event.value), event.wall_time] for event in events.Scalars(tag)]
            for tag in tags["scalars"]
        },
        "images": {
            tag: [
                [event.step, event.width, event.height, event.encoded_image_string.hex()]
                for event in events.Images(tag)
            ]
            for tag in tags["images"]
        },
        "audio": {
            tag: [
                [
                    event.step,
                    event.sample_rate,
                    event.length_frames,
                    event.content_type,
                    hashlib.sha256(event.encoded_audio_string).hexdigest(),
                ]
                for event in events.Audio(tag)
            ]
            for tag in tags["audio"]
        },
        "texts": texts,
        "hparams": hparams,
    }


for line in sys.stdin:
    try:
        answer = {"read": read(line.rstrip("\n"))}
    except Exception as error:  # a folder without event files, say
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
