import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { CheckpointReader, mapSafetensors } from "../src/checkpoint/index.js";
import { loadConfig } from "../src/config/load.js";
import { addon } from "../src/tensor/addon.js";
import { scope } from "../src/tensor/index.js";
import { RunStore } from "../src/tracking/store/store.js";
import { assertResumable } from "../src/train/resumable.js";
import { type RunObserver, type RunOptions, type RunResult, runTraining } from "../src/train/run.js";
import { Crash } from "../src/train/stop.js";
import { settledLiveTensors } from "./support/gc.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const RECIPE = "recipes/folder.yaml";
/** Clips of each class; three quarters are trained on, which are four batches. */
const NUM_CLIPS = 12;
const tones = makeTones(NUM_CLIPS);
const newRuns = (): string => mkdtempSync(join(tmpdir(), "woodshed-resume-"));

const EPOCHS = 3;
/** The third of four steps in the second epoch. */
const MIDDLE = 7;
/** Also saves in the middle of epochs: at steps 3 and 6 before MIDDLE. */
const SAVE_WITHIN = "checkpoint.save=[{every_steps: 3, keep_last: all}]";

interface Options extends RunOptions {
  runs: string;
  overrides?: string[];
  /** Stops the run after this step. */
  stopAfter?: number;
  observer?: RunObserver;
  reason?: unknown;
  stop?: AbortController;
}

function train({
  runs,
  overrides = [],
  stopAfter,
  observer = {},
  reason,
  stop = new AbortController(),
  ...options
}: Options): Promise<RunResult> {
  const config = loadConfig(RECIPE, [
    ...toneOverrides(tones, runs),
    `training.epochs=${EPOCHS}`,
    "model.dropout=0.3",
    ...overrides,
  ]);
  const watching: RunObserver = {
    ...observer,
    onStep(position, numClips, means, epochMeans) {
      observer.onStep?.(position, numClips, means, epochMeans);
      if (position.step === stopAfter) stop.abort(reason);
    },
  };
  return runTraining(config, watching, stop.signal, options);
}

const stoppedRuns = new Map<string, string>();

/** A run stopped in the middle of an epoch, in a folder of its own: a copy of the one that is trained once. */
async function stoppedRun(overrides: string[] = []): Promise<{ runs: string; folder: string }> {
  const key = overrides.join(" ");
  if (!stoppedRuns.has(key)) {
    const original = newRuns();
    const { status } = await train({ runs: original, overrides, stopAfter: MIDDLE });
    expect(status).toBe("interrupted");
    stoppedRuns.set(key, original);
  }
  const runs = newRuns();
  cpSync(stoppedRuns.get(key)!, runs, { recursive: true, verbatimSymlinks: true });
  return { runs, folder: onlyRun(runs) };
}

/** Records the calls of an observer as lines. */
function record(): { said: string[]; observer: RunObserver } {
  const said: string[] = [];
  return {
    said,
    observer: {
      onWarning: (message) => said.push(message),
      onResume: (_, { step }, differences) => said.push(`resumed at ${step}`, ...differences),
      onInit: (_, report) => said.push(JSON.stringify(report)),
    },
  };
}

let whole: RunResult;
beforeAll(async () => {
  whole = await train({ runs: newRuns() });
});

function expectSame(folder: string, other = whole.folder): void {
  expect(numbersOf(folder)).toEqual(numbersOf(other));
  expect(tensorsOf(folder)).toEqual(tensorsOf(other));
}

