// Checks training on a GPU, part by part in the order of their worth, each with a time limit; prints what each part found, and at
// the end what failed. Writes results.json, results.txt, and output.txt, which has the output of a part that is still at work. From the
// bundle of pack.mjs, or from the checkout:
//
//   node bench/gpu/check.mjs [--device cuda] [--out FOLDER] [--addon FILE] [--seconds 480] [--quick] [part ...]
//
// --device cpu checks the check itself, with --quick in less than a minute. --addon takes an addon that an earlier call built
// (FOLDER/woodshed.node).
import { spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    device: { type: "string", default: "cuda" },
    out: { type: "string", default: "gpu-check" },
    addon: { type: "string" },
    seconds: { type: "string", default: "480" },
    quick: { type: "boolean", default: false },
  },
});
const out = resolve(values.out);
const addonFile = values.addon === undefined ? null : resolve(values.addon);
process.chdir(ROOT);
mkdirSync(out, { recursive: true });

const python = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], {
  encoding: "utf8",
}).stdout.trim();
const env = {
  ...process.env,
  PATH: `${join(ROOT, "bin")}:${process.env.PATH}`,
  WOODSHED_TEST_DEVICE: values.device,
  ...(existsSync(join(ROOT, "lib/libsndfile.so"))
    ? { WOODSHED_SNDFILE: join(ROOT, "lib/libsndfile.so") }
    : {}),
  CI: "true",
  NO_COLOR: "1",
};
providePython();
mkdirSync(join(ROOT, "build"), { recursive: true });
if (addonFile !== null) copyFileSync(addonFile, join(ROOT, "build/woodshed.node"));

// The report comes at the end; the lines of files tell how far it came when the time ends before.
const reporters = ["--reporter=default", "--reporter=json", "--outputFile.json"];
const vitest = ["node_modules/vitest/vitest.mjs", "run", ...reporters];
const part = (name, ...args) => [`bench/gpu/${name}.mjs`, "--device", values.device, ...args];
const quick = values.quick ? ["--quick"] : [];
const PARITY = [
  ...["src/nn/layers.test.ts", "src/nn/loss", "src/models", "src/optim/optimizers.test.ts"],
  ...["tests/front-ends.test.ts", "-t", "^(?!.*(onnxruntime|kaldi-native))"],
];
/** Tests that train as users do; on the GPU, which `training.device=auto` chooses. */
const RUNS = [
  "training",
  "resume",
  "tasks",
  "own-loop",
  "frozen",
  "fine-tuning",
  "augmentations",
  "cached-clips.slow",
  "profiling",
].map((name) => `tests/${name}.test.ts`);
/** PyTorch's own samples of operators; the first of each dtype, until the time is up. */
const OPERATORS = [
  ...["bench/conformance/run.mjs", "--device", values.device, "--sample", "1"],
  ...(values.device === "cpu" ? ["--operators", "add,nn.functional.conv2d,svd"] : ["--jobs", "6"]),
  ...["--seconds", "85"],
];
/** Name, seconds at most, arguments of Node: first what no GPU has answered, and what is fast. */
const PARTS = [
  ["build", 240, ["tools/build-native.mjs", "torch"]],
  ["doctor", 60, ["dist/cli/main.js", "doctor"]],
  ["memory", 60, part("memory")],
  ["training", 150, part("training", ...quick)],
  // Compiling takes most of it.
  ["speed", 200, part("speed", ...quick)],
  ["throughput", 120, part("throughput")],
  ["trace", 60, part("trace")],
  ["deterministic", 60, part("deterministic")],
  ["parity", 120, [...vitest, join(out, "parity.json"), ...PARITY]],
  ["runs", 90, [...vitest, join(out, "runs.json"), ...RUNS]],
  ["operators", 100, OPERATORS],
  ["ranks", 90, part("ranks")],
  ["profile", 90, part("profile")],
];
const unknown = wanted.filter((name) => PARTS.every(([known]) => known !== name));
if (unknown.length > 0) {
  console.error(`no part ${unknown.join(", ")}; there are ${PARTS.map(([name]) => name).join(", ")}`);
  process.exit(2);
}

const results = [];
const beginMs = performance.now();
let running = null;
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    if (running !== null) killGroup(running);
    process.exit(1);
  });
