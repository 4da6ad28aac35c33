import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.js";

const module = JSON.stringify(join(packageRoot, "dist", "cli", "interrupt.js"));

/** A program that stays until it is told to end, and what happens to it. */
function stay(happens: string) {
  const script = `
    const { Interrupt } = await import(${module});
    const interrupt = new Interrupt(() => {});
    const alive = setInterval(() => {}, 1000);
    setTimeout(() => { ${happens} }, 10);
    // As the command line does.
    await interrupt.untilStopped().then(
      () => console.log("left"),
      (error) => { console.error(error.message); process.exitCode = 1; },
    );
    clearInterval(alive);`;
  return promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
}

test("a program that stays leaves at a signal", async () => {
  expect((await stay("process.kill(process.pid, 'SIGTERM')")).stdout).toBe("left\n");
});

test("an error that nobody caught ends it as a failure", async () => {
  await expect(stay("throw new Error('lost in a timer')")).rejects.toThrow(/lost in a timer/);
});