describe("a run that was stopped in the middle of an epoch resumes to the same bits", () => {
  it.each([0, 1, 3])("with %i loader workers", async (workers) => {
    const { runs, folder } = await stoppedRun(["data.workers=1"]);
    const { said, observer } = record();
    const result = await train({ runs, observer, resume: "auto", overrides: [`data.workers=${workers}`] });
    expect([result.folder, result.status]).toEqual([folder, "finished"]);
    expectSame(folder);
    // The copy of the stopped run is in another folder.
    expect(said.filter((line) => !line.startsWith("changed: runs_dir:"))).toEqual([
      `resumed at ${MIDDLE}`,
      ...(workers === 1 ? [] : [`changed: data.workers: 1 before, ${workers} now`]),
    ]);
  });

  it.each<[string, string[]]>([
    ["SGD with momentum", ["optimization.optimizer=sgd", "optimization.learning_rate=0.05"]],
    ["a moving average of the weights", ["optimization.ema_decay=0.9"]],
    ["bf16", ["training.precision=bf16"]],
    ["fp16 and its scaler", ["training.precision=fp16"]],
    [
      "batches in three parts, logging every fifth step",
      ["training.accumulation_steps=4", "logging.every_steps=5"],
    ],
    ["masks of dropout by rank", ["training.dropout_masks=by_rank"]],
    ["evaluation every other epoch", ["training.evaluate_every_epochs=2"]],
    ["early stopping", ["training.early_stopping.patience=1", "training.early_stopping.min_delta=0.1"]],
  ])("with %s", async (_, overrides) => {
    const undisturbed = await train({ runs: newRuns(), overrides });
    const runs = newRuns();
    // In the middle of an epoch and at its end.
    for (const stopAfter of [6, 8]) await train({ runs, overrides, stopAfter, resume: "auto" });
    const { folder, status } = await train({ runs, overrides, resume: "last" });
    expect(status).toBe(undisturbed.status);
    expectSame(folder, undisturbed.folder);
  });

  it("stopped at every single step", async () => {
    const runs = newRuns();
    for (let step = 1; step <= 5; step++) await train({ runs, stopAfter: step, resume: "auto" });
    const { folder } = await train({ runs, resume: "auto" });
    expectSame(folder);
  });

  it("stopped between the micro-batches of a step: the step is undone and repeated", async () => {
    const overrides = ["training.accumulation_steps=4"];
    const undisturbed = await train({ runs: newRuns(), overrides });
    const runs = newRuns();
    const stop = new AbortController();
    let numSteps = 0;
    const observer: RunObserver = {
      onStep({ step }) {
        numSteps = step;
        // The loop takes a turn at the step's end and after each part of the next: one fires inside of it.
        if (step === MIDDLE) setImmediate(() => setImmediate(() => setImmediate(() => stop.abort())));
      },
    };
    await train({ runs, overrides, observer, stop });
    expect(numSteps).toBe(MIDDLE);
    const { folder } = await train({ runs, overrides, resume: "auto" });
    expectSame(folder, undisturbed.folder);
  });

  it("from its last checkpoint, its best one, or one by its path", async () => {
    for (const resume of ["last", "best", "path", "run"]) {
      const { runs, folder } = await stoppedRun([SAVE_WITHIN]);
      const paths: Record<string, string> = {
        path: join(folder, "checkpoints", "step-0000006"),
        run: folder,
      };
      const result = await train({
        runs,
        resume: paths[resume] ?? resume,
        overrides: [SAVE_WITHIN],
      });
      expect(result.folder).toBe(folder);
      expectSame(folder);
    }
  });

  it("from an earlier checkpoint, also if it stops before the first step", async () => {
    const overrides = [SAVE_WITHIN];
    const { runs, folder } = await stoppedRun(overrides);
    const observer: RunObserver = {
      onResume() {
        throw new Error("ended");
      },
    };
    const resume = join(folder, "checkpoints", "step-0000006");
    await expect(train({ runs, overrides, resume, observer })).rejects.toThrow("ended");
    await train({ runs, overrides, resume: "auto" });
    expectSame(folder);
  });

  it("in a folder that was renamed, with its checkpoints still its own", async () => {
    const { runs, folder } = await stoppedRun();
    const moved = join(runs, "my favourite");
    renameSync(folder, moved);
    await train({ runs, resume: moved });
    expectSame(moved);
    const names = readdirSync(join(moved, "checkpoints")).filter((name) => name.startsWith("step-"));
    const linked = ["last", "best"].map((link) => readlinkSync(join(moved, "checkpoints", link)));
    expect(names.sort()).toEqual([...new Set(["step-0000007", ...linked])].sort());
  });

  it("from the start, if it stopped before its first checkpoint", async () => {
    const { runs, folder } = await stoppedRun();
    rmSync(join(folder, "checkpoints"), { recursive: true });
    const result = await train({ runs, resume: "auto" });
    expect(result.folder).toBe(folder);
    expectSame(folder);
  });
});

