// A tagging (which instrument families sound in a mixture) and a regression (pitch and level of a note) on rendered notes,
// beside the same in plain PyTorch, one run after the other. For each task and seed: test metrics of both sides; then ours again
// from the weights in plain PyTorch, and from the answers of `woodshed predict`, both measured by scikit-learn.
// `node bench/real-tasks.mjs [folder] [first seed] [last seed] [words of a task's name] [--order] [key=value for ours]`
// With --order the peer takes Woodshed's random order of clips and gains, and Woodshed PyTorch's masks of dropout, so that the two
// differ by rounding alone.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { makeData } from "./real-tasks/data.mjs";

const isOrder = process.argv.includes("--order");
const overrides = process.argv.slice(2).filter((arg) => arg.includes("="));
const args = process.argv.slice(2).filter((arg) => arg !== "--order" && !arg.includes("="));
const [folder = "data/real-tasks", first = "0", last = first, ...words] = args;
if (isOrder) overrides.push("training.dropout_masks=by_rank");
const root = resolve(folder);
const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "..");

function run(command, commandArgs) {
  const { status, stdout } = spawnSync(command, commandArgs, {
    ...{ cwd: repository, encoding: "utf8", maxBuffer: 1 << 28 },
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${command} ${commandArgs.slice(0, 3).join(" ")}: ended with ${status}`);
  return stdout;
}
const woodshed = (...rest) => run(process.execPath, [join(repository, "dist/cli/main.js"), ...rest]);
const python = (...rest) =>
  JSON.parse(run(join(repository, ".venv/bin/python"), [join(here, "peers/tasks.py"), ...rest]));
const manifest = (task, split) => join(root, `${task}-${split}.csv`);

/** Returns what `use` returns, and the seconds that it took. */
function timed(use) {
  const start = performance.now();
  const result = use();
  return [result, (performance.now() - start) / 1000];
}

/** Returns the run's folder. */
function train(task, seed) {
  const splits = ["train", "validation", "test"].map((split) => `data.${split}=${manifest(task, split)}`);
  const output = woodshed(
    ...["train", join(here, "real-tasks", `${task}.yaml`), ...splits],
    ...[`seed=${seed}`, `name=${task}-${seed}`, `runs_dir=${join(root, "runs")}`, ...overrides],
  );
  process.stderr.write(output);
  return join(root, "runs", output.match(/runs\/(\S+)/)[1]);
}

/** Test metrics by name, in the words of the peer. */
function flat({ targets, per_target, ...rest }) {
  if (targets === undefined) return { ...rest, per_label: rest.per_label.average_precision };
  const names = ["pitch", "level"];
  const each = ["mae", "rmse", "r2", "pearson"].flatMap((metric) =>
    names.map((name, d) => [`${name} ${metric}`, per_target[metric][d]]),
  );
  return { loss: rest.loss, ...Object.fromEntries(each) };
}

/** Returns the file of the answers of `woodshed predict` for all test clips. */
function predictTest(task, path) {
  const [, ...rows] = readFileSync(manifest(task, "test"), "utf8").trimEnd().split("\n");
  const answers = join(path, "answers.jsonl");
  const files = rows.map((row) => join(root, row.split(",")[0]));
  writeFileSync(answers, woodshed("predict", path, "--json", ...files));
  return answers;
}

const shown = (value) => (value === undefined ? "" : value.toFixed(5)).padStart(12);

async function compare(task, seed) {
  const { epochs } = parse(readFileSync(join(here, "real-tasks", `${task}.yaml`), "utf8")).training;
  const [path, seconds] = timed(() => train(task, seed));
  const measured = flat(JSON.parse(woodshed("evaluate", path, "--json")));
  const [plain, plainSeconds] = timed(() =>
    python("train", task, root, `${seed}`, `${epochs}`, ...(isOrder ? ["order"] : [])),
  );
  const checked = python("check", task, root, join(path, "model.safetensors"), predictTest(task, path));
  const record = {
    task,
    seed,
    isOrder,
    run: basename(path),
    seconds,
    plainSeconds,
    measured,
    plain,
    checked,
  };
  writeFileSync(join(root, "results.jsonl"), `${JSON.stringify(record)}\n`, { flag: "a" });

  console.log(`\n${task}, seed ${seed}: ${seconds.toFixed(0)} s, PyTorch ${plainSeconds.toFixed(0)} s`);
  console.log(`${"".padEnd(14)}    Woodshed     PyTorch  our weights our answers`);
  for (const [name, value] of Object.entries(plain.test)) {
    if (typeof value !== "number") continue;
    const sides = [measured, plain.test, checked.test, checked.answers];
    console.log(name.padEnd(14) + sides.map((side) => shown(side[name])).join(""));
  }
}

mkdirSync(root, { recursive: true });
await makeData(root);
const tasks = ["tagging", "regression"].filter((task) => words.every((word) => task.includes(word)));
for (let seed = Number(first); seed <= Number(last); seed++) {
  for (const task of tasks) await compare(task, seed);
}
