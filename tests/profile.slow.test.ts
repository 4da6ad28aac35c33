import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Profile } from "../src/bottlenecks/profile-recipe.js";
import { packageRoot } from "../src/package-root.js";
import { readTrace } from "../src/profiling/trace-file.js";
import { type Ended, runCli, startCli } from "./support/cli.js";
import { IS_LONG } from "./support/long.js";
import { runCliRanks } from "./support/ranks.js";
import { onlyRun } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const tones = makeTones();
const folder = mkdtempSync(join(tmpdir(), "woodshed-profile-test-"));
const overrides = [...toneOverrides(tones, join(folder, "runs")), "data.workers=1", "training.epochs=12"];
const recipe = join(folder, "tones.yaml");
copyFileSync(join(packageRoot, "recipes", "folder.yaml"), recipe);

describe("woodshed profile RECIPE", () => {
  const out = join(folder, "out");
  let ended: Ended;
  beforeAll(async () => {
    const args = ["profile", recipe, ...overrides, "--seconds", "1", "--steps", "12", "--out", out];
    ended = await startCli(args).ended;
  });

  it("prints tables and a verdict, and writes the trace and all results as JSON", () => {
    expect(ended.stderr).not.toMatch(/USDT|Error/);
    expect(ended.code).toBe(0);
    for (const line of [
      /^throughput {2}[\d.,]+ clips\/s, [\d.,]+ s of audio a second/m,
      /^arithmetic {2}[\d.]+ GFLOP\/s, [\d.]+ % of/m,
      /^stage +per step +share$/m,
      /^per clip +thread time +share$/m,
      /^operator, per step +calls +self/m,
      /^model\.encoder\.blocks\.0\.conv +Conv2d/m,
      /^memory +peak .*, reached by aten::\w+ in the \w+ of (model|front_end)/m,
      /^verdict +bottleneck: /m,
    ])
      expect(ended.stdout).toMatch(line);
    const profile = JSON.parse(readFileSync(join(out, "profile.json"), "utf8")) as Profile;
    expect(profile.verdict.findings.length).toBeGreaterThan(0);
    expect(profile.mfu).toBeGreaterThan(0);
    const trace = readdirSync(out).find((name) => name.endsWith(".trace.json.gz"))!;
    expect(readTrace(join(out, trace)).traceEvents.length).toBeGreaterThan(100);
  });

  it("writes nothing into the folder of runs", () => {
    expect(existsSync(join(folder, "runs"))).toBe(false);
  });
});

describe("woodshed profile RUN", () => {
  it("reads the record of a finished run, and refuses a folder without one", async () => {
    const runs = join(folder, "one");
    const trained = await runCli("train", recipe, ...overrides, `runs_dir=${runs}`, "training.epochs=3");
    expect(trained.code).toBe(0);
    const { code, stdout } = await runCli("profile", onlyRun(runs));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^evaluation +[\d.]+ ms/m);
    expect(stdout).toMatch(/^verdict +bottleneck: /m);
    const wrong = await runCli("profile", folder);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/TrackingError: /);
    const fixed = await runCli("profile", onlyRun(runs), "--fix");
    expect(fixed.stderr).toMatch(/ConfigError: .* --fix needs a recipe.*config\.yaml/);
    const gone = await runCli("profile", join(runs, "gone"));
    expect(gone.stderr).toMatch(/ConfigError: .*gone: no such file or folder/);
    const merged = await runCli("profile", "merge", join(runs, "gone"));
    expect(merged.stderr).toMatch(/DataError: .*gone: expected a trace/);
  });
});

