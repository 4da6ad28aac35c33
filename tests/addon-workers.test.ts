import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { addon, addonPath } from "../src/ops/addon.js";

// What a worker thread does with the addon: its own handles, its own references to arrays.
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
    // Some views are still alive when the thread ends.
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
    // Asked for together: a message that arrives with the end is followed by `exit` in the same turn.
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
  // Their handles and modes were never ours.
  expect(addon.liveTensors()).toBe(before);
  expect(addon.setGradMode(true)).toBe(true);
  // References that ended threads left behind are not deleted here.
  for (let i = 0; i < 100; i++) addon.release(addon.fromArray(new Float32Array(4), "float32", [4], false));
});