describe("a checkpoint of a version without training.dropout_masks", () => {
  const byRank = ["training.dropout_masks=by_rank"];
  const olderRun = async (): Promise<{ runs: string; folder: string }> => {
    const stopped = await stoppedRun(byRank);
    const path = join(stopped.folder, "checkpoints", "last", "checkpoint.json");
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    delete manifest.config.training.dropout_masks;
    writeFileSync(path, JSON.stringify(manifest));
    return stopped;
  };

  it("resumes to the bit with masks by rank", async () => {
    const undisturbed = await train({ runs: newRuns(), overrides: byRank });
    const { runs, folder } = await olderRun();
    await train({ runs, overrides: byRank, resume: "auto" });
    expectSame(folder, undisturbed.folder);
  });

  it("is refused with masks by clip", async () => {
    const { runs } = await olderRun();
    await expect(train({ runs, resume: "last" })).rejects.toThrow(
      /training\.dropout_masks: the text "by_rank" before, the text "by_clip" now\nUndo the changes, resume anyway with --allow-changes/,
    );
  });
});

it("another number of ranks is reported with its effect on dropout", async () => {
  const { folder } = await stoppedRun();
  const { recipe: manifest } = new CheckpointReader(join(folder, "checkpoints", "last"));
  const reported = (masks: "by_clip" | "by_rank"): string[] => {
    const training = { ...manifest.config.training, dropout_masks: masks };
    const distributed = { ...training.distributed, world_size: 2 };
    const terms = {
      config: { ...manifest.config, training: { ...training, distributed } },
      platform: manifest.platform,
      ...{ identity: manifest.data, labels: manifest.labels, allowChanges: true },
    };
    const messages: string[] = [];
    assertResumable({ folder, manifest }, terms, (message) => messages.push(message));
    return messages;
  };
  expect(reported("by_clip").at(-1)).toBe(
    "1 rank before, 2 now: sums of gradients round differently; batches and masks of dropout stay the same",
  );
  expect(reported("by_rank").at(-1)).toBe(
    "1 rank before, 2 now: sums of gradients round differently, and dropout draws other random numbers (those of rank 1 are new); batches stay the same",
  );
});

describe("auto", () => {
  it("starts a run when there is none, and a new one when the last finished", async () => {
    const runs = newRuns();
    const first = await train({ runs, resume: "auto", overrides: ["training.epochs=1"] });
    const second = await train({ runs, resume: "auto", overrides: ["training.epochs=1"] });
    expect(second.folder).not.toBe(first.folder);
  });

  it("can be set in the recipe", async () => {
    const { runs, folder } = await stoppedRun();
    expect((await train({ runs, overrides: ["checkpoint.resume=auto"] })).folder).toBe(folder);
    expectSame(folder);
  });

  it("starts a new run if the last has another configuration", async () => {
    const { runs, folder } = await stoppedRun();
    const warnings: string[] = [];
    const other = await train({
      ...{ runs, resume: "auto", overrides: ["seed=1", "training.epochs=1"] },
      observer: { onWarning: (message) => warnings.push(message) },
    });
    expect(other.folder).not.toBe(folder);
    expect(warnings.join()).toMatch(
      /--resume auto starts a new run: .* is not finished, .*\(seed: 0 before, 1 now; training\.epochs: \d before, 1 now\)/,
    );
  });

  it("refuses a run that is alive", async () => {
    const { runs } = await stoppedRun();
    let second: Promise<unknown> | undefined;
    const observer: RunObserver = {
      onStep: () => {
        second ??= train({ runs, resume: "auto" }).catch((error) => error);
      },
    };
    await train({ runs, resume: "auto", observer });
    expect(String(await second)).toMatch(/process \d+ is still training this run\. Wait for it or stop it/);
  });
});