describe("two traced ranks", () => {
  it("write a trace each, which can be merged", async () => {
    const runs = join(folder, "ranks");
    const args = [
      ...["train", recipe, ...overrides, `runs_dir=${runs}`, "training.epochs=1"],
      ...["profiling.enabled=true", "profiling.wait_steps=2", "profiling.active_steps=2"],
    ];
    for (const { code, stderr } of await runCliRanks(args, 2)) expect(code, stderr).toBe(0);
    const traces = join(onlyRun(runs), "traces");
    const names = readdirSync(traces).filter((name) => name.endsWith(".gz"));
    expect(names.sort()).toEqual(["rank0-step5.trace.json.gz", "rank1-step5.trace.json.gz"]);
    const merged = await runCli("profile", "merge", traces);
    expect(merged.stdout).toMatch(/events of 2 traces written to .*merged\.trace\.json\.gz/);
    const { traceEvents } = readTrace(join(traces, "merged.trace.json.gz"));
    const processes = traceEvents
      .filter(({ name }) => name === "process_name")
      .map(({ args }) => String(args?.["name"]));
    expect(processes.some((name) => name.startsWith("rank 0"))).toBe(true);
    expect(processes.some((name) => name.startsWith("rank 1"))).toBe(true);
    // Sums of gradients occur at the same time on both ranks.
    const steps = traceEvents.filter(({ name }) => name === "ProfilerStep#5");
    expect(steps.length).toBe(2);
    expect(Math.abs(steps[0]!.ts! - steps[1]!.ts!)).toBeLessThan(5e6);
    expect(traceEvents.some(({ name }) => /allreduce|all_reduce/.test(name))).toBe(true);
  });
});

describe("woodshed profile --fix, --find-batch-size, --find-lr", () => {
  it("measures changes, and writes a recipe if one is faster", async () => {
    const { code, stdout, stderr } = await runCli(
      ...[
        "profile",
        recipe,
        ...overrides,
        "data.validation_fraction=0.75",
        "--fix",
        "--seconds",
        "1",
        "--steps",
        "12",
      ],
    );
    expect(code, stderr).toBe(0);
    // How much a change gains depends on the machine's load; src/bottlenecks/fix.test.ts tests the decision.
    expect(stdout).toMatch(/^training\.evaluate_every_epochs=\d+ +[\d.]+x +[\d.]+x +(not )?kept$/m);
    const path = join(folder, "tones.tuned.yaml");
    expect(stdout).toContain(existsSync(path) ? `wrote ${path}` : "nothing was written: no change helped");
  });

  it("finds a batch size within a limit, and a learning rate", async () => {
    const size = await runCli(
      "profile",
      recipe,
      ...overrides,
      "profiling.memory_limit_gb=0.05",
      "--find-batch-size",
    );
    expect(size.code, size.stderr).toBe(0);
    expect(size.stdout).toMatch(/largest that fits in 50\.0 MB: \d+; fastest of these: \d+/);
    const rate = await runCli("profile", recipe, ...overrides, "--find-lr");
    expect(rate.code, rate.stderr).toBe(0);
    const [, suggested] = /try it {2}optimization\.learning_rate=(\S+)/.exec(rate.stdout)!;
    expect(Number(suggested)).toBeGreaterThan(1e-5);
    expect(Number(suggested)).toBeLessThan(1);
  });
});

/** Delays that do not depend on the speed of the machine; bench/profiling.mjs has more, with longer measurements. */
describe("a planted bottleneck", () => {
  const library = join(folder, "slow-disk.so");
  const source = join(packageRoot, "bench", "planted", "slow-disk.c");
  execFileSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"]);
  const slow = { LD_PRELOAD: library, WOODSHED_SLOW_MS: "5" };

  const plants: [plant: string, cause: string, env: Record<string, string>][] = [
    ["host_reads", "host_reads", {}],
    ["slow_disk", "disk", slow],
    ["unbalanced_rank", "imbalance", { ...slow, WOODSHED_SLOW_RANK: "1" }],
  ];
  // By default one: src/bottlenecks/verdict/verdict.test.ts tests each diagnosis with given measurements.
  it.each(IS_LONG ? plants : plants.slice(1, 2))("%s is diagnosed as %s", (plant, cause, env) => {
    const script = join(packageRoot, "bench", "planted", "run.mjs");
    const ran = spawnSync(process.execPath, [script, plant, "cause", "0.1"], {
      encoding: "utf8",
      env: { ...process.env, ...env },
    });
    expect(ran.status, ran.stderr).toBe(0);
    const { findings } = JSON.parse(ran.stdout.trim().split("\n").at(-1)!);
    const found = findings.find((finding: { cause: string }) => finding.cause === cause);
    expect(found, JSON.stringify(findings, null, 1)).toBeDefined();
    if (plant === "unbalanced_rank") expect(found.title).toMatch(/^rank 1 .* its data/);
  });
});
