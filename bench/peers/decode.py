"""Decodes with soundfile or torchcodec on request, and makes the files; see decode.mjs. Answers milliseconds by the clock and of CPU
time, or null for a format that the library does not read."""

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

    codecs = {"wav": "pcm_s16le", "flac": "flac", "mp3": "libmp3lame", "opus": "libopus", "m4a": "aac", "webm": "libopus", "aiff": "pcm_s16be"}
    for format in formats:
        ten = sound(44100, 2, 10)
        for name, rate, block, repeats in [("second", 16000, sound(16000, 1, 1), 1), ("ten", 44100, ten, 1), ("hour", 44100, ten, 360)]:
            if format == "ogg":
                import soundfile

                # PyAV's wheel has no libvorbis.
                with soundfile.SoundFile(f"{root}/{name}.ogg", "w", rate, len(block), format="OGG", subtype="VORBIS") as file:
                    for _ in range(repeats):
                        file.write(block.T)
                continue
            layout = "mono" if len(block) == 1 else "stereo"
            # Opus has no 44.1 kHz.
            coded = 48000 if codecs[format] == "libopus" and rate == 44100 else rate
            with av.open(f"{root}/{name}.{format}", "w") as container:
                stream = container.add_stream(codecs[format], rate=coded)
                stream.layout = layout
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
    path, seconds, parts = (request[key] for key in ("path", "seconds", "parts"))

    def run(places):
        for place in places:
            read(path, place, seconds)

    answer = None
    if read is not None:
        try:
            read(path, parts[0][0], seconds)
            threads = [threading.Thread(target=run, args=(places,)) for places in parts]
            wall, cpu = time.perf_counter(), time.process_time()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            answer = {"wallMs": 1000 * (time.perf_counter() - wall), "cpuMs": 1000 * (time.process_time() - cpu)}
        except Exception:
            answer = None
    print(json.dumps(answer), flush=True)
