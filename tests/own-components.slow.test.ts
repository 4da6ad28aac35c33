// A run whose model, data set, augmentation, loss, optimizer and schedule are a user's own, through the commands: killed and resumed, on two
// ranks, predicted, exported, and copied to a machine that does not trust it.
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { CheckpointReader, findCheckpoint } from "../src/checkpoint/index.js";
import { packageRoot } from "../src/package-root.js";
import { RunStore } from "../src/tracking/store/store.js";
import { runCliWith, startCli } from "./support/cli.js";
import { Pause } from "./support/pause.js";
import { runCliRanks } from "./support/ranks.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones } from "./support/tones.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-own-run-"));
const env = { WOODSHED_HOME: join(folder, "home") };
const recipe = join(folder, "recipe.yaml");
const tone = join(makeTones(1), "mid", "0.wav");
let first: string;

const start = (args: readonly string[], more: NodeJS.ProcessEnv = {}) => startCli(args, { ...env, ...more });

/** Runs a command in this process. */
const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  runCliWith({ ...env, ...more }, ...args);

async function succeed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(args);
  expect(code, stderr).toBe(0);
  return stdout;
}

/** Arguments that train the recipe into a folder of its own. */
const train = (runs: string, ...overrides: string[]): string[] => [
  "train",
  recipe,
  `runs_dir=${join(folder, runs)}`,
  ...overrides,
];

beforeAll(async () => {
  cpSync(join(packageRoot, "tests", "fixtures", "components"), folder, { recursive: true });
  writeFileSync(
    recipe,
    `task: { loss: { use: ./loss.ts, power: 1.1 } }
data:
  dataset: { use: ./tones.ts, count: 10 }
  augmentations: [{ use: ./noise.ts, level: 0.02 }]
  clip_sec: 0.25
  validation_fraction: 0.25
  workers: 1
front_end: { num_mels: 16 }
model: { use: ./model.ts, width: 12 }
training: { batch_size: 8, epochs: 4, threads: 1, precision: fp32 }
optimization:
  learning_rate: 0.002
  optimizer: { use: ./lion.ts }
  schedule: { use: ./steps.ts, times: 1 }
checkpoint: { monitor: validation/loss, mode: min }
logging: { every_steps: 1, samples: { count: 2 } }
`,
  );
  const { code, stderr } = await start(train("first")).ended;
  if (code !== 0) throw new Error(stderr);
  first = onlyRun(join(folder, "first"));
});

it("learns, and keeps its code with the checkpoint and its sources in the run's folder", () => {
  using store = RunStore.open(first);
  const losses = store.metrics("validation/loss").map(({ value }) => value);
  expect(losses.at(-1)!).toBeLessThan(losses[0]!);
  const { recipe: manifest } = new CheckpointReader(findCheckpoint(first));
  expect(Object.values(manifest.code).map(({ module }) => module)).toEqual(
    expect.arrayContaining([
      "./model.ts",
      "./loss.ts",
      "./tones.ts",
      "./noise.ts",
      "./lion.ts",
      "./steps.ts",
    ]),
  );
  const kept = readdirSync(join(first, "components"), { recursive: true, encoding: "utf8" });
  expect(kept).toEqual(expect.arrayContaining([expect.stringMatching(/source\/halved\.ts$/)]));
});

it("resumes to the bit after SIGKILL, and refuses changed code", async () => {
  const pause = new Pause(/^epoch +2\/4 {2}train/);
  const args = train("killed", "checkpoint.resume=auto");
  const { child, ended } = start(args, pause.env);
  await pause.reached(ended);
  child.kill("SIGKILL");
  await ended;
  const model = join(folder, "model.ts");
  const text = readFileSync(model, "utf8");
  writeFileSync(model, text.replace(".relu()", ".relu().mul(2)"));
  const changed = await run([...args, "--resume", "last"]);
  expect(changed.code).toBe(1);
  expect(changed.stderr).toMatch(/model\.code: .* before, .* now[\s\S]*--allow-changes/);
  writeFileSync(model, `// a comment changes nothing\n${text}`);
  await succeed(...args);
  const killed = onlyRun(join(folder, "killed"));
  expect(numbersOf(killed)).toEqual(numbersOf(first));
  expect(tensorsOf(killed)).toEqual(tensorsOf(first));
});

it("two ranks and other numbers of workers give the same run", async () => {
  const args = train("ranks", "training.distributed.world_size=2", "data.workers=0");
  for (const { code, stderr } of await runCliRanks(args, 2, start)) expect(code, stderr).toBe(0);
  const ranks = onlyRun(join(folder, "ranks"));
  const [one, two] = [first, ranks].map((path) => {
    using store = RunStore.open(path);
    return ["train/loss", "validation/loss"].flatMap((name) => store.metrics(name).map(({ value }) => value));
  });
  expect(two!.length).toBe(one!.length);
  for (const [i, value] of two!.entries()) expect(value).toBeCloseTo(one![i]!, 4);
});

it("predict, evaluate and export use the code of the checkpoint, also where the recipe's files are gone", async () => {
  const moved = join(folder, "moved");
  cpSync(first, moved, { recursive: true });
  // A prediction runs the code of the model alone.
  expect(await succeed("predict", moved, tone)).toMatch(/mid \d+\.\d%/);
  const exported = JSON.parse(await succeed("export", moved, "--json")) as { maxDifference: number };
  expect(exported.maxDifference).toBeLessThan(1e-4);
  // The recipe that a run records finds its modules beside it.
  expect(await succeed("config", "print", join(moved, "config.yaml"))).toMatch(
    /use: \.\/model\.ts\n {2}code: [0-9a-f]{64}/,
  );
  expect(await succeed("evaluate", moved)).toMatch(/rows: true label; columns: predicted label/);
});

it("on another machine nothing of it runs before it is trusted", async () => {
  const elsewhere = { WOODSHED_HOME: join(folder, "elsewhere") };
  // A process of its own, which has loaded nothing.
  const refused = await start(["predict", first, tone], elsewhere).ended;
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/does not trust yet \(sha256 [0-9a-f]{64}\)[\s\S]*woodshed trust/);
  const printed = await run(["trust", first, "--print"], elsewhere);
  expect(printed.stdout).toContain("Strided = class extends");
  const trusted = await run(["trust", first], elsewhere);
  expect(trusted.stdout).toMatch(/^trusted: \.\/model\.ts \(\d files\), sha256 [0-9a-f]{64}$/m);
  const { code, stderr } = await start(["predict", first, tone], elsewhere).ended;
  expect(code, stderr).toBe(0);
});

it("an error in a component's forward names the user's file and line, and asks for no report", async () => {
  const bad = join(folder, "bad.ts");
  writeFileSync(
    bad,
    readFileSync(join(folder, "model.ts"), "utf8").replace(
      "const frames",
      'if (this.training) throw new TypeError("a mistake of mine");\n    const frames',
    ),
  );
  const line =
    readFileSync(bad, "utf8")
      .split("\n")
      .findIndex((text) => text.includes("a mistake")) + 1;
  const { code, stderr } = await run(train("bad", "model.use=./bad.ts"));
  expect(code).toBe(1);
  expect(stderr).toMatch(/no such file/);
  const found = await run(train("bad", `model.use=${bad}`));
  expect(found.stderr).toMatch(new RegExp(`TypeError: a mistake of mine[\\s\\S]*bad\\.ts:${line}:\\d+`));
  expect(found.stderr).toMatch(/The error is in your component, at bad\.ts/);
  expect(found.stderr).not.toMatch(/defect in Woodshed/);
});
