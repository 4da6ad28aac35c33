import { setFlagsFromString } from "node:v8";
import type { InferenceSession } from "onnxruntime-web";

/**
 * Bytes of WebAssembly that a function executes before V8 optimizes it; V8's own limit is reached within milliseconds. Optimizing
 * onnxruntime's large functions takes 6 s of CPU time, for which the process waits at its end; a check of a model takes a
 * fraction of a second without. Functions that run for longer are still optimized.
 */
const TIERING_BUDGET = 500_000_000;

/** Values of a model's outputs by their names. */
export type Outputs = Record<string, Float32Array>;

/** A model in onnxruntime's WebAssembly build, the one that browsers run. */
export class OnnxSession {
  readonly #session: InferenceSession;
  readonly #Tensor: typeof import("onnxruntime-web").Tensor;

  private constructor(session: InferenceSession, tensor: typeof import("onnxruntime-web").Tensor) {
    this.#session = session;
    this.#Tensor = tensor;
  }

  static async open(model: Uint8Array): Promise<OnnxSession> {
    // V8 reads it when a module is compiled.
    setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
    // Loaded on first use: 14 MB of WebAssembly.
    const { env, InferenceSession, Tensor } = await import("onnxruntime-web");
    // One thread needs no workers, which would keep the process alive.
    env.wasm.numThreads = 1;
    env.logLevel = "error";
    return new OnnxSession(await InferenceSession.create(model, { logSeverityLevel: 3 }), Tensor);
  }

  /** @param input values of the model's only input, row-major */
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
