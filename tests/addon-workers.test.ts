import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { addon, addonPath } from "../src/tensor/addon.js";
import { settledLiveTensors } from "./support/gc.js";

// Tests that a worker thread uses the addon with its own handles and its own references to arrays.
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

test("several workers load the addon, use it concurrently with the main thread, and exit with live tensors", async () => {
  const before = await settledLiveTensors();
  const run = async () => {
    const worker = new Worker(IN_WORKER, { eval: true, workerData: addonPath });
    // Both listeners are added first: the last message and `exit` may arrive in the same turn of the event loop.
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
  // The workers' handles and modes do not affect this thread.
  expect(addon.liveTensors()).toBe(before);
  expect(addon.setGradMode(true)).toBe(true);
  // This thread does not delete references of threads that have exited.
  for (let i = 0; i < 100; i++) addon.release(addon.fromArray(new Float32Array(4), "float32", [4], false));
});
