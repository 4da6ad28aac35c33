// The check of training on a GPU (bench/gpu), on the CPU: its parts that take seconds.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../src/package-root.js";

it("runs its parts and writes their results", () => {
  const out = mkdtempSync(join(tmpdir(), "woodshed-gpu-check-"));
  try {
    const { status, stdout } = spawnSync(
      process.execPath,
      ["bench/gpu/check.mjs", "--device", "cpu", "--seconds", "3000", "--out", out, "doctor", "memory"],
      { cwd: packageRoot, encoding: "utf8" },
    );
    expect(stdout).toMatch(/== 2 of 2 parts passed/);
    expect(stdout).not.toContain("FAIL");
    expect(status).toBe(0);
    const results = JSON.parse(readFileSync(join(out, "results.json"), "utf8")) as object[];
    expect(results).toMatchObject([
      { name: "doctor", passed: true },
      { name: "memory", passed: true },
    ]);
    expect(readFileSync(join(out, "results.txt"), "utf8")).toContain("memory is flat over 2,000 steps");
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
