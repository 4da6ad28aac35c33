"""Decodes with soundfile or torchcodec on request, and makes the files; see decode.mjs. Answers milliseconds, or null for a format that
the library does not read."""

import json
import sys
import threading
import time

library, root = sys.argv[1:]


def make(formats):
    import av
    import numpy as np

    rng = np.random.default_rng(0)

    def sound(rate, channels, seconds):
        t = np.arange(rate * seconds) / rate
        tones = [0.3 * np.sin(2 * np.pi * (220 + 110 * c + 20 * np.sin(t)) * t) for c in range(channels)]
        return (np.stack(tones) + 0.05 * rng.standard_normal((channels, rate * seconds))).astype(np.float32)

    codecs = {"wav": "pcm_s16le", "flac": "flac", "mp3": "libmp3lame", "ogg": "libvorbis", "opus": "libopus", "m4a": "aac", "webm": "libopus"}
    for format in formats:
        ten = sound(44100, 2, 10)
        for name, rate, block, repeats in [("second", 16000, sound(16000, 1, 1), 1), ("ten", 44100, ten, 1), ("hour", 44100, ten, 360)]:
            layout = "mono" if len(block) == 1 else "stereo"
            # Opus has no 44.1 kHz.
            coded = 48000 if codecs[format] == "libopus" and rate == 44100 else rate
            with av.open(f"{root}/{name}.{format}", "w") as container:
                codec = codecs[format] if codecs[format] in av.codecs_available else "vorbis"
                stream = container.add_stream(codec, rate=coded)
                stream.layout = layout
                if codec == "vorbis":
                    stream.options = {"strict": "experimental"}
                resampler = av.AudioResampler(format=stream.format, layout=layout, rate=coded, frame_size=stream.codec_context.frame_size or 0)
                place = 0
                for _ in range(repeats):
                    frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
                    frame.sample_rate, frame.pts = rate, place
                    place += block.shape[1]
                    for piece in resampler.resample(frame):
                        container.mux(stream.encode(piece))
                for piece in resampler.resample(None):
                    container.mux(stream.encode(piece))
                container.mux(stream.encode(None))


def with_soundfile():
    import soundfile

    def read(path, place, seconds):
        if place is None:
            return soundfile.read(path, dtype="float32")
        with soundfile.SoundFile(path) as file:
            file.seek(int(place * file.samplerate))
            return file.read(int(seconds * file.samplerate), dtype="float32")

    return read


def with_torchcodec():
    from torchcodec.decoders import AudioDecoder

    def read(path, place, seconds):
        decoder = AudioDecoder(path)
        if place is None:
            return decoder.get_all_samples()
        return decoder.get_samples_played_in_range(place, place + seconds)

    return read


read = None
reason = None
try:
    read = with_soundfile() if library == "soundfile" else with_torchcodec()
except Exception as error:
    print(f"{library} is not there: {str(error).splitlines()[0]}", file=sys.stderr)

for line in sys.stdin:
    request = json.loads(line)
    if "make" in request:
        make(request["make"])
        print("null", flush=True)
        continue
    path, count, seconds, threads = (request[key] for key in ("path", "count", "seconds", "threads"))
    places = request["places"] if request["name"] == "crop" else [None] * (2 * count)

    def run(first):
        for place in places[first : first + count]:
            read(path, place, seconds)

    answer = None
    if read is not None:
        try:
            read(path, places[0], seconds)
            workers = [threading.Thread(target=run, args=(i * count,)) for i in range(threads)]
            start = time.perf_counter()
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
            answer = 1000 * (time.perf_counter() - start)
        except Exception:
            answer = None
    print(json.dumps(answer), flush=True)
