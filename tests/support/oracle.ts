import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";
import { addon } from "../../src/ops/addon.js";
import { packageRoot } from "../../src/package-root.js";
import { allocateArray, type DType, Tensor } from "../../src/tensor/index.js";

/** What travels to the snippet and back; tensors keep dtype and shape. */
export type Value = Tensor | number | boolean | string | null | Value[] | { [name: string]: Value };

interface Encoded {
  dtype: DType;
  shape: number[];
  data: string;
}

function encode(value: Value): unknown {
  if (value instanceof Tensor) {
    const { buffer, byteOffset, byteLength } = value.toArray();
    const data = Buffer.from(buffer, byteOffset, byteLength).toString("base64");
    return { dtype: value.dtype, shape: value.shape, data };
  }
  if (Array.isArray(value)) return value.map(encode);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, encode(element)]));
  }
  return value;
}

function isEncoded(value: object): value is Encoded {
  return "data" in value && "dtype" in value && "shape" in value;
}

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (value === null || typeof value !== "object") return value;
  if (!isEncoded(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, decode(element)]));
  }
  const array = allocateArray(
    value.dtype,
    value.shape.reduce((product, size) => product * size, 1),
  );
  new Uint8Array(array.buffer).set(Buffer.from(value.data, "base64"));
  return Tensor.from(array, { shape: value.shape, dtype: value.dtype });
}

/** The `.venv`'s PyTorch in one process for a test file; answers come in the order of the questions. */
export class Oracle {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  #stderr = "";

  constructor() {
    this.#process = spawn(join(packageRoot, ".venv", "bin", "python"), [
      join(packageRoot, "tests", "support", "oracle.py"),
    ]);
    createInterface({ input: this.#process.stdout }).on("line", (line) =>
      this.#waiting.shift()?.resolve(line),
    );
    this.#process.stderr.on("data", (text) => {
      this.#stderr += text;
    });
    const fail = (error: Error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    };
    this.#process.on("error", fail);
    this.#process.on("exit", (code) => fail(new Error(`the oracle ended with ${code}:\n${this.#stderr}`)));
  }

  /** Runs `code` with the inputs as its variables; gives what it put into the dict `out`. */
  async run<Out = Record<string, Tensor>>(code: string, inputs: Record<string, Value> = {}): Promise<Out> {
    const answer = new Promise<string>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#process.stdin.write(`${JSON.stringify({ code: dedent(code), inputs: encode(inputs) })}\n`);
    const { out, error } = JSON.parse(await answer);
    if (error) throw new Error(`oracle: ${error}\nin\n${dedent(code)}`);
    return decode(out) as Out;
  }

  close(): void {
    this.#process.stdin.end();
  }
}

/** An oracle that ends with the test file. */
export function startOracle(): Oracle {
  // As in oracle.py: two engines on few cores wait for each other's spinning threads.
  addon.setNumThreads(1);
  const oracle = new Oracle();
  afterAll(() => oracle.close());
  return oracle;
}

/** Snippets are indented as their TypeScript is. */
function dedent(code: string): string {
  const lines = code.replace(/^\n/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least)).join("\n");
}
