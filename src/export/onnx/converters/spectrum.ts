import type { Convert } from "../call.js";

/*
 * In the graph, a complex tensor is a real one with an additional last axis of size 2.
 */

/**
 * Converts the short-time Fourier transform to one convolution with its windowed cosines and sines: about as exact as
 * ONNX's own STFT, faster in native runtimes and slower in WebAssembly (see docs/export.md), and available on every
 * device of every runtime, which STFT is not.
 *
 * The window may be shorter than the transform: it is centered, and samples outside of it are not read.
 */
const stft: Convert = (call) => {
  const { graph } = call;
  const size = call.number("n_fft");
  const hop = call.number("hop_length", Math.floor(size / 4));
  const length = call.number("win_length", size);
  if (call.rank() !== 2) return call.fail("expected [B, T]");
  if (call.flag("normalized", false))
    return call.fail("'normalized' is not written; divide by the root of n_fft");
  if (!call.flag("onesided", true)) return call.fail("'onesided' of false is not written");
  if (!call.flag("return_complex", true)) return call.fail("'return_complex' of false is not written");
  if (call.flag("align_to_window", false)) return call.fail("'align_to_window' is not written");
  const window = windowOf(call, length);
  const numBins = Math.floor(size / 2) + 1;
  const before = Math.floor((size - length) / 2);
  const basis = fourierBasis(window, size, before, numBins);
  const weight = graph.constant(
    `${graph.place}.dft`,
    "float32",
    [2 * numBins, 1, length],
    new Uint8Array(basis.buffer),
  );

  let wave = call.tensor();
  if (call.flag("center", true)) {
    const mode = call.text("pad_mode", "reflect");
    if (mode !== "reflect" && mode !== "constant") return call.fail(`pad_mode "${mode}" has no ONNX form`);
    const half = Math.floor(size / 2);
    // Half a transform is added at each end, without the part that the window does not reach.
    const pads = [0, half - before, 0, half - (size - length - before)];
    wave = graph.add("Pad", [wave, graph.numbers(pads)], { mode });
  } else if (size !== length) return call.fail("a window shorter than n_fft is written with 'center' only");
  const channel = graph.add("Unsqueeze", [wave, graph.numbers([1])]); // [B, 1, T]
  const parts = graph.add("Conv", [channel, weight], { kernel_shape: [length], strides: [hop] }); // [B, 2 bins, frames]
  const pairs = graph.add("Reshape", [parts, graph.numbers([0, 2, numBins, -1])]);
  return graph.add("Transpose", [pairs], { perm: [0, 2, 3, 1] }); // [B, bins, frames, 2]
};

function windowOf(call: Parameters<Convert>[0], length: number): Float32Array {
  if (!call.has("window")) return new Float32Array(length).fill(1);
  const operand = call.operand("window");
  if (operand.kind !== "constant" || operand.constant.dtype !== "float32") {
    return call.fail("'window' must be a float32 constant");
  }
  return new Float32Array(Uint8Array.from(operand.constant.bytes).buffer);
}

/** Returns rows of `w[t] cos(2 pi k t / N)`, then of `-w[t] sin(2 pi k t / N)`, computed in float64. */
function fourierBasis(window: Float32Array, size: number, before: number, numBins: number): Float32Array {
  const { length } = window;
  const basis = new Float32Array(2 * numBins * length);
  for (let k = 0; k < numBins; k++) {
    for (let t = 0; t < length; t++) {
      // The angle is reduced to one turn first: large angles lose precision.
      const angle = (2 * Math.PI * ((k * (t + before)) % size)) / size;
      basis[k * length + t] = window[t]! * Math.cos(angle);
      basis[(numBins + k) * length + t] = -window[t]! * Math.sin(angle);
    }
  }
  return basis;
}

const complexAbs: Convert = (call) => {
  const { graph } = call;
  const value = call.tensor();
  const power = graph.reduce("ReduceSum", graph.add("Mul", [value, value]), [call.rank()], false);
  return graph.add("Sqrt", [power]);
};

export const SPECTRUM: Record<string, Convert> = {
  "aten::stft": stft,
  "aten::stft.center": stft,
};

/** Operators that accept complex tensors. */
export const OF_COMPLEX: Record<string, Convert> = {
  "aten::view_as_real": (call) => call.tensor(),
  "aten::abs": complexAbs,
};