const leftOut = [];
for (const [name, limitSec, args] of PARTS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (name === "build" && addonFile !== null) continue;
  const leftSec = Number(values.seconds) - (performance.now() - beginMs) / 1000;
  // Nothing runs without the addon.
  if (leftSec < 10 || results.some((one) => one.name === "build" && !one.passed)) {
    leftOut.push(name);
    continue;
  }
  rmSync(join(out, `${name}.json`), { force: true });
  const startMs = performance.now();
  appendFileSync(join(out, "output.txt"), `== ${name}\n`);
  const { rc, output } = await run(
    args,
    Math.min(values.device === "cpu" ? 10 * limitSec : limitSec, leftSec),
  );
  const seconds = (performance.now() - startMs) / 1000;
  const summary = args[0] === vitest[0] ? summarize(join(out, `${name}.json`)) : {};
  const passed = rc === 0;
  results.push({ name, passed, rc, seconds, ...summary, output });
  writeFileSync(join(out, "results.json"), JSON.stringify(results, null, 1));
  const text = summary.text ?? output.trimEnd();
  say(`== ${name}: ${passed ? "passed" : `FAILED (${rc})`} in ${seconds.toFixed(1)} s\n${text}`);
  if (name === "build" && passed) copyFileSync(join(ROOT, "build/woodshed.node"), join(out, "woodshed.node"));
}
const failed = results.filter(({ passed }) => !passed);
for (const { name, rc, text, output } of failed)
  say(`== ${name} FAILED (${rc})\n${failuresOf(text ?? output)}`);
if (leftOut.length > 0)
  say(`== left out after ${values.seconds} s, or without an addon: ${leftOut.join(", ")}`);
say(
  `== ${results.length - failed.length} of ${results.length} parts passed in ${((performance.now() - beginMs) / 1000).toFixed(0)} s`,
);
// A process that a part left behind may hold a pipe open.
process.exit(failed.length > 0 ? 1 : 0);

/** Returns the lines that tell of a failure, or the last ones. */
function failuresOf(text) {
  const lines = text.trimEnd().split("\n");
  const told = lines
    .filter((line) => /^(FAIL|x |stopped after)/.test(line))
    .map((line) => line.slice(0, 300));
  return (told.length > 0 ? told : lines.slice(-8)).join("\n");
}

function say(text) {
  console.log(text);
  writeFileSync(join(out, "results.txt"), `${text}\n`, { flag: "a" });
}

/** Tests ask the Python of .venv; here that is the one that has torch. A link would lose its environment. */
function providePython() {
  const path = join(ROOT, ".venv/bin/python");
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\nexec ${python} "$@"\n`, { mode: 0o755 });
}

/** Runs Node in a process group of its own, which is killed after the limit. */
function run(args, limitSec) {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running = child;
  let output = "";
  const add = (text) => {
    output += text;
    appendFileSync(join(out, "output.txt"), text);
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", add);
  return new Promise((done) => {
    const end = (rc) => {
      clearTimeout(timer);
      if (running === child) running = null;
      done({ rc, output });
    };
    const timer = setTimeout(() => {
      add(`\nstopped after ${limitSec.toFixed(0)} s`);
      killGroup(child);
      // Processes that left the group may hold the output open.
      setTimeout(() => end("SIGKILL"), 3000).unref();
    }, 1000 * limitSec);
    child.on("error", (error) => {
      add(String(error));
      end("none");
    });
    child.on("close", (code, signal) => end(code ?? signal));
  });
}

function killGroup({ pid }) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

/** Counts of Vitest's report, and the first lines of each failure. */
function summarize(path) {
  if (!existsSync(path)) return {};
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(path, "utf8"));
  const suites = testResults
    .filter(
      ({ status, assertionResults }) =>
        status === "failed" && assertionResults.every((one) => one.status !== "failed"),
    )
    .map(({ name, message }) => `x ${name}: ${message.slice(0, 400)}`);
  const failures = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed")
    .map(
      ({ fullName, failureMessages }) =>
        `x ${fullName}: ${failureMessages[0].split("\n    at")[0].slice(0, 400)}`,
    );
  return {
    numPassedTests,
    numFailedTests,
    text: [`${numPassedTests} passed, ${numFailedTests} failed`, ...suites, ...failures].join("\n"),
  };
}
