const FULL_SCALE = 32_768;

/**
 * Returns samples as 16-bit numbers, from which `fromInt16` makes the same bits again; null if they have more digits. Files of 16
 * bits or fewer have no more, unless they were resampled or mixed.
 */
export function toInt16(samples: Float32Array): Int16Array | null {
  const numbers = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const value = FULL_SCALE * samples[i]!;
    numbers[i] = value;
    // Also for what is too large and wraps around, for NaN, and for -0, which has no 16-bit number.
    if (!Object.is(numbers[i], value)) return null;
  }
  return numbers;
}

/** Returns the samples of 16-bit numbers, full scale is 1: exact in float32. */
export function fromInt16(numbers: Int16Array): Float32Array {
  const samples = new Float32Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) samples[i] = numbers[i]! / FULL_SCALE;
  return samples;
}
