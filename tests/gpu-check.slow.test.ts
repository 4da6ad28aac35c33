// The check of training on a GPU (bench/gpu), on the CPU: its bundle in a folder that has nothing else, and its parts that take seconds.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { places } from "../src/installation.js";
import { packageRoot } from "../src/package-root.js";

const parts = ["doctor", "memory", "training", "speed"];

it("runs its parts from the bundle alone and writes their results", () => {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-gpu-check-"));
  const { venv, build } = places();
  // The only Python is one with torch, as on a bare machine; no variable names this checkout.
  const env = { OMP_NUM_THREADS: "1", PATH: `${join(venv, "bin")}:/usr/bin:/bin`, HOME: folder };
  try {
    const bundle = join(folder, "bundle");
    const packed = spawnSync(process.execPath, ["bench/gpu/pack.mjs", "--into", bundle], {
      cwd: packageRoot,
      encoding: "utf8",
    });
    expect([packed.stderr, packed.status]).toEqual(["", 0]);
    expect(existsSync(join(bundle, ".venv"))).toBe(false);
    const out = join(folder, "results");
    const { status, stdout, stderr } = spawnSync(
      join(bundle, "bin/node"),
      [
        ...[join(bundle, "bench/gpu/check.mjs"), "--device", "cpu", "--seconds", "3000", "--out", out],
        // Building the addon takes minutes.
        ...["--addon", join(build, "woodshed.node"), "--quick", ...parts],
      ],
      { cwd: folder, encoding: "utf8", env },
    );
    expect(stderr).toBe("");
    expect(stdout).toMatch(/== 4 of 4 parts passed/);
    expect(stdout).not.toContain("FAIL");
    expect(status).toBe(0);
    const results = JSON.parse(readFileSync(join(out, "results.json"), "utf8")) as object[];
    expect(results).toMatchObject(parts.map((name) => ({ name, passed: true })));
    expect(readFileSync(join(out, "results.txt"), "utf8")).toContain("memory is flat over 2,000 steps");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
