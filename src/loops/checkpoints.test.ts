import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { contentOf, openWriter } from "../../tests/support/checkpoints.js";
import { settledLiveTensors } from "../../tests/support/gc.js";
import { CheckpointReader, mapSafetensors } from "../checkpoint/index.js";
import { Dropout, Linear, Sequential } from "../nn/index.js";
import { AdamW, Ema, SGD } from "../optim/index.js";
import { addon } from "../tensor/addon.js";
import { keep, manualSeed, scope, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { RunRecorder } from "../tracking/store/recorder.js";
import { RunStore } from "../tracking/store/store.js";
import { Trackers } from "../tracking/trackers.js";
import { Checkpoints, type CheckpointsOptions, describeRun, nextPosition } from "./index.js";

let folder: string;
const open: Checkpoints[] = [];

async function openCheckpoints(
  states: Parameters<typeof Checkpoints.open>[1],
  options: CheckpointsOptions = {},
): Promise<Checkpoints> {
  const checkpoints = await Checkpoints.open(folder, states, options);
  open.push(checkpoints);
  return checkpoints;
}

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "woodshed-loop-")), "mine");
});
afterEach(async () => {
  for (const checkpoints of open.splice(0)) await checkpoints.close();
});

const weight = (value: number): { w: Tensor; state: Map<string, Tensor> } => {
  const w = keep(Tensor.from(Float32Array.of(value)));
  return { w, state: new Map([["w", w]]) };
};
const names = (): string[] => readdirSync(join(folder, "checkpoints")).sort();
const MONITOR = { metric: "loss", better: "min" } as const;

