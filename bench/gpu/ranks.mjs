// Trains on one rank without a group, on one over NCCL, and on two over Gloo that share the device; compares the models.
// `node bench/gpu/ranks.mjs [--device cuda]`
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Checks } from "./checks.mjs";
import { writeSounds } from "./sounds.mjs";

const { device } = parseArgs({ options: { device: { type: "string", default: "cuda" } } }).values;
const folder = mkdtempSync(join(tmpdir(), "woodshed-gpu-ranks-"));
const sounds = writeSounds(join(folder, "sounds"), 40);
const runs = join(folder, "runs");
const { check, finish } = new Checks();
const overrides = [
  ...[
    `data.train=${sounds}`,
    "data.test=null",
    "data.clip_sec=1",
    "data.validation_fraction=0.25",
    `runs_dir=${runs}`,
  ],
  ...[
    "logging.wandb.enabled=false",
    "training.epochs=3",
    "training.early_stopping.patience=null",
    "training.batch_size=16",
  ],
  ...[`training.device=${device}`, "training.precision=fp32", "data.workers=1"],
];

function woodshed(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/cli/main.js", ...args], {
    ...{ encoding: "utf8", timeout: 80_000, env: { ...process.env, ...env } },
  });
  return { status, stdout, output: stdout + stderr };
}

function train(name, more, env) {
  const startMs = performance.now();
  const { status, output } = woodshed(
    ["train", "recipes/folder.yaml", ...overrides, `name=${name}`, ...more],
    env,
  );
  check(
    `trains: ${name}`,
    status === 0,
    status === 0 ? `${((performance.now() - startMs) / 1000).toFixed(1)} s` : output.slice(-2500),
  );
  if (status !== 0) return null;
  const run = join(
    runs,
    readdirSync(runs).find((one) => one.startsWith(`${name}-2`)),
  );
  const { stdout } = woodshed([
    "evaluate",
    run,
    "--split",
    "validation",
    "--json",
    `training.device=${device}`,
  ]);
  return JSON.parse(stdout).loss;
}

function same(title, loss, expected) {
  if (loss !== null)
    check(title, Math.abs(loss - expected) < 5e-3 * Math.max(1, expected), `${loss} and ${expected}`);
}

const port = await new Promise((done) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port: free } = server.address();
    server.close(() => done(free));
  });
});
const launched = {
  ...{ RANK: "0", WORLD_SIZE: "1", LOCAL_RANK: "0", LOCAL_WORLD_SIZE: "1" },
  ...{ MASTER_ADDR: "127.0.0.1", MASTER_PORT: String(port), NCCL_DEBUG: "WARN" },
};
try {
  const alone = train("alone", []);
  const backend = device === "cpu" ? "gloo" : "nccl";
  same(
    `one rank over ${backend} equals none`,
    train(backend, [`training.distributed.backend=${backend}`], launched),
    alone,
  );
  same(
    "two ranks over Gloo on one device equal one",
    train("two", ["training.distributed.world_size=2", "training.distributed.backend=gloo"]),
    alone,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish();
