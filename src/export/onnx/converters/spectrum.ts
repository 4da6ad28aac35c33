import type { Convert } from "../call.js";

/*
 * A complex tensor is a real tensor in the graph, with an additional last axis of size two.
 */

/**
 * The short-time Fourier transform as one convolution with the windowed cosines and sines of the transform: about as
 * exact as ONNX's own STFT, faster in native runtimes and slower in WebAssembly (numbers in docs/export.md), and
 * available on every device of every runtime, while many lack STFT.
 *
 * The window may be shorter than the transform: it is centred in it, and the samples outside are not read.
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
    if (mode !== "reflect" && mode !== "constant") return call.fail(`pad_mode "${mode}" is not written`);
    const half = Math.floor(size / 2);
    // Each end is padded by half a transform, less the part that the window does not reach.
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

/** Rows of `w[t] cos(2 pi k t / N)`, then of `-w[t] sin(2 pi k t / N)`, computed in float64. */
function fourierBasis(window: Float32Array, size: number, before: number, numBins: number): Float32Array {
  const { length } = window;
  const basis = new Float32Array(2 * numBins * length);
  for (let k = 0; k < numBins; k++) {
    for (let t = 0; t < length; t++) {
      // The product is reduced first: a large angle would lose digits.
      const angle = (2 * Math.PI * ((k * (t + before)) % size)) / size;
      basis[k * length + t] = window[t]! * Math.cos(angle);
      basis[(numBins + k) * length + t] = -window[t]! * Math.sin(angle);
    }
  }
  return basis;
}

/** The Fourier transform of real numbers along the last axis, as a product with cosines and sines. */
const realTransform: Convert = (call) => {
  const { graph } = call;
  if (call.axis("dim", -1) !== call.rank() - 1) return call.fail("'dim': expected the last axis");
  if (call.text("norm", "backward") !== "backward")
    return call.fail("'norm' is not written; scale the input");
  const given = call.fixedDim(-1);
  const size = call.number("n", given);
  const length = Math.min(given, size);
  const numBins = Math.floor(size / 2) + 1;
  const rows = fourierBasis(new Float32Array(length).fill(1), size, 0, numBins); // [2 bins, length]
  const columns = Float32Array.from(rows, (_, i) => {
    const [t, column] = [Math.floor(i / (2 * numBins)), i % (2 * numBins)];
    return rows[((column % 2) * numBins + Math.floor(column / 2)) * length + t]!;
  }); // [length, bins, 2]
  const weight = graph.constant(
    `${graph.place}.dft`,
    "float32",
    [length, 2 * numBins],
    new Uint8Array(columns.buffer),
  );
  const cut =
    length === given
      ? call.tensor()
      : graph.add("Slice", [call.tensor(), graph.numbers([0]), graph.numbers([length]), graph.numbers([-1])]);
  const unchanged = Array<number>(call.rank() - 1).fill(0);
  return graph.add("Reshape", [
    graph.add("MatMul", [cut, weight]),
    graph.numbers([...unchanged, numBins, 2]),
  ]);
};

const complexAbs: Convert = (call) => {
  const { graph } = call;
  const value = call.tensor();
  const power = graph.reduce("ReduceSum", graph.add("Mul", [value, value]), [call.rank()], false);
  return graph.add("Sqrt", [power]);
};

export const SPECTRUM: Record<string, Convert> = {
  "aten::stft": stft,
  "aten::stft.center": stft,
  "aten::fft_rfft": realTransform,
};

/** Converters of operators that receive complex tensors. */
export const COMPLEX: Record<string, Convert> = {
  "aten::view_as_real": (call) => call.tensor(),
  "aten::abs": complexAbs,
};
