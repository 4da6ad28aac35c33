"""src/data/random.ts in Python: the random order of clips and the random gains of a Woodshed run."""

CLIP_ORDER, GAIN = 1, 3  # PURPOSES


def _mix(hash, word):
    k = word * 0xCC9E2D51 & 0xFFFFFFFF
    k = (k << 15 | k >> 17) & 0xFFFFFFFF
    h = hash ^ (k * 0x1B873593 & 0xFFFFFFFF)
    h = (h << 13 | h >> 19) & 0xFFFFFFFF
    return (h * 5 + 0xE6546B64) & 0xFFFFFFFF


def random_float(*keys):
    h = 0x9747B28C
    for key in keys:
        h = _mix(_mix(h, key & 0xFFFFFFFF), key >> 32)
    h = (h ^ h >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    h = (h ^ h >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return (h ^ h >> 16) / 4294967296


def permutation(count, *keys):
    order = list(range(count))
    for i in range(count - 1, 0, -1):
        j = int(random_float(*keys, i) * (i + 1))
        order[i], order[j] = order[j], order[i]
    return order
