// K = frequencies of a frame, size / 2 + 1.
import { Fft } from "../../audio/fft.js";

/** Windows overlap by three quarters. */
const OVERLAP = 4;

/**
 * Stretches a channel in time by a phase vocoder (Flanagan and Golden, 1966; the formula of torchaudio.functional.phase_vocoder
 * 2.0, between torch.stft and torch.istft with a Hann window and reflected ends). Phases advance by products of unit
 * complex numbers, which are exact up to rounding and need no arctangent.
 *
 * @param rate above 1 is faster
 * @param size samples of a window, a power of two
 * @returns `round(samples / rate)` samples
 */
export function stretchTime(channel: Float32Array, rate: number, size: number): Float32Array {
  const hop = size / OVERLAP;
  const spectrum = stft(channel, size, hop);
  const length = Math.round(channel.length / rate);
  return istft(vocode(spectrum, rate), size, hop, length);
}

/** Frames of complex numbers, [frames, K]. */
interface Spectrum {
  re: Float64Array;
  im: Float64Array;
  numFrames: number;
}

function hann(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
}

/** Returns the place of a sample beyond the ends, which mirror the signal. */
function reflected(i: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const at = ((i % period) + period) % period;
  return at < length ? at : period - at;
}

function stft(channel: Float32Array, size: number, hop: number): Spectrum {
  const bins = size / 2 + 1;
  const numFrames = 1 + Math.floor(channel.length / hop);
  const window = hann(size);
  const fft = Fft.of(size);
  const spectrum = {
    re: new Float64Array(numFrames * bins),
    im: new Float64Array(numFrames * bins),
    numFrames,
  };
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  const load = (target: Float64Array, frame: number): void => {
    const first = frame * hop - size / 2;
    const isInside = first >= 0 && first + size <= channel.length;
    for (let i = 0; i < size; i++) {
      const at = isInside ? first + i : reflected(first + i, channel.length);
      target[i] = window[i]! * channel[at]!;
    }
  };
  // Two frames at a time: one is the real part, the other the imaginary one.
  for (let frame = 0; frame < numFrames; frame += 2) {
    load(re, frame);
    if (frame + 1 < numFrames) load(im, frame + 1);
    else im.fill(0);
    fft.forward(re, im);
    for (let k = 0; k < bins; k++) {
      const mirrored = (size - k) % size;
      const at = frame * bins + k;
      spectrum.re[at] = (re[k]! + re[mirrored]!) / 2;
      spectrum.im[at] = (im[k]! - im[mirrored]!) / 2;
      if (frame + 1 === numFrames) continue;
      spectrum.re[at + bins] = (im[k]! + im[mirrored]!) / 2;
      spectrum.im[at + bins] = (re[mirrored]! - re[k]!) / 2;
    }
  }
  return spectrum;
}

function vocode({ re, im, numFrames }: Spectrum, rate: number): Spectrum {
  const bins = re.length / numFrames;
  const count = Math.ceil(numFrames / rate);
  const out = { re: new Float64Array(count * bins), im: new Float64Array(count * bins), numFrames: count };
  // Unit numbers of the phases so far. A number without a size has the phase 0, as angle(0).
  const [phaseRe, phaseIm] = [new Float64Array(bins), new Float64Array(bins)];
  for (let k = 0; k < bins; k++) {
    const size = Math.hypot(re[k]!, im[k]!);
    phaseRe[k] = size === 0 ? 1 : re[k]! / size;
    phaseIm[k] = size === 0 ? 0 : im[k]! / size;
  }
  for (let frame = 0; frame < count; frame++) {
    const at = frame * rate;
    const from = Math.floor(at);
    const share = at - from;
    for (let k = 0; k < bins; k++) {
      const i = from * bins + k;
      const j = i + bins;
      const isInside = from + 1 < numFrames;
      const a = re[i]!;
      const b = im[i]!;
      const c = isInside ? re[j]! : 0;
      const d = isInside ? im[j]! : 0;
      const first = Math.sqrt(a * a + b * b);
      const second = Math.sqrt(c * c + d * d);
      const size = share * second + (1 - share) * first;
      const o = frame * bins + k;
      const p = phaseRe[k]!;
      const q = phaseIm[k]!;
      out.re[o] = size * p;
      out.im[o] = size * q;
      const ur = first === 0 ? 1 : a / first;
      const ui = first === 0 ? 0 : b / first;
      const vr = second === 0 ? 1 : c / second;
      const vi = second === 0 ? 0 : d / second;
      const turnRe = vr * ur + vi * ui;
      const turnIm = vi * ur - vr * ui;
      phaseRe[k] = p * turnRe - q * turnIm;
      phaseIm[k] = p * turnIm + q * turnRe;
    }
  }
  return out;
}

function istft({ re: specRe, im: specIm, numFrames }: Spectrum, size: number, hop: number, length: number) {
  const bins = size / 2 + 1;
  const window = hann(size);
  const fft = Fft.of(size);
  const total = size + hop * (numFrames - 1);
  const [sum, weight] = [new Float64Array(total), new Float64Array(total)];
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  const addFrame = (block: Float64Array, frame: number): void => {
    const first = frame * hop;
    for (let i = 0; i < size; i++) {
      sum[first + i]! += window[i]! * block[i]!;
      weight[first + i]! += window[i]! * window[i]!;
    }
  };
  for (let frame = 0; frame < numFrames; frame += 2) {
    const isPair = frame + 1 < numFrames;
    for (let k = 0; k < bins; k++) {
      const at = frame * bins + k;
      // The first and the middle frequency of a real signal are real.
      const isReal = k === 0 || k === size / 2;
      const a = specRe[at]!;
      const b = isReal ? 0 : specIm[at]!;
      const c = isPair ? specRe[at + bins]! : 0;
      const d = isPair && !isReal ? specIm[at + bins]! : 0;
      const mirrored = (size - k) % size;
      re[k] = a - d;
      im[k] = b + c;
      re[mirrored] = a + d;
      im[mirrored] = c - b;
    }
    fft.inverse(re, im);
    addFrame(re, frame);
    if (isPair) addFrame(im, frame + 1);
  }
  const result = new Float32Array(length);
  const first = size / 2;
  for (let i = 0; i < length && first + i < total; i++) {
    const w = weight[first + i]!;
    result[i] = w > 1e-11 ? sum[first + i]! / w : 0;
  }
  return result;
}
