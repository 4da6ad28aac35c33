// `woodshed detect` on recordings of an hour and of ten, made by concatenation, beside a plain PyTorch script with the same model:
// real-time factor with decoding and start-up, and resident memory.
//
//   node bench/detect.mjs RUN [--hours 1,10] [--turns 1] [--sounds data/instruments]    RUN is a run of recipes/quickstart.yaml
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "./peers/turns.mjs";

const HOP_SEC = 0.5;
const here = dirname(fileURLToPath(import.meta.url));
const python = join(here, "..", ".venv", "bin", "python");
const peer = join(here, "peers", "detect.py");
const cli = join(here, "..", "dist", "cli", "main.js");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    hours: { type: "string", default: "1,10" },
    turns: { type: "string", default: "1" },
    sounds: { type: "string", default: "data/instruments" },
  },
});
const [run] = positionals;
if (run === undefined) throw new Error("node bench/detect.mjs RUN: name a run of recipes/quickstart.yaml");
const weights = join(run, "checkpoints", "best", "model.safetensors");

/** Runs a command to its end: seconds, and megabytes of resident memory: the median of its second half, and the most. */
async function measure(command, args) {
  const startMs = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const resident = [];
  const timer = setInterval(() => {
    try {
      const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
      resident.push(Number(kb) / 1024);
    } catch {
      // It has ended.
    }
  }, 100);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr}`);
  return {
    sec: (performance.now() - startMs) / 1000,
    steadyMb: median(resident.slice(resident.length / 2)),
    mostMb: Math.max(...resident),
  };
}

const folder = mkdtempSync(join(tmpdir(), "woodshed-bench-detect-"));
try {
  console.log(`load ${loadavg()[0].toFixed(1)}; hop ${HOP_SEC} s; medians of ${values.turns} turns`);
  console.log("hours  side      seconds  x real time  resident MB  most MB");
  const steady = [];
  for (const hours of values.hours.split(",").map(Number)) {
    const audio = join(folder, "audio.flac");
    execFileSync(python, [peer, "make", values.sounds, String(3600 * hours), audio]);
    const sides = {
      woodshed: [
        process.execPath,
        [cli, "detect", run, audio, "--hop", String(HOP_SEC), "--out", join(folder, "ours.csv")],
      ],
      PyTorch: [python, [peer, "search", audio, weights, String(HOP_SEC), join(folder, "theirs.csv")]],
    };
    const results = { woodshed: [], PyTorch: [] };
    for (let turn = 0; turn < Number(values.turns); turn++)
      for (const [side, [command, args]] of Object.entries(sides))
        results[side].push(await measure(command, args));
    for (const [side, turns] of Object.entries(results)) {
      const [sec, steadyMb, mostMb] = ["sec", "steadyMb", "mostMb"].map((name) =>
        median(turns.map((one) => one[name])),
      );
      if (side === "woodshed") steady.push(steadyMb);
      const cells = [sec.toFixed(1).padStart(8), ((3600 * hours) / sec).toFixed(0).padStart(12)];
      console.log(
        `${String(hours).padStart(5)}  ${side.padEnd(8)} ${cells.join(" ")} ${steadyMb.toFixed(0).padStart(12)} ${mostMb.toFixed(0).padStart(8)}`,
      );
    }
  }
  if (steady.length > 1)
    console.log(`resident memory, the last length over the first: ${(steady.at(-1) / steady[0]).toFixed(3)}`);
} finally {
  rmSync(folder, { recursive: true });
}
