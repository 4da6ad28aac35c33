const BIAS = 0x84;
const CLIP = 32635;

/** Encodes samples in [-1, 1] as 8 bits each: mu-law of ITU-T G.711. */
export function encodeMuLaw(samples: Float32Array): Uint8Array {
  return Uint8Array.from(samples, (sample) => {
    const value = Math.round(32768 * sample);
    const magnitude = Math.min(CLIP, Math.abs(value)) + BIAS;
    const exponent = 24 - Math.clz32(magnitude);
    const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
    return ~((value < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
  });
}
