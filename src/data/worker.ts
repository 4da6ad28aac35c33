/*
 * A decoding thread: takes chunks of batches, writes samples into shared memory, answers when done. Nothing imports
 * this file: another thread would answer its own messages so.
 */
import { parentPort, workerData } from "node:worker_threads";
import { WoodshedError } from "../errors.js";
import { type Chunk, type ChunkDone, decodeChunk, type WorkerData } from "./chunk.js";

if (parentPort !== null) {
  const port = parentPort;
  port.on("message", (chunk: Chunk) => {
    let error: ChunkDone["error"] = null;
    try {
      decodeChunk(workerData as WorkerData, chunk);
    } catch (thrown) {
      const code = thrown instanceof WoodshedError ? thrown.code : "WORKER";
      error = { code, message: thrown instanceof Error ? thrown.message : String(thrown) };
    }
    port.postMessage({ slot: chunk.slot, error } satisfies ChunkDone);
  });
}
