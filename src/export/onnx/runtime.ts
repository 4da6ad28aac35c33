import type { InferenceSession } from "onnxruntime-web";

/** Values of a model's outputs by their names. */
export type Outputs = Record<string, Float32Array>;

/** A model in onnxruntime: its WebAssembly build, which is the one that browsers run. */
export class OnnxSession {
  readonly #session: InferenceSession;
  readonly #Tensor: typeof import("onnxruntime-web").Tensor;

  private constructor(session: InferenceSession, tensor: typeof import("onnxruntime-web").Tensor) {
    this.#session = session;
    this.#Tensor = tensor;
  }

  static async open(model: Uint8Array): Promise<OnnxSession> {
    // Loaded when it is needed: 14 MB of WebAssembly.
    const { env, InferenceSession, Tensor } = await import("onnxruntime-web");
    // One thread needs no workers, which would keep the process alive.
    env.wasm.numThreads = 1;
    env.logLevel = "error";
    return new OnnxSession(await InferenceSession.create(model, { logSeverityLevel: 3 }), Tensor);
  }

  /** @param waveform row-major [numRows, T] */
  async run(waveform: Float32Array, numRows: number): Promise<Outputs> {
    const input = new this.#Tensor("float32", waveform, [numRows, waveform.length / numRows]);
    const outputs = await this.#session.run({ waveform: input });
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]),
    );
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}
