// Calls the operator woodshed::mel_spectrogram in threads that end, and in the main thread, each of which loads an addon by itself:
// `node two-addons.mjs FILE COPY`. Prints the shape of each result.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread, Worker, workerData } from "node:worker_threads";

if (isMainThread) {
  const [file, copy] = process.argv.slice(2);
  await inThread(file);
  await inThread(copy);
  call(copy);
  call(file);
  await Promise.all([inThread(file), inThread(copy)]);
} else {
  call(workerData);
}

function inThread(file) {
  return new Promise((done, fail) =>
    new Worker(fileURLToPath(import.meta.url), { workerData: file }).on("error", fail).on("exit", done),
  );
}

function call(file) {
  const addon = createRequire(import.meta.url)(file);
  const operator = addon.findOperator("woodshed::mel_spectrogram", "");
  const floats = (...shape) => addon.fromArray(new Float32Array(shape.at(-1)), "float32", shape, true);
  const bands = addon.fromArray(Int32Array.of(1, 2), "int32", [2], true);
  const spectrum = operator.call(floats(1, 20), floats(8), [4], floats(12), bands, floats(2), 8, 2);
  console.log(addon.shape(spectrum).join());
}
