/** A thread that reads records and files: SQLite and decoding block. */
import { parentPort } from "node:worker_threads";
import { WoodshedError } from "../../errors.js";
import { RequestError } from "../../serving/request-error.js";
import { TASKS, type Tasks } from "./tasks.js";

export interface WorkerRequest {
  id: number;
  task: keyof Tasks;
  args: readonly unknown[];
}

export type WorkerAnswer =
  | { id: number; value: unknown }
  | { id: number; error: { status: number; code: string; message: string } };

const port = parentPort!;
port.on("message", async ({ id, task, args }: WorkerRequest) => {
  try {
    const value = await (TASKS[task] as (...args: readonly unknown[]) => unknown)(...args);
    const transfer =
      value instanceof Uint8Array && value.byteLength === value.buffer.byteLength ? [value.buffer] : [];
    port.postMessage({ id, value } satisfies WorkerAnswer, transfer as ArrayBuffer[]);
  } catch (error) {
    port.postMessage({ id, error: describe(error) } satisfies WorkerAnswer);
  }
});

/** A record or file that cannot be read is no failure of the server. */
function describe(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof RequestError)
    return { status: error.status, code: error.code, message: error.message };
  const { message, code } = error as Error & { code?: string };
  const name = error instanceof WoodshedError ? error.code : "UNREADABLE";
  return {
    status: 422,
    code: name,
    message: code === undefined || code === name ? message : `${message} (${code})`,
  };
}