describe("a loop", () => {
  it("resumes with every state, the random generator, its position and its JSON", async () => {
    const build = () => {
      manualSeed(1);
      const model = new Sequential(new Linear(2, 3), new Dropout(0.5));
      return { model, ema: new Ema(model.stateDict(), 0.9), optimizer: new AdamW(model.parameters()) };
    };
    const train = ({ model, ema, optimizer }: ReturnType<typeof build>, step: number): number =>
      scope(() => {
        optimizer.zeroGrad();
        const loss = model
          .forward(ops.randn([4, 2]))
          .square()
          .mean();
        loss.backward();
        optimizer.step();
        ema.update(step);
        return loss.item();
      });
    const first = build();
    const checkpoints = await openCheckpoints(first);
    expect([checkpoints.resumed, checkpoints.position]).toEqual([null, { step: 0, epoch: 0, batch: 0 }]);
    for (let step = 0; step < 3; step++) train(first, step);
    const json = { best: [1, 2], note: null };
    await checkpoints.save({
      position: { step: 3, epoch: 1, batch: 2 },
      metrics: { loss: Number.NaN, f1: 1 },
      json,
    });
    json.best.push(3);
    await checkpoints.close();
    const expected = [3, 4].map((step) => train(first, step));

    const second = build();
    const resumed = await openCheckpoints(second);
    expect(resumed.runId).toBe(checkpoints.runId);
    expect(resumed.position).toEqual({ step: 3, epoch: 1, batch: 2 });
    expect(resumed.resumed).toEqual({
      folder: join(folder, "checkpoints", "step-0000003"),
      position: { step: 3, epoch: 1, batch: 2 },
      metrics: { loss: Number.NaN, f1: 1 },
      metricsStep: 3,
      json: { best: [1, 2], note: null },
      trackerIds: {},
    });
    expect([3, 4].map((step) => train(second, step))).toEqual(expected);
    for (const [name, tensor] of first.ema.stateDict())
      expect(second.ema.stateDict().get(name)!.toArray()).toEqual(tensor.toArray());
  });

  it("leaves no live tensor behind", async () => {
    const before = await settledLiveTensors();
    for (let step = 1; step <= 2; step++) {
      const { w, state } = weight(1);
      const checkpoints = await openCheckpoints({ model: state, critic: state });
      await checkpoints.save({ position: { step } });
      await checkpoints.load("last");
      await checkpoints.close();
      w.dispose();
    }
    expect(addon.liveTensors()).toBe(before);
  });

  it("saves in the files of a recipe's checkpoint", async () => {
    const { state } = weight(1);
    const checkpoints = await openCheckpoints({ model: state, ema: state, optimizer: state, critic: state });
    await checkpoints.save({ position: { step: 1 } });
    await checkpoints.drain();
    const last = join(folder, "checkpoints", "last");
    const namesIn = (file: string): string[] => [...mapSafetensors(join(last, file)).keys()].sort();
    expect(namesIn("model.safetensors")).toEqual(["w"]);
    expect(namesIn("ema.safetensors")).toEqual(["w"]);
    expect(namesIn("training.safetensors")).toEqual(["critic.w", "optimizer.w", "random.0.cpu"]);
    const { version } = JSON.parse(readFileSync(join(last, "checkpoint.json"), "utf8"));
    expect(version).toBe(2);
  });

  it("keeps the best, the last and those of its rules, and loads the best", async () => {
    const { w, state } = weight(0);
    const checkpoints = await openCheckpoints(
      { model: state },
      { monitor: { ...MONITOR, keepTop: 2 }, save: [{ everySteps: 4 }, { everyEpochs: 2, keepLast: "all" }] },
    );
    const losses = [5, 3, 4, 1, 2, 6];
    let position = { ...checkpoints.position };
    while (position.epoch < losses.length) {
      position = nextPosition(position, 3);
      w.fill_(position.step);
      const loss = losses[position.epoch - 1]!;
      await checkpoints.saveIfDue({ position, metrics: position.batch === 0 ? { loss } : undefined });
    }
    await checkpoints.drain();
    // Best: epochs 4 and 5. Every second epoch: steps 6, 12, 18. Every fourth step: 16.
    expect(names()).toEqual([
      ...["best", "last", "step-0000006", "step-0000012", "step-0000015", "step-0000016", "step-0000018"],
    ]);
    const { manifest } = new CheckpointReader(join(folder, "checkpoints", "step-0000012"));
    expect(manifest.savedFor).toEqual(["every-4-steps", "best-loss", "every-2-epochs"]);
    expect(checkpoints.best).toBe(join(folder, "checkpoints", "step-0000012"));
    expect(checkpoints.last).toBe(join(folder, "checkpoints", "step-0000018"));
    await checkpoints.load("best");
    expect(w.item()).toBe(12);
  });

  it("saves the best of evaluations in the middle of an epoch, and once for a position", async () => {
    const checkpoints = await openCheckpoints(
      { model: weight(0).state },
      { monitor: MONITOR, save: [{ everySteps: 2 }] },
    );
    for (const step of [1, 2, 3]) {
      const metrics = { loss: 10 - step };
      await checkpoints.saveIfDue({ position: { step }, metrics });
      await checkpoints.saveIfDue({ position: { step }, metrics });
    }
    await checkpoints.save({ position: { step: 3 } });
    await checkpoints.save({ position: { step: 4 }, metrics: { loss: 99 } });
    await checkpoints.drain();
    expect(names()).toEqual(["best", "last", "step-0000002", "step-0000003", "step-0000004"]);
    const again = new CheckpointReader(join(folder, "checkpoints", "step-0000002")).manifest;
    expect(again.savedFor).toEqual(["every-2-steps", "best-loss"]);
  });

  it("resumes from the best, and then replaces the later checkpoints", async () => {
    const first = await openCheckpoints({ model: weight(1).state }, { monitor: MONITOR });
    for (const [step, loss] of [
      [1, 0.1],
      [2, 0.5],
      [3, 0.4],
    ] as const)
      await first.save({ position: { step }, metrics: { loss } });
    await first.close();
    const second = await openCheckpoints({ model: weight(0).state }, { monitor: MONITOR, resume: "best" });
    expect(second.position.step).toBe(1);
    await second.save({ position: { step: 1 } });
    expect(names()).toEqual(["best", "last", "step-0000001", "step-0000003"]);
    await second.save({ position: { step: 2 }, metrics: { loss: 0.2 } });
    await second.drain();
    expect(names()).toEqual(["best", "last", "step-0000001", "step-0000002"]);
  });

  it("skips a damaged checkpoint with a warning", async () => {
    const { w, state } = weight(1);
    const first = await openCheckpoints({ model: state }, { save: [{ everySteps: 1, keepLast: 2 }] });
    await first.saveIfDue({ position: { step: 1 } });
    w.fill_(2);
    await first.saveIfDue({ position: { step: 2 } });
    await first.close();
    writeFileSync(join(folder, "checkpoints", "step-0000002", "model.safetensors"), "x");
    const warn = vi.fn();
    const second = await openCheckpoints({ model: state }, { warn });
    expect([second.position.step, w.item()]).toEqual([1, 1]);
    expect(warn.mock.calls[0]![0]).toMatch(
      /step-0000002\/model\.safetensors: expected \d+ bytes, found 1; using the one before/,
    );
  });

  it("reports a save that failed, and saves the next one", async () => {
    const warn = vi.fn();
    const checkpoints = await openCheckpoints({ model: weight(1).state }, { warn });
    writeFileSync(join(folder, "checkpoints"), "in the way");
    await checkpoints.save({ position: { step: 1 } });
    await checkpoints.drain();
    expect(warn.mock.calls[0]![0]).toMatch(/^warning: .*step-0000001: the checkpoint was not written/);
    expect(checkpoints.failure?.code).toBe("WRITE");
    rmSync(join(folder, "checkpoints"));
    await checkpoints.save({ position: { step: 1 } });
    await checkpoints.drain();
    expect(names()).toEqual(["last", "step-0000001"]);
  });
});

