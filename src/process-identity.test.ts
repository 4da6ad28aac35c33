import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { isSameProcess, processStart } from "./process-identity.js";

it("recognises this process", () => {
  const start = processStart(process.pid)!;
  expect(start).not.toBe("");
  expect(isSameProcess(process.pid, start)).toBe(true);
  expect(processStart(process.pid)).toBe(start);
});

it("distinguishes another process with the same id", () => {
  expect(isSameProcess(process.pid, "an-earlier-boot:17")).toBe(false);
});

it("detects that a process has exited", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(child, "spawn");
  const start = processStart(child.pid!)!;
  expect(isSameProcess(child.pid!, start)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isSameProcess(child.pid!, start)).toBe(false);
});
