// Preloaded into a command by `Pause` (pause.ts): stops the main thread at the lines that a test waits for, until the
// test lets it continue. Other threads and processes keep running.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMainThread } from "node:worker_threads";

const { WOODSHED_TEST_PAUSE: lines, WOODSHED_TEST_PAUSE_FOLDER: folder } = process.env;
if (isMainThread && lines !== undefined && folder !== undefined) {
  const isDone = (index, state) => existsSync(join(folder, `${index} ${state}`));
  const waiting = JSON.parse(lines)
    .map((line, index) => ({ index, line: new RegExp(line, "m") }))
    .filter(({ index }) => !isDone(index, "continue"));
  for (const stream of [process.stdout, process.stderr]) {
    const { write } = stream;
    stream.write = function (text, ...rest) {
      const isTaken = write.call(this, text, ...rest);
      if (waiting[0]?.line.test(String(text))) {
        const { index } = waiting.shift();
        writeFileSync(join(folder, `${index} reached`), "");
        const clock = new Int32Array(new SharedArrayBuffer(4));
        while (!isDone(index, "continue")) Atomics.wait(clock, 0, 0, 5);
      }
      return isTaken;
    };
  }
}