describe("trackers", () => {
  it("log a run again from its checkpoint, with one id", async () => {
    const session = async (until: number, saveAt: number | null): Promise<string> => {
      const trackers = new Trackers([new RunRecorder()]);
      const checkpoints = await openCheckpoints({ model: weight(1).state }, { trackers });
      trackers.start(describeRun(checkpoints, { rate: 0.1 }));
      for (let step = checkpoints.position.step + 1; step <= until; step++) {
        trackers.log(step, { loss: 100 * until + step });
        if (step === saveAt) await checkpoints.save({ position: { step } });
      }
      await checkpoints.close();
      await trackers.finish("interrupted", {});
      return checkpoints.runId;
    };
    // The first attempt ends before its first checkpoint.
    const ids = [await session(2, null), await session(4, 3), await session(5, null)];
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^mine-\d{8}-\d{6}-\w{4}$/);
    using store = RunStore.open(folder);
    expect(store.info()).toMatchObject({ id: ids[0], name: "mine", config: { rate: 0.1 } });
    expect(store.metrics("loss").map(({ step, value }) => [step, value])).toEqual([
      ...[
        [1, 401],
        [2, 402],
        [3, 403],
        [4, 504],
        [5, 505],
      ],
    ]);
  });
});

describe("a mistake", () => {
  const saved = async (states: Parameters<typeof Checkpoints.open>[1]): Promise<void> => {
    const checkpoints = await openCheckpoints(states);
    await checkpoints.save({ position: { step: 5 } });
    await checkpoints.close();
  };

  it("in the states is refused with their names", async () => {
    await saved({ model: weight(1).state, critic: weight(2).state });
    const { state } = weight(1);
    await expect(openCheckpoints({ model: state, critic: state, actor: state })).rejects.toThrow(
      /step-0000005: holds no state "actor"; it holds model, critic/,
    );
    await expect(openCheckpoints({ model: state })).rejects.toThrow(
      /step-0000005: also holds critic, which the next checkpoint would lack/,
    );
    const wider = new Map([["w", keep(ops.zeros([2]))]]);
    await expect(openCheckpoints({ model: state, critic: wider })).rejects.toThrow(
      /step-0000005: critic is of another architecture than this model: w is \[1\], the model has \[2\]/,
    );
    await expect(openCheckpoints({ "a.b": state })).rejects.toThrow(
      /state "a\.b": expected a name of letters/,
    );
    await expect(openCheckpoints({ random: state })).rejects.toThrow(/other than random and means/);
    // A refusal claims nothing.
    await openCheckpoints({ model: state, critic: state });
  });

  it("of an optimizer without tensors is none", async () => {
    const { parameters } = new (class {
      readonly parameters = new Linear(1, 1).parameters();
    })();
    const states = { optimizer: new SGD(parameters) };
    await saved(states);
    expect((await openCheckpoints(states)).position.step).toBe(5);
  });

  it("in the position is refused: a resumed loop begins at its checkpoint's", async () => {
    await saved({ model: weight(1).state });
    const checkpoints = await openCheckpoints({ model: weight(1).state });
    await expect(checkpoints.saveIfDue({ position: { step: 1 } })).rejects.toThrow(
      /mine: step 1 is before step 5, from which the loop resumed; begin at checkpoints\.position/,
    );
  });

  it("in the metrics is refused with their names", async () => {
    const checkpoints = await openCheckpoints({ model: weight(1).state }, { monitor: MONITOR });
    await expect(checkpoints.save({ position: { step: 1 }, metrics: { Loss: 1 } })).rejects.toThrow(
      /mine: the metrics lack loss, which decides the best checkpoint; they are Loss/,
    );
  });

  it("in a rule is refused", async () => {
    const opened = (options: CheckpointsOptions) => openCheckpoints({ model: weight(1).state }, options);
    await expect(opened({ save: [{ everySteps: 0 }] })).rejects.toThrow(
      "save[0]: expected a number of steps above 0, got 0",
    );
    await expect(opened({ save: [{ everySteps: 1, everyEpochs: 1 }] })).rejects.toThrow(
      /expected one of .*, got 2/,
    );
    await expect(opened({ monitor: { metric: "f1", better: "higher" as "max" } })).rejects.toThrow(
      'monitor.better: expected "min" or "max", got "higher"',
    );
    await expect(opened({ monitor: MONITOR, save: [{ best: "loss", better: "min" }] })).rejects.toThrow(
      /two rules are best-loss/,
    );
    expect(existsSync(folder)).toBe(false);
  });

  it("such as a state dict that grows is refused when it is saved", async () => {
    const { state } = weight(1);
    const checkpoints = await openCheckpoints({ model: state });
    state.set("more", keep(ops.zeros([1])));
    await expect(checkpoints.save({ position: { step: 1 } })).rejects.toThrow(
      /more: was not in the state when saving began; a state dict must have the same names/,
    );
  });

  it("such as a second process in the same folder is refused", async () => {
    const checkpoints = await openCheckpoints({ model: weight(1).state });
    await expect(openCheckpoints({ model: weight(1).state })).rejects.toThrow(
      new RegExp(`mine: process ${process.pid} is still training this run`),
    );
    await checkpoints.close();
    // A process that was killed leaves its claim.
    writeFileSync(
      join(folder, ".writer.json"),
      JSON.stringify({ host: hostname(), pid: 2 ** 30, start: "" }),
    );
    await openCheckpoints({ model: weight(1).state });
  });

  it("such as the folder of a recipe's run is refused", async () => {
    mkdirSync(folder);
    const writer = openWriter(join(folder, "checkpoints"));
    await writer.save(() => contentOf(1), []);
    await writer.close();
    await expect(openCheckpoints({ model: weight(1).state })).rejects.toThrow(
      /step-0000001: was saved by a recipe's run; resume it with woodshed train --resume/,
    );
  });
});
