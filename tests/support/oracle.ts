import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";
import { packageRoot } from "../../src/package-root.js";
import { pythonScript } from "../../src/python.js";
import { addon } from "../../src/tensor/addon.js";
import { allocateArray, type DType, Tensor } from "../../src/tensor/index.js";

/** Inputs and outputs of a snippet; tensors keep dtype and shape. */
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

/** One for all test files of a vitest process, which is the parent of this worker. */
const OWNER = process.ppid;
const SOCKET = join(tmpdir(), `woodshed-oracle-${OWNER}`);

/** Connects to the server of oracle.py, which the first test file that needs it starts. */
async function openSocket(): Promise<Socket> {
  for (let attempt = 0; ; attempt++) {
    const socket = connect(SOCKET);
    try {
      await once(socket, "connect");
      return socket;
    } catch (error) {
      // Left by a server that was killed.
      if ((error as NodeJS.ErrnoException).code === "ECONNREFUSED") rmSync(SOCKET, { force: true });
    }
    if (attempt % 100 === 0) {
      const script = join(packageRoot, "tests", "support", "oracle.py");
      const python = join(packageRoot, ".venv", "bin", "python");
      const { command, args, env } = pythonScript(python, script, [SOCKET, String(OWNER)]);
      spawn(command, args, { detached: true, stdio: "ignore", env }).unref();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The `.venv`'s PyTorch in a process of this test file; answers come in the order of the requests. */
export class Oracle {
  readonly #socket: Promise<Socket>;
  readonly #waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];

  /** @param modules those that snippets import and that take long: imported once for all test files */
  constructor(modules: readonly string[] = []) {
    this.#socket = openSocket().then((socket) => {
      socket.write(`${JSON.stringify(modules)}\n`);
      createInterface({ input: socket }).on("line", (line) => this.#waiting.shift()?.resolve(line));
      socket.on("error", () => {});
      socket.on("close", () => {
        for (const { reject } of this.#waiting.splice(0)) reject(new Error("the oracle's process ended"));
      });
      return socket;
    });
  }

  /** Runs `code` with the inputs as its variables; returns what it stored in the dict `out`. */
  async run<Out = Record<string, Tensor>>(code: string, inputs: Record<string, Value> = {}): Promise<Out> {
    const request = `${JSON.stringify({ code: dedent(code), inputs: encode(inputs) })}\n`;
    const socket = await this.#socket;
    const answer = new Promise<string>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    socket.write(request);
    const { out, error } = JSON.parse(await answer);
    if (error) throw new Error(`oracle: ${error}\nin\n${dedent(code)}`);
    return decode(out) as Out;
  }

  async close(): Promise<void> {
    (await this.#socket).destroy();
  }
}

/** An oracle that lasts as long as the test file; see its constructor. */
export function startOracle(...modules: string[]): Oracle {
  // Like oracle.py: two engines on few cores wait for each other's spinning threads.
  addon.setNumThreads(1);
  const oracle = new Oracle(modules);
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
