/** Second-order filters of R. Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter coefficients". */

/** Coefficients: y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]. */
export type Biquad = readonly [b0: number, b1: number, b2: number, a1: number, a2: number];

export type FilterShape = "low_pass" | "high_pass" | "band_pass" | "low_shelf" | "high_shelf" | "peak";

/** Centre or corner of a filter, its quality, and for shelves and peaks its gain. */
export interface FilterSetting {
  hz: number;
  q: number;
  gainDb: number;
}

export function biquadOf(shape: FilterShape, { hz, q, gainDb }: FilterSetting, sampleRateHz: number): Biquad {
  const w = (2 * Math.PI * hz) / sampleRateHz;
  const [cos, sin] = [Math.cos(w), Math.sin(w)];
  const alpha = sin / (2 * q);
  const gain = 10 ** (gainDb / 40);
  switch (shape) {
    case "low_pass":
      return normalized((1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
    case "high_pass":
      return normalized((1 + cos) / 2, -1 - cos, (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
    case "band_pass":
      return normalized(alpha, 0, -alpha, 1 + alpha, -2 * cos, 1 - alpha);
    case "peak":
      return normalized(
        1 + alpha * gain,
        -2 * cos,
        1 - alpha * gain,
        1 + alpha / gain,
        -2 * cos,
        1 - alpha / gain,
      );
    case "low_shelf":
      return shelf(gain, cos, alpha);
    case "high_shelf": {
      // The low shelf with the cosine's sign turned, in z and in the coefficients.
      const [b0, b1, b2, a1, a2] = shelf(gain, -cos, alpha);
      return [b0, -b1, b2, -a1, a2];
    }
  }
}

function shelf(gain: number, cos: number, alpha: number): Biquad {
  const slope = 2 * Math.sqrt(gain) * alpha;
  const [more, less] = [gain + 1, gain - 1];
  return normalized(
    gain * (more - less * cos + slope),
    2 * gain * (less - more * cos),
    gain * (more - less * cos - slope),
    more + less * cos + slope,
    -2 * (less + more * cos),
    more + less * cos - slope,
  );
}

function normalized(b0: number, b1: number, b2: number, a0: number, a1: number, a2: number): Biquad {
  return [b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0];
}

/** Filters a channel in place, in float64 (direct form II transposed, as scipy.signal.lfilter). */
export function filterBiquad(channel: Float32Array, [b0, b1, b2, a1, a2]: Biquad): void {
  let [first, second] = [0, 0];
  for (let i = 0; i < channel.length; i++) {
    const x = channel[i]!;
    const y = b0 * x + first;
    first = b1 * x - a1 * y + second;
    second = b2 * x - a2 * y;
    channel[i] = y;
  }
}
