// The profiler on the device: stages, operators, modules, verdict, and the largest batch. `node bench/gpu/profile.mjs [--device cuda]`
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Checks } from "./checks.mjs";
import { baseOverrides, COMMAND } from "./command.mjs";
import { writeSounds } from "./sounds.mjs";

const { device } = parseArgs({ options: { device: { type: "string", default: "cuda" } } }).values;
const folder = mkdtempSync(join(tmpdir(), "woodshed-gpu-profile-"));
const { check, note, finish } = new Checks();
const base = baseOverrides(writeSounds(join(folder, "sounds"), 100), join(folder, "runs"));

try {
  const profile = (...args) => {
    const command = [COMMAND, "profile", ...base, `training.device=${device}`, ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      encoding: "utf8",
      timeout: 80_000,
    });
    check(`profile ${args[0]}`, status === 0, status === 0 ? "" : stderr.slice(-800));
    note(stdout.slice(0, 5000));
  };
  profile("--seconds", "4", "--out", join(folder, "profile"));
  profile("--find-batch-size", "data.workers=2");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish();
