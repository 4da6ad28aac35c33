import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { addon, addonPath } from "../src/ops/addon.js";

// Runs in a worker thread, with handles and references to arrays of its own.
const IN_WORKER = `
  const { parentPort, workerData } = require("node:worker_threads");
  const addon = require(workerData);
  const ones = addon.findOperator("aten::ones", "").call;
  const add = addon.findOperator("aten::add", "Tensor").call;
  addon.setGradMode(false);
  let sum = 0;
  for (let i = 0; i < 2000; i++) {
    const handle = addon.fromArray(Float32Array.of(i, 1), "float32", [2], false);
    const result = add(handle, handle);
    const out = new Float32Array(2);
    addon.readInto(result, out);
    sum += out[0];
    addon.release(result);
    // Some views are alive when the thread exits.
    if (i % 50 !== 0) addon.release(handle);
  }
  let message = "";
  try { addon.shape(999999) } catch (error) { message = error.message }
  parentPort.postMessage({ sum, live: addon.liveTensors(), message });
`;

test("workers load the addon beside the main thread, use it at once and end with tensors alive", async () => {
  const before = addon.liveTensors();
  const run = async () => {
    const worker = new Worker(IN_WORKER, { eval: true, workerData: addonPath });
    // Awaited together: `exit` may follow the last message in the same turn of the event loop.
    const [[message], [code]] = await Promise.all([once(worker, "message"), once(worker, "exit")]);
    return { ...message, code };
  };
  const running = [run(), run()];
  for (let i = 0; i < 5000; i++) {
    addon.release(addon.fromArray(new Float32Array(4), "float32", [4], false));
    if (i % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const result of await Promise.all(running)) {
    expect(result).toEqual({
      sum: 2000 * 1999,
      live: 40,
      message: "shape: tensor handle 999999 is not alive",
      code: 0,
    });
  }
  // Handles and modes of workers do not affect this thread.
  expect(addon.liveTensors()).toBe(before);
  expect(addon.setGradMode(true)).toBe(true);
  // References left by exited threads must not be deleted by this one.
  for (let i = 0; i < 100; i++) addon.release(addon.fromArray(new Float32Array(4), "float32", [4], false));
});