describe("a changed configuration", () => {
  let runs: string;
  let folder: string;
  beforeAll(async () => {
    ({ runs, folder } = await stoppedRun());
  });

  it("is refused by key if it affects results, and nothing is written", async () => {
    const before = readdirSync(join(folder, "checkpoints"));
    await expect(
      train({
        runs,
        resume: "last",
        overrides: ["optimization.learning_rate=0.01", "training.batch_size=4", "data.workers=2"],
      }),
    ).rejects.toThrow(
      /the resumed run would be a different one:\n {2}training\.batch_size: 8 before, 4 now\n {2}optimization\.learning_rate: 0\.005 before, 0\.01 now\n.*--allow-changes.*--init-from/s,
    );
    expect(readdirSync(join(folder, "checkpoints"))).toEqual(before);
    using store = RunStore.open(folder);
    expect(store.info().status).toBe("interrupted");
  });

  it("is refused if precision or threads are set explicitly", () =>
    expect(train({ runs, resume: "last", overrides: ["training.precision=bf16"] })).rejects.toThrow(
      /training\.precision: the text "fp32" before, the text "bf16" now/,
    ));

  it("is refused if the clips differ", async () => {
    const more = makeTones(NUM_CLIPS + 1);
    await expect(train({ runs, resume: "last", overrides: [`data.train=${more}`] })).rejects.toThrow(
      /with other data the resumed run would be a different one:\n {2}data\.train: .* before, .* now\n {2}training and validation clips: 36 before, 39 now/,
    );
    const renamed = makeTones(NUM_CLIPS);
    renameSync(join(renamed, "low", "1.wav"), join(renamed, "low", "one.wav"));
    await expect(train({ runs, resume: "last", overrides: [`data.train=${renamed}`] })).rejects.toThrow(
      /training and validation clips: 36 before, 36 now, with other paths, labels or order/,
    );
  });

  it("is accepted if only the path of the same clips differs", async () => {
    const copy = newRuns();
    cpSync(runs, copy, { recursive: true });
    const moved = mkdtempSync(join(tmpdir(), "woodshed-moved-"));
    cpSync(tones, moved, { recursive: true });
    const { said, observer } = record();
    const result = await train({ runs: copy, resume: "last", overrides: [`data.train=${moved}`], observer });
    expectSame(result.folder);
    expect(said).toContainEqual(expect.stringMatching(/^changed: data\.train: .* before, .* now$/));
  });

  it("is accepted with allowChanges, reported and recorded", async () => {
    const copy = newRuns();
    cpSync(runs, copy, { recursive: true });
    const { said, observer } = record();
    const options = { runs: copy, resume: "last", allowChanges: true, observer };
    const result = await train({ ...options, overrides: ["training.epochs=4"] });
    expect(result.position.epoch).toBe(4);
    const line = "changed, which changes results: training.epochs: 3 before, 4 now";
    expect(said).toContain(line);
    using store = RunStore.open(result.folder);
    expect(store.events().map(({ message }) => message)).toContain(line);
  });
});

