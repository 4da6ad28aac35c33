// Cost of ask and tell from TypeScript beside plain `study.optimize` in Python, with TPE, five parameters and the
// journal file on both sides, in turns; then a report with its prune check. Ours does not wait for the disk: "told" is Python with the same storage. `node bench/search.mjs [turns]`
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createStudy, float } from "../dist/index.js";

const here = dirname(fileURLToPath(import.meta.url));
const TURNS = Number(process.argv[2] ?? 9);
const TRIALS = 20;
const names = Array.from({ length: 5 }, (_, i) => `x${i}`);
const space = Object.fromEntries(names.map((name) => [name, float(0, 1)]));
const folder = mkdtempSync(join(tmpdir(), "woodshed-bench-search-"));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const peer = spawn(join(here, "..", ".venv", "bin", "python"), [join(here, "peers", "optuna_plain.py")], {
  stdio: ["pipe", "pipe", "inherit"],
});
const answers = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
async function plain(what, path, count) {
  peer.stdin.write(`${what} ${path} ${count}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error("the Python side ended; its error is above");
  return Number(value);
}

const sum = (params) => names.reduce((total, name) => total + params[name], 0);
const declared = (trial) => sum(trial.params);
async function byRun(trial) {
  let total = 0;
  for (const name of names) total += await trial.suggestFloat(name, 0, 1);
  return total;
}

async function ours(path, work, options = { space }) {
  const study = await createStudy({
    ...{ storage: path, studyName: "bench", seed: 1, sampler: { name: "tpe" }, ...options },
  });
  await study.optimize(options.space ? declared : byRun, { nTrials: (await study.trials()).length + 2 });
  const seconds = await work(study);
  await study.close();
  return seconds;
}

function optimize(objective) {
  return async (study) => {
    const numBefore = (await study.trials()).length;
    const startMs = performance.now();
    await study.optimize(objective, { nTrials: numBefore + TRIALS });
    return (performance.now() - startMs) / 1000 / TRIALS;
  };
}

async function report(study) {
  const trial = await study.ask();
  const startMs = performance.now();
  for (let step = 0; step < TRIALS; step++) {
    await trial.report(0.5, step);
    await trial.shouldPrune();
  }
  return (performance.now() - startMs) / 1000 / TRIALS;
}

console.log("finished trials  what                       ours      plain     ours / plain, which");
for (const count of [10, 100, 1000]) {
  const full = join(folder, "full");
  rmSync(full, { force: true });
  await plain("fill", full, count);
  const sides = {
    "ask and tell": optimize(declared),
    "ask, suggest one by one": optimize(byRun),
    plain: "optimize",
    "plain, told": "told-optimize",
    "report and prune check": report,
    "plain report": "report",
    "plain report, told": "told-report",
  };
  const times = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, work] of Object.entries(sides)) {
      const path = join(folder, "turn");
      copyFileSync(full, path);
      const options = name.includes("one by one") ? {} : { space };
      if (typeof work === "string") times[name].push(await plain(work, path, TRIALS));
      else times[name].push(await ours(path, work, options));
    }
  }
  for (const [name, against] of [
    ["ask and tell", "plain"],
    ["ask and tell", "plain, told"],
    ["ask, suggest one by one", "plain"],
    ["report and prune check", "plain report"],
    ["report and prune check", "plain report, told"],
  ]) {
    const ratios = times[name].map((seconds, turn) => seconds / times[against][turn]);
    const [mine, theirs] = [times[name], times[against]].map((seconds) =>
      (1000 * median(seconds)).toFixed(2),
    );
    console.log(
      `${String(count).padEnd(15)}  ${name.padEnd(25)}  ${mine.padEnd(5)} ms  ${theirs.padEnd(5)} ms  ${median(ratios).toFixed(3)}  ${against}`,
    );
  }
}
peer.stdin.end();
rmSync(folder, { recursive: true });
