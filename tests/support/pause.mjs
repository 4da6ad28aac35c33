// Preloaded into a command by `Pause` (pause.ts): holds the training loop at the lines that a test waits for, until the
// test lets it continue. The loop yields by `setImmediate` after each step; timers, signals, sockets, other threads and
// other processes run on.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMainThread } from "node:worker_threads";

const { WOODSHED_TEST_PAUSE: lines, WOODSHED_TEST_PAUSE_FOLDER: folder } = process.env;
if (isMainThread && lines !== undefined && folder !== undefined) {
  const isDone = (index, state) => existsSync(join(folder, `${index} ${state}`));
  const waiting = JSON.parse(lines)
    .map((line, index) => ({ index, line: new RegExp(line, "m") }))
    .filter(({ index }) => !isDone(index, "continue"));
  const { setImmediate } = globalThis;
  /** The line at which the loop is held. */
  let held = null;
  for (const stream of [process.stdout, process.stderr]) {
    const { write } = stream;
    stream.write = function (text, ...rest) {
      if (waiting[0]?.line.test(String(text))) {
        held = waiting.shift().index;
        writeFileSync(join(folder, `${held} reached`), "");
      }
      return write.call(this, text, ...rest);
    };
  }
  globalThis.setImmediate = (callback, ...args) => {
    if (held !== null && isDone(held, "continue")) held = null;
    if (held === null) return setImmediate(callback, ...args);
    return setTimeout(() => globalThis.setImmediate(callback, ...args), 5);
  };
}
