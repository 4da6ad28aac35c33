// Fine-tuning beside training from scratch: a model is pre-trained on five of the quickstart's instrument families, then
// recipes/fine-tune.yaml trains the other four with ten clips a family, from its weights and from scratch. Tests on a
// SoundFont that is in neither. `node bench/fine-tune.mjs [--seeds 3] [--epochs 6] [override ...]`
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { randomFloat } from "../dist/data/random.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals: overrides } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "3" },
    // Epochs of the pre-training.
    epochs: { type: "string", default: "6" },
    folder: { type: "string", default: "fine-tuning" },
  },
});
const NUM_CLIPS = 10;
const BEFORE = ["piano", "guitar", "strings", "brass", "reed"];
const folder = resolve(values.folder);
const instruments = resolve("data/instruments");
mkdirSync(join(folder, "runs"), { recursive: true });

function woodshed(...args) {
  const { status, stdout, stderr } = spawnSync("node", [join(root, "dist/cli/main.js"), ...args], {
    ...{ encoding: "utf8", maxBuffer: 2 ** 26 },
  });
  if (status !== 0) throw new Error(`woodshed ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}

/** Writes the rows of a split's families as a manifest; with a seed, ten of each family. */
function manifest(name, split, isWanted, seed = null) {
  const lines = readFileSync(join(instruments, `${split}.csv`), "utf8")
    .trim()
    .split("\n");
  const rows = lines.slice(1).map((line) => line.split(","));
  const wanted = rows.filter(([, label]) => isWanted(label));
  const labels = [...new Set(wanted.map(([, label]) => label))];
  const chosen =
    seed === null
      ? wanted
      : labels.flatMap((label) =>
          wanted
            .filter((row) => row[1] === label)
            .map((row, i) => ({ row, order: randomFloat(seed, i) }))
            .sort((a, b) => a.order - b.order)
            .slice(0, NUM_CLIPS)
            .map(({ row }) => row),
        );
  const path = join(folder, `${name}.csv`);
  writeFileSync(
    path,
    ["path,label", ...chosen.map(([clip, label]) => `${join(instruments, clip)},${label}`)].join("\n"),
  );
  return path;
}

const isBefore = (label) => BEFORE.includes(label);
const isAfter = (label) => !isBefore(label);
const runs = `runs_dir=${join(folder, "runs")}`;
const runOf = (name) => {
  const found = readdirSync(join(folder, "runs")).find((one) => one.startsWith(`${name}-2`));
  return found === undefined ? null : join(folder, "runs", found);
};

woodshed("train", join(root, "recipes/quickstart.yaml"), "--dry-run");
const before = manifest("before", "train", isBefore);
if (runOf("before") === null) {
  const heldOut = manifest("before-validation", "validation", isBefore);
  woodshed(
    ...[
      "train",
      join(root, "recipes/folder.yaml"),
      `data.train=${before}`,
      `data.validation=${heldOut}`,
      "name=before",
      runs,
    ],
    ...["data.clip_sec=1", "training.batch_size=64", `training.epochs=${values.epochs}`],
  );
}
const test = manifest("after-test", "test", isAfter);
const all = { scratch: [], "fine-tuned": [] };
for (let seed = 0; seed < Number(values.seeds); seed++) {
  const train = manifest(`after-${seed}`, "train", isAfter, seed);
  for (const kind of Object.keys(all)) {
    const name = `${kind}-${seed}`;
    woodshed(
      ...[
        "train",
        join(root, "recipes/fine-tune.yaml"),
        `data.train=${train}`,
        `data.test=${test}`,
        `seed=${seed}`,
      ],
      ...[`name=${name}`, runs, "data.clip_sec=1", ...overrides],
      ...(kind === "scratch"
        ? ["optimization.linear_probe_epochs=0", "optimization.layer_decay=null"]
        : ["--init-from", runOf("before")]),
    );
    const { accuracy } = JSON.parse(woodshed("evaluate", join(runOf(name), "checkpoints/last"), "--json"));
    all[kind].push(accuracy);
    console.log(`${name}: ${(100 * accuracy).toFixed(1)} % of the test clips`);
  }
}
for (const [kind, accuracies] of Object.entries(all)) {
  const mean = accuracies.reduce((sum, one) => sum + one) / accuracies.length;
  console.log(`${kind}: ${(100 * mean).toFixed(1)} %, mean of ${accuracies.length} seeds`);
}
