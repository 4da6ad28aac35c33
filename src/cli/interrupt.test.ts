import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.js";

const module = JSON.stringify(join(packageRoot, "dist", "cli", "interrupt.js"));

/** Runs a program that executes `body` while it waits for an interrupt. */
function runWaitingProgram(body: string) {
  const script = `
    const { Interrupt } = await import(${module});
    const interrupt = new Interrupt(() => {});
    const alive = setInterval(() => {}, 1000);
    setTimeout(() => { ${body} }, 10);
    // Like the command line.
    await interrupt.untilStopped().then(
      () => console.log("left"),
      (error) => { console.error(error.message); process.exitCode = 1; },
    );
    clearInterval(alive);`;
  return promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
}

test("a program that waits for an interrupt exits on SIGTERM", async () => {
  expect((await runWaitingProgram("process.kill(process.pid, 'SIGTERM')")).stdout).toBe("left\n");
});

test("a program that waits for an interrupt fails on an uncaught error", async () => {
  await expect(runWaitingProgram("throw new Error('lost in a timer')")).rejects.toThrow(/lost in a timer/);
});
