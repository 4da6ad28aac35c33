import type { InferenceSession } from "onnxruntime-web";

/** Output values by name. */
export type Outputs = Record<string, Float32Array>;

/** A model in onnxruntime's WebAssembly build, the one that browsers use. */
export class OnnxSession {
  readonly #session: InferenceSession;
  readonly #Tensor: typeof import("onnxruntime-web").Tensor;

  private constructor(session: InferenceSession, tensor: typeof import("onnxruntime-web").Tensor) {
    this.#session = session;
    this.#Tensor = tensor;
  }

  static async open(model: Uint8Array): Promise<OnnxSession> {
    // Loaded on first use: 14 MB of WebAssembly.
    const { env, InferenceSession, Tensor } = await import("onnxruntime-web");
    // With one thread there are no workers, which would keep the process alive.
    env.wasm.numThreads = 1;
    env.logLevel = "error";
    return new OnnxSession(await InferenceSession.create(model, { logSeverityLevel: 3 }), Tensor);
  }

  /** @param input row-major values of the model's only input */
  async run(input: Float32Array, shape: readonly number[]): Promise<Outputs> {
    const [name] = this.#session.inputNames;
    const outputs = await this.#session.run({ [name!]: new this.#Tensor("float32", input, shape) });
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]),
    );
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}