describe("a checkpoint that cannot be used", () => {
  const model = (folder: string, link = "last"): string =>
    join(folder, "checkpoints", link, "model.safetensors");
  const damages: [string, (folder: string) => void, RegExp][] = [
    [
      "a flipped byte",
      (folder) => {
        const bytes = readFileSync(model(folder));
        bytes[bytes.length - 1]! ^= 1;
        writeFileSync(model(folder), bytes);
      },
      /model\.safetensors: the checksum does not match, the file is corrupt; using the one before/,
    ],
    [
      "a truncated file",
      (folder) => truncateSync(model(folder), 100),
      /model\.safetensors: expected \d+ bytes, found 100; using the one before/,
    ],
    [
      "a missing file",
      (folder) => rmSync(join(folder, "checkpoints", "last", "training.safetensors")),
      /training\.safetensors: missing from the checkpoint; using the one before/,
    ],
    [
      "a manifest cut short",
      (folder) => truncateSync(join(folder, "checkpoints", "last", "checkpoint.json"), 100),
      /checkpoint\.json: not readable as JSON; using the one before/,
    ],
  ];

  it.each(damages)("with %s is skipped for the one before, with a warning", async (_, damage, message) => {
    const overrides = ["checkpoint.save=[{every_steps: 3, keep_last: 2}]"];
    const { runs, folder } = await stoppedRun(overrides);
    damage(folder);
    const { said, observer } = record();
    const result = await train({ runs, overrides, resume: "auto", observer });
    expect(said[0]).toMatch(message);
    expect(said[1]).toBe("resumed at 6");
    expectSame(result.folder);
  });

  it.each(damages)("with %s is refused if it was given by its path", async (_, damage, message) => {
    const { runs, folder } = await stoppedRun();
    const path = join(folder, "checkpoints", readlinkSync(join(folder, "checkpoints", "last")));
    damage(folder);
    const expected = new RegExp(message.source.replace("using the one before", "use another checkpoint"));
    await expect(train({ runs, resume: path })).rejects.toThrow(expected);
  });

  it("is never replaced by a new run silently", async () => {
    const { runs, folder } = await stoppedRun(["checkpoint.save=[]"]);
    for (const name of readdirSync(join(folder, "checkpoints"))) truncateSync(model(folder, name), 100);
    await expect(train({ runs, resume: "auto", overrides: ["checkpoint.save=[]"] })).rejects.toThrow(
      /every checkpoint is damaged \(step-0000007.*\)\. Restore one from a copy, or start a new run with --resume never/,
    );
  });

  const changed: [string, (text: string) => string, RegExp][] = [
    [
      "of a newer version",
      (text) => text.replace('"version": 2', '"version": 3'),
      /format version 3, this Woodshed reads up to 2; update Woodshed/,
    ],
    [
      "of other labels",
      (text) => text.replace('"mid"', '"middle"'),
      /trained on the 3 labels high, low, middle; the data now has 3, without middle, with mid in addition \(data\.train /,
    ],
  ];
  it.each(changed)("%s is refused with what to do", async (_, change, message) => {
    const { runs, folder } = await stoppedRun();
    const manifest = join(folder, "checkpoints", "last", "checkpoint.json");
    writeFileSync(manifest, change(readFileSync(manifest, "utf8")));
    await expect(train({ runs, resume: folder })).rejects.toThrow(message);
  });

  it("of another architecture is refused by tensor, even with allowChanges, and nothing is written", async () => {
    const { runs, folder } = await stoppedRun();
    const before = numbersOf(folder);
    await expect(
      train({ runs, resume: "best", allowChanges: true, overrides: ["model.channels=[8, 32]"] }),
    ).rejects.toThrow(
      /of another architecture.*blocks\.1\.conv\.weight is \[16, 8, 3, 3\], the model has \[32, 8, 3, 3\]/,
    );
    expect(numbersOf(folder)).toEqual(before);
    using store = RunStore.open(folder);
    expect(store.info().status).toBe("interrupted");
  });

  it("that does not exist is reported with its path", async () => {
    await expect(train({ runs: newRuns(), resume: "best" })).rejects.toThrow(
      /--resume best: no run called "folder" with a checkpoint in/,
    );
    await expect(train({ runs: newRuns(), resume: "/nowhere" })).rejects.toThrow(/\/nowhere: no such folder/);
  });
});

describe("a checkpoint outside of its run", () => {
  it("starts a new run", async () => {
    const { folder } = await stoppedRun();
    const copy = join(newRuns(), "copied");
    cpSync(join(folder, "checkpoints", readlinkSync(join(folder, "checkpoints", "last"))), copy, {
      recursive: true,
    });
    const result = await train({ runs: newRuns(), resume: copy });
    expect(result.folder).not.toBe(folder);
    expect(tensorsOf(result.folder)).toEqual(tensorsOf(whole.folder));
    expect(existsSync(copy)).toBe(true);
  });
});

describe("saving before the end", () => {
  const savedStep = (folder: string): number =>
    new CheckpointReader(join(folder, "checkpoints", "last")).verify().manifest.position.step;
  const statusOf = (folder: string): string => {
    using store = RunStore.open(folder);
    return store.info().status;
  };

  it("after a crash elsewhere in the process: saved at the next step, then reported", async () => {
    const runs = newRuns();
    const crash = new Crash(new Error("a socket broke"));
    await expect(train({ runs, stopAfter: MIDDLE, reason: crash })).rejects.toThrow("a socket broke");
    const folder = onlyRun(runs);
    expect([savedStep(folder), statusOf(folder)]).toEqual([MIDDLE, "failed"]);
    await train({ runs, resume: "auto" });
    expectSame(folder);
  });

  it("after a step that fails: the state before it, to the bit", async () => {
    const runs = newRuns();
    const observer: RunObserver = {
      onStep({ step }) {
        if (step === MIDDLE) throw new Error("the observer broke");
      },
    };
    await expect(train({ runs, observer })).rejects.toThrow("the observer broke");
    expect(savedStep(onlyRun(runs))).toBe(MIDDLE);
    await train({ runs, resume: "auto" });
    expectSame(onlyRun(runs));
  });

  it("after a clip that is broken: training resumes once it is repaired", async () => {
    const runs = newRuns();
    const root = mkdtempSync(join(tmpdir(), "woodshed-broken-"));
    cpSync(tones, root, { recursive: true });
    const overrides = [`data.train=${root}`, "data.workers=0", "data.prefetch_batches=1"];
    const observer: RunObserver = {
      onStep({ step }) {
        if (step === MIDDLE)
          for (const label of readdirSync(root))
            renameSync(join(root, label, "1.wav"), join(root, label, "1.away"));
      },
    };
    await expect(train({ runs, overrides, observer })).rejects.toThrow(/1\.wav/);
    for (const label of readdirSync(root))
      renameSync(join(root, label, "1.away"), join(root, label, "1.wav"));
    const folder = onlyRun(runs);
    expect(savedStep(folder)).toBeGreaterThanOrEqual(MIDDLE);
    await train({ runs, overrides, resume: "auto" });
    expectSame(folder);
  });
});

describe("a checkpoint that cannot be written", () => {
  /** A file where the folder of checkpoints would be. */
  const block: RunObserver = {
    onStart: ({ folder }) => writeFileSync(join(folder, "checkpoints"), "in the way"),
  };

  it("is a warning; training continues to the same weights", async () => {
    const { said, observer } = record();
    const result = await train({ runs: newRuns(), observer: { ...observer, ...block } });
    expect(result.status).toBe("finished");
    expect(said[0]).toMatch(/warning: .*the checkpoint was not written: .*There is no earlier checkpoint/);
    expect(numbersOf(result.folder)).toEqual(numbersOf(whole.folder));
    using store = RunStore.open(result.folder);
    expect(store.events().some(({ level }) => level === "warning")).toBe(true);
  });

  it("ends the run if the recipe says so", async () => {
    const steps: number[] = [];
    const observer: RunObserver = { ...block, onStep: ({ step }) => void steps.push(step) };
    await expect(
      train({ runs: newRuns(), observer, overrides: ["checkpoint.on_failed_save=stop"] }),
    ).rejects.toThrow(/the checkpoint was not written/);
    expect(steps.length).toBeLessThan(9);
  });
});

describe("starting from weights", () => {
  it("of a run loads all weights and nothing else", async () => {
    const { said, observer } = record();
    const overrides = [
      `model.init_from=${whole.folder}`,
      "optimization.learning_rate=1e-12",
      "training.epochs=1",
    ];
    const result = await train({ runs: newRuns(), overrides, observer });
    expect(JSON.parse(said[0]!)).toMatchObject({ missing: [], unexpected: [], leftOut: [] });
    const [ours, theirs] = [result.folder, whole.folder].map((folder) =>
      scope(() => mapSafetensors(join(folder, "model.safetensors")).get("head.fc.weight")!.toFloat32Array()),
    );
    for (const [i, value] of ours!.entries()) expect(Math.abs(value - theirs![i]!)).toBeLessThan(1e-9);
  });

  it("of a file loads those that match the patterns, and reports the others", async () => {
    const { said, observer } = record();
    const overrides = [
      `model.init_from=${join(whole.folder, "model.safetensors")}`,
      'model.init_keys=["encoder.blocks.*", "!*.bn.*"]',
      "training.epochs=1",
    ];
    await train({ runs: newRuns(), overrides, observer });
    const { loaded, missing, leftOut } = JSON.parse(said[0]!);
    expect(loaded).toEqual(["encoder.blocks.0.conv.weight", "encoder.blocks.1.conv.weight"]);
    expect(missing).toContain("head.fc.weight");
    expect(leftOut).toContain("encoder.blocks.0.bn.weight");
  });

  it("of other shapes is refused with the way to exclude them", () =>
    expect(
      train({ runs: newRuns(), overrides: [`model.init_from=${whole.folder}`, "model.channels=[8, 24]"] }),
    ).rejects.toThrow(
      /encoder\.blocks\.1\.conv\.weight is \[16, 8, 3, 3\], the model has \[24, 8, 3, 3\].*--init-keys '!encoder\.blocks\.1\.conv\.\*'/s,
    ));

  it("without a match is refused with some of the names", () =>
    expect(
      train({
        runs: newRuns(),
        overrides: [`model.init_from=${whole.folder}`, "model.init_keys=[decoder.*]"],
      }),
    ).rejects.toThrow(/none of its 21 tensors is in the model and matches decoder\.\*; it has /));
});

it("leaves no live tensor behind, resumed, averaged or failed", async () => {
  const before = await settledLiveTensors();
  const overrides = ["optimization.ema_decay=0.9", "training.precision=fp16"];
  const { runs } = await stoppedRun(overrides);
  await train({ runs, overrides, resume: "auto" });
  await train({ runs, overrides, resume: "last", allowChanges: true, observer: {} });
  expect(addon.liveTensors()).toBe(before);
});
