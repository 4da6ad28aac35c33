/** Computes the model in a thread of its own, so that the page draws on. */
import { type InputFormat, modelInput } from "./model-input.js";

export type Request =
  | { kind: "open"; model: string; numThreads: number }
  | {
      kind: "run";
      id: number;
      channels: Float32Array[];
      rateHz: number;
      format: InputFormat;
      /** Samples of a window, at the model's rate: a long sound is computed in parts of whole windows. */
      clipSamples: number;
    };

export interface Output {
  data: Float32Array;
  dims: readonly number[];
}
export type Outputs = Readonly<Record<string, Output>>;

export type Reply =
  | { kind: "opened" }
  | { kind: "result"; id: number; outputs: Outputs; ms: number }
  | { kind: "failed"; id: number | null; message: string };

/** The parts of onnxruntime-web that are used; it is fetched as a file, not bundled: no other page loads it. */
interface Runtime {
  env: { wasm: { wasmPaths: string; numThreads: number }; logLevel: string };
  Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => unknown;
  InferenceSession: { create(model: string, options: object): Promise<Session> };
}
interface Session {
  run(feeds: object): Promise<Record<string, { data: Float32Array; dims: readonly number[] }>>;
}

const RUNTIME = "/onnxruntime/ort.wasm.min.mjs";
/** Windows that are computed as one batch: more take memory, not less time. */
const WINDOWS_AT_ONCE = 16;

let runtime: Runtime;
let session: Session | null = null;

const reply = (message: Reply): void => self.postMessage(message);

self.onmessage = async ({ data: request }: MessageEvent<Request>) => {
  try {
    if (request.kind === "open") {
      await open(request);
      reply({ kind: "opened" });
    } else {
      const startMs = performance.now();
      const outputs = await run(request);
      reply({ kind: "result", id: request.id, outputs, ms: performance.now() - startMs });
    }
  } catch (error) {
    reply({
      kind: "failed",
      id: request.kind === "run" ? request.id : null,
      message: (error as Error).message,
    });
  }
};

async function open({ model, numThreads }: Extract<Request, { kind: "open" }>): Promise<void> {
  runtime = (await import(/* @vite-ignore */ RUNTIME)) as Runtime;
  runtime.env.wasm.wasmPaths = "/onnxruntime/";
  runtime.env.wasm.numThreads = numThreads;
  runtime.env.logLevel = "error";
  session = await runtime.InferenceSession.create(model, { logSeverityLevel: 3 });
}

async function run(request: Extract<Request, { kind: "run" }>): Promise<Outputs> {
  const { samples, numChannels } = modelInput(request.channels, request.rateHz, request.format);
  const length = samples.length / numChannels;
  const part = WINDOWS_AT_ONCE * request.clipSamples;
  const results: { outputs: Record<string, Output>; count: number }[] = [];
  for (let first = 0; first < length; first += part) {
    const count = Math.min(part, length - first);
    const wave = new Float32Array(numChannels * count);
    for (let channel = 0; channel < numChannels; channel++) {
      const from = channel * length + first;
      wave.set(samples.subarray(from, from + count), channel * count);
    }
    const dims = numChannels === 1 ? [1, count] : [1, numChannels, count];
    const outputs = await session!.run({ waveform: new runtime.Tensor("float32", wave, dims) });
    results.push({ outputs, count });
  }
  return join(results);
}

/** Joins parts as the model joins windows: frames side by side, all else averaged by the samples in each. */
function join(parts: readonly { outputs: Record<string, Output>; count: number }[]): Outputs {
  const [first] = parts;
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return Object.fromEntries(
    Object.entries(first!.outputs).map(([name, { data, dims }]) => {
      if (parts.length === 1) return [name, { data, dims: [...dims] }];
      if (dims.length === 3) return [name, sideBySide(parts.map(({ outputs }) => outputs[name]!))];
      const mean = new Float32Array(data.length);
      for (const { outputs, count } of parts)
        for (let i = 0; i < mean.length; i++) mean[i]! += (outputs[name]!.data[i]! * count) / total;
      return [name, { data: mean, dims: [...dims] }];
    }),
  );
}

/** [1, R, F] of each part to [1, R, all F]. */
function sideBySide(parts: readonly Output[]): Output {
  const rows = parts[0]!.dims[1]!;
  const frames = parts.reduce((sum, { dims }) => sum + dims[2]!, 0);
  const data = new Float32Array(rows * frames);
  let place = 0;
  for (const part of parts) {
    const width = part.dims[2]!;
    for (let row = 0; row < rows; row++)
      data.set(part.data.subarray(row * width, (row + 1) * width), row * frames + place);
    place += width;
  }
  return { data, dims: [1, rows, frames] };
}
