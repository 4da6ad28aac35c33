"""Features of sound by their published formulas, in float64 with numpy: the reference of src/front-ends.

Written from the documentation of librosa 0.11, torchaudio 2.11, Kaldi and google-research/leaf-audio; docs/log.md says how they
compared with those packages. A wave is [T]; features are [channels, frames].
"""

import numpy as np


def hz_to_mel(hz, scale):
    hz = np.asarray(hz, dtype=np.float64)
    if scale == "htk":
        return 2595 * np.log10(1 + hz / 700)
    return np.where(hz < 1000, hz * 3 / 200, 15 + 27 * np.log(np.maximum(hz, 1) / 1000) / np.log(6.4))


def mel_to_hz(mel, scale):
    mel = np.asarray(mel, dtype=np.float64)
    if scale == "htk":
        return 700 * (10 ** (mel / 2595) - 1)
    return np.where(mel < 15, mel * 200 / 3, 1000 * 6.4 ** ((mel - 15) / 27))


def mel_filters(rate, fft, mels, low, high, scale, norm):
    edges = mel_to_hz(np.linspace(hz_to_mel(low, scale), hz_to_mel(high, scale), mels + 2), scale)
    bins = np.arange(fft // 2 + 1) * rate / fft
    up = (bins[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - bins[None]) / (edges[2:] - edges[1:-1])[:, None]
    filters = np.clip(np.minimum(up, down), 0, None)
    return filters * (2 / (edges[2:] - edges[:-2]))[:, None] if norm == "slaney" else filters


def periodic_window(name, size):
    phase = 2 * np.pi * np.arange(size) / size
    return {
        "hann": 0.5 - 0.5 * np.cos(phase),
        "hamming": 0.54 - 0.46 * np.cos(phase),
        "blackman": 0.42 - 0.5 * np.cos(phase) + 0.08 * np.cos(2 * phase),
        "rectangular": np.ones(size),
    }[name]


def mel(wave, o):
    fft, size, hop = o["fft"], o["size"], o["hop"]
    window = np.zeros(fft)
    start = (fft - size) // 2
    window[start : start + size] = periodic_window(o["window"], size)
    padded = np.pad(wave, fft // 2, mode="reflect")
    frames = np.stack([padded[i : i + fft] * window for i in range(0, len(padded) - fft + 1, hop)])
    magnitude = np.abs(np.fft.rfft(frames, axis=1)).T
    filters = mel_filters(o["rate"], fft, o["mels"], o["low"], o["high"], o["scale"], o["norm"])
    return filters @ magnitude ** o["power"]


def level(spectrum, o):
    if o["log"] == "natural":
        return np.log(spectrum + o["floor"])
    db = 20 / o["power"] * np.log10(np.maximum(spectrum, o["floor"]))
    return db if o["top_db"] is None else np.maximum(db, db.max() - o["top_db"])


def mfcc(wave, o):
    values = level(mel(wave, o), o)
    mels, count = o["mels"], o["count"]
    k = np.arange(count)[:, None]
    matrix = 2 * np.cos(np.pi * k * (2 * np.arange(mels) + 1) / (2 * mels))
    if o["dct_norm"] == "ortho":
        matrix *= np.where(k == 0, np.sqrt(1 / (4 * mels)), np.sqrt(1 / (2 * mels)))
    if o["lifter"] > 0:
        matrix *= 1 + o["lifter"] / 2 * np.sin(np.pi * (k + 1) / o["lifter"])
    return matrix @ values


def smooth(energy, weight, initial):
    state, smoothed = initial, []
    for frame in energy.T:
        state = (1 - weight) * state + weight * frame
        smoothed.append(state)
    return np.stack(smoothed, axis=1)


def pcen(energy, o):
    """librosa.pcen of an energy that is scaled already."""
    frames = o["time_constant"] * o["rate"] / o["hop"]
    weight = (np.sqrt(1 + 4 * frames**2) - 1) / (2 * frames**2)
    initial = energy[:, 0] if o["start"] == "first_frame" else np.ones(len(energy))
    smoothed = smooth(energy, weight, initial)
    gain = np.exp(-o["gain"] * (np.log(o["eps"]) + np.log1p(smoothed / o["eps"])))
    if o["bias"] == 0:
        return np.exp(o["root"] * (np.log(energy) + np.log(gain)))
    return o["bias"] ** o["root"] * np.expm1(o["root"] * np.log1p(energy * gain / o["bias"]))


def delta(features, width):
    reach = width // 2
    padded = np.pad(features, ((0, 0), (reach, reach)), mode="edge")
    frames = features.shape[1]
    total = sum(n * (padded[:, reach + n :][:, :frames] - padded[:, reach - n :][:, :frames]) for n in range(1, reach + 1))
    return total / (2 * sum(n * n for n in range(1, reach + 1)))


def kaldi_window(name, size):
    phase = 2 * np.pi * np.arange(size) / (size - 1)
    hann = 0.5 - 0.5 * np.cos(phase)
    return {
        "povey": hann**0.85,
        "hann": hann,
        "hamming": 0.54 - 0.46 * np.cos(phase),
        "blackman": 0.42 - 0.5 * np.cos(phase) + 0.08 * np.cos(2 * phase),
        "rectangular": np.ones(size),
    }[name]


def kaldi_filters(rate, fft, mels, low, high):
    to_mel = lambda hz: 1127 * np.log(1 + hz / 700)
    bins = to_mel(np.arange(fft // 2) * rate / fft)
    edges = np.linspace(to_mel(low), to_mel(high), mels + 2)
    up = (bins[None] - edges[:-2, None]) / (edges[1] - edges[0])
    down = (edges[2:, None] - bins[None]) / (edges[1] - edges[0])
    return np.pad(np.clip(np.minimum(up, down), 0, None), ((0, 0), (0, 1)))


def fbank(wave, o):
    rate = o["rate"]
    size, hop = int(rate * 0.001 * o["window_ms"]), int(rate * 0.001 * o["hop_ms"])
    fft = 1 << (size - 1).bit_length()
    count = 1 + (len(wave) - size) // hop if o["snip_edges"] else (len(wave) + hop // 2) // hop
    first = 0 if o["snip_edges"] else hop // 2 - size // 2
    window = kaldi_window(o["window"], size)
    filters = kaldi_filters(rate, fft, o["mels"], o["low"], o["high"])
    eps = np.finfo(np.float32).eps
    rows = []
    for i in range(count):
        places = first + i * hop + np.arange(size)
        places = np.where(places < 0, -places - 1, places)
        places = np.where(places >= len(wave), 2 * len(wave) - 1 - places, places)
        frame = wave[places] * o["scale"]
        if o["remove_dc"]:
            frame = frame - frame.mean()
        energy = np.log(max((frame**2).sum(), eps))
        if o["energy_floor"] > 0:
            energy = max(energy, np.log(o["energy_floor"]))
        frame = frame - o["pre_emphasis"] * np.concatenate([frame[:1], frame[:-1]])
        spectrum = np.abs(np.fft.rfft(frame * window, fft)) ** o["power"]
        row = np.log(np.maximum(filters @ spectrum, eps))
        rows.append(np.concatenate([[energy], row]) if o["energy"] else row)
    return np.stack(rows, axis=1)


def leaf_shapes(o):
    """Centre and deviation with which leaf_audio.melfilters.Gabor begins."""
    # kaldi_filters are tf.signal.linear_to_mel_weight_matrix: triangles over mels, no weight at 0 Hz.
    shapes = np.sqrt(kaldi_filters(o["rate"], 512, o["filters"], o["low"], o["high"]))
    shapes[:, 0] = 0
    center = shapes.argmax(1) * 2 * np.pi / 512
    widths = (shapes >= shapes.max(1, keepdims=True) / 2).sum(1)
    return center, np.sqrt(2 * np.log(2)) * 512 / (np.pi * widths)


def leaf(wave, o, p):
    """leaf_audio.frontend.Leaf with its default layers and parameters p; T is a multiple of the hop."""
    rate = o["rate"]
    size, hop = int(rate * 25 // 1000 + 1), int(rate * 10 // 1000)
    center = np.clip(p["center"], 0, np.pi)[:, None]
    bounds = 4 * np.sqrt(2 * np.log(2)) / np.pi, size * np.sqrt(2 * np.log(2)) / np.pi
    deviation = np.clip(p["bandwidth"], *bounds)[:, None]
    t = np.arange(-(size // 2), (size + 1) // 2)
    gabor = np.exp(1j * center * t) * np.exp(-(t**2) / (2 * deviation**2)) / (np.sqrt(2 * np.pi) * deviation)
    padded = np.pad(wave, ((size - 1) // 2, size - 1 - (size - 1) // 2))
    energy = np.abs(gabor @ np.lib.stride_tricks.sliding_window_view(padded, size).T) ** 2
    half = 0.5 * (size - 1)
    width = np.clip(p["width"], 2 / size, 0.5)[:, None]
    pool = np.exp(-0.5 * ((np.arange(size) - half) / (width * half)) ** 2)
    total = size - hop
    energy = np.pad(energy, ((0, 0), (total // 2, total - total // 2)))
    starts = range(0, energy.shape[1] - size + 1, hop)
    pooled = np.maximum(np.stack([(energy[:, i : i + size] * pool).sum(1) for i in starts], axis=1), 1e-5)
    smoothed = smooth(pooled, np.clip(p["smoothing"], 0, 1), pooled[:, 0])
    alpha, root = np.minimum(p["alpha"], 1)[:, None], 1 / np.maximum(p["root"], 1)[:, None]
    delta = p["delta"][:, None]
    return (pooled / (1e-12 + smoothed) ** alpha + delta) ** root - delta**root
