// Planted bottlenecks: checks that the verdict names each, and measures the part of the lost throughput that --fix recovers.
// `node bench/profiling.mjs [names of plants] [--seconds 4]`
import { spawnSync } from "node:child_process";
import { availableParallelism, loadavg } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PLANTS } from "./planted/plants.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const given = process.argv.slice(2);
const at = given.indexOf("--seconds");
const seconds = at < 0 ? "4" : given.splice(at, 2)[1];
const names = given.length > 0 ? given : Object.keys(PLANTS);

function run(name, what, env = {}) {
  const child = spawnSync(process.execPath, [join(here, "planted", "run.mjs"), name, what, seconds], {
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  const line = child.stdout.trim().split("\n").at(-1);
  if (child.status !== 0 || !line) throw new Error(`${name} ${what}:\n${child.stderr}`);
  return JSON.parse(line);
}

const shown = (value) => value.toFixed(0).padStart(6);
console.log(`${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}; clips a second`);
console.log("plant                  without  with  fixed  recovered  verdict, and what was kept");
for (const name of names) {
  const { env = () => ({}), expects, recovers } = PLANTS[name];
  const clean = run(name, "clean");
  const { clipsPerSec, findings } = run(name, "verdict", env());
  const isRight = expects.includes(findings[0]?.cause);
  const named = `${isRight ? "right" : `WRONG, expected ${expects}`}: ${findings[0]?.title}`;
  if (!recovers) {
    console.log(
      `${name.padEnd(22)} ${shown(clean.clipsPerSec)} ${shown(clipsPerSec)}      -          -  ${named}`,
    );
    continue;
  }
  const { before, after, kept } = run(name, "fix", env());
  // Measured before and after, since the load of the machine changes.
  clean.clipsPerSec = (clean.clipsPerSec + run(name, "clean").clipsPerSec) / 2;
  // Compares measurements of one process where it has both.
  const recovered = (after - before) / Math.max(1e-9, clean.clipsPerSec - before);
  console.log(
    `${name.padEnd(22)} ${shown(clean.clipsPerSec)} ${shown(before)} ${shown(after)}  ${`${Math.round(100 * recovered)} %`.padStart(9)}  ${named}; ${kept.join(", ") || "nothing kept"}`,
  );
}
