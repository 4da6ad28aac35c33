import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configWith, contentOf, openWriter, stepIn } from "../../tests/support/checkpoints.js";
import { rounds } from "../../tests/support/long.js";
import { randomFloat, randomUint32 } from "../data/random.js";
import { CheckpointReader, policiesOf, SaveSchedule } from "./index.js";
import type { CheckpointWriter } from "./writer.js";

/** Number of saves of the retention test; `WOODSHED_SAVES=1000 npx vitest run checkpoint/writer` tests longer. */
const NUM_SAVES = rounds("WOODSHED_SAVES", 150, 1000);

let folder: string;
const open: CheckpointWriter[] = [];
function writerOf(...args: Parameters<typeof openWriter>): CheckpointWriter {
  const writer = openWriter(...args);
  open.push(writer);
  return writer;
}

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "woodshed-checkpoint-")), "checkpoints");
});
afterEach(async () => {
  for (const writer of open.splice(0)) await writer.close();
});

const loss = (value: number) => ({ "validation/loss": value });
const BEST = "best-validation/loss";
const EPOCH = "every-1-epochs";

describe("writing", () => {
  it("keeps and links the last and the best checkpoint, and deletes the others", async () => {
    const writer = writerOf(folder);
    await writer.save(() => contentOf(1, loss(0.1)), [BEST, EPOCH]);
    await writer.save(() => contentOf(2, loss(0.3)), [EPOCH]);
    await writer.save(() => contentOf(3, loss(0.2)), [EPOCH]);
    await writer.drain();
    expect(readdirSync(folder).sort()).toEqual(["best", "last", "step-0000001", "step-0000003"]);
    expect([stepIn(join(folder, "best")), stepIn(join(folder, "last"))]).toEqual([1, 3]);
    expect(readlinkSync(join(folder, "best"))).toBe("step-0000001");
    expect(writer.stored.map(({ name }) => name)).toEqual(["step-0000001", "step-0000003"]);
  });

  it("captures the state when save returns: later changes are not saved", async () => {
    const writer = writerOf(folder);
    const content = contentOf(1);
    await writer.save(() => content, [EPOCH]);
    content.files.get("model.safetensors")!.get("w")!.fill_(99);
    await writer.drain();
    expect(stepIn(join(folder, "last"))).toBe(1);
  });

  it("always has a complete checkpoint, also with keep_last: 1", async () => {
    const writer = writerOf(folder, { checkpoint: { save: [{ every_steps: 1, keep_last: 1 }] } });
    await writer.save(() => contentOf(1), ["every-1-steps"]);
    await writer.drain();
    const last = (): string => join(folder, readlinkSync(join(folder, "last")));
    let numReads = 0;
    let isSaving = true;
    const reading = (async () => {
      while (isSaving) {
        const path = last();
        try {
          stepIn(path);
          numReads++;
        } catch (error) {
          // The checkpoint was replaced during the read: the newer one must be complete.
          if (last() === path) throw error;
        }
        await new Promise(setImmediate);
      }
    })();
    for (let step = 2; step <= 40; step++) await writer.save(() => contentOf(step), ["every-1-steps"]);
    await writer.drain();
    isSaving = false;
    await reading;
    expect(numReads).toBeGreaterThan(20);
    expect(readdirSync(folder).sort()).toEqual(["last", "step-0000040"]);
  });

  it("writes a second checkpoint of the same step to a separate folder while the first is kept", async () => {
    const writer = writerOf(folder);
    await writer.save(() => contentOf(5, loss(1)), [BEST, EPOCH]);
    await writer.save(() => contentOf(5, loss(1)), []);
    await writer.drain();
    expect(readdirSync(folder).sort()).toEqual(["best", "last", "step-0000005", "step-0000005.2"]);
    expect(readlinkSync(join(folder, "last"))).toBe("step-0000005.2");
  });

  it("deletes leftovers of a killed process, and nothing else", async () => {
    mkdirSync(join(folder, ".writing-step-0000001"), { recursive: true });
    mkdirSync(join(folder, ".deleting-step-0000001"));
    symlinkSync("step-0000001", join(folder, ".last"));
    writeFileSync(join(folder, "notes.txt"), "mine");
    mkdirSync(join(folder, "step-0000001-copy"));
    const writer = writerOf(folder);
    await writer.save(() => contentOf(2), [EPOCH]);
    await writer.drain();
    expect(readdirSync(folder).sort()).toEqual(["last", "notes.txt", "step-0000001-copy", "step-0000002"]);
  });

  it("continues after a checkpoint was deleted by hand", async () => {
    const writer = writerOf(folder);
    await writer.save(() => contentOf(1), [EPOCH]);
    await writer.drain();
    rmSync(join(folder, "step-0000001"), { recursive: true });
    await writer.save(() => contentOf(2), [EPOCH]);
    await writer.drain();
    expect(readdirSync(folder).sort()).toEqual(["last", "step-0000002"]);
  });

  it("does not delete another run's checkpoints", async () => {
    const other = writerOf(folder);
    await other.save(() => contentOf(1, {}, "another run"), [EPOCH]);
    await other.drain();
    const writer = writerOf(folder);
    for (const step of [2, 3]) await writer.save(() => contentOf(step), [EPOCH]);
    await writer.drain();
    expect(readdirSync(folder).sort()).toEqual(["last", "step-0000001", "step-0000003"]);
  });
});

describe("a save that fails", () => {
  it("is reported, leaves earlier checkpoints and links unchanged, and the next save succeeds", async () => {
    const failures: string[] = [];
    const writer = writerOf(folder, { onFailure: ({ message }) => failures.push(message) });
    await writer.save(() => contentOf(1), [EPOCH]);
    await writer.drain();
    // A folder cannot be created inside a file.
    writeFileSync(join(folder, "file"), "");
    const blocked = writerOf(join(folder, "file", "checkpoints"), {
      onFailure: ({ message }) => failures.push(message),
    });
    await blocked.save(() => contentOf(2), [EPOCH]);
    await blocked.drain();
    expect(failures).toEqual([
      expect.stringMatching(
        /step-0000002: the checkpoint was not written: .*ENOTDIR.*\. There is no earlier checkpoint/,
      ),
    ]);
    expect(stepIn(join(folder, "last"))).toBe(1);
    await writer.save(() => contentOf(2), [EPOCH]);
    await writer.drain();
    expect(stepIn(join(folder, "last"))).toBe(2);
  });
});

describe("resuming", () => {
  it("from the last checkpoint keeps it until the process ends, whatever the policies", async () => {
    const first = writerOf(folder);
    for (const step of [1, 2]) await first.save(() => contentOf(step), [EPOCH]);
    await first.drain();
    const second = writerOf(folder, { resumedFrom: new CheckpointReader(join(folder, "step-0000002")) });
    for (const step of [3, 4]) await second.save(() => contentOf(step), [EPOCH]);
    await second.drain();
    expect(readdirSync(folder).sort()).toEqual(["last", "step-0000002", "step-0000004"]);
    const third = writerOf(folder, { resumedFrom: new CheckpointReader(join(folder, "step-0000004")) });
    await third.save(() => contentOf(5), [EPOCH]);
    await third.drain();
    expect(readdirSync(folder).sort()).toEqual(["last", "step-0000004", "step-0000005"]);
  });

  it("from an earlier checkpoint resets the links at once, and deletes later checkpoints with the first save", async () => {
    const checkpoint = { save: [{ every_epochs: 1, keep_last: "all" }] };
    const first = writerOf(folder, { checkpoint });
    const values = [0.3, 0.2, 0.1];
    for (const [i, value] of values.entries())
      await first.save(() => contentOf(i + 1, loss(value)), [BEST, EPOCH]);
    await first.drain();
    const resumedFrom = new CheckpointReader(join(folder, "step-0000001"));
    const second = writerOf(folder, { checkpoint, resumedFrom });
    expect([readlinkSync(join(folder, "last")), readlinkSync(join(folder, "best"))]).toEqual([
      "step-0000001",
      "step-0000001",
    ]);
    expect(existsSync(join(folder, "step-0000003"))).toBe(true);
    await second.save(() => contentOf(2, loss(0.25)), [BEST, EPOCH]);
    await second.drain();
    expect(readdirSync(folder).sort()).toEqual(["best", "last", "step-0000001", "step-0000002.2"]);
    expect(readlinkSync(join(folder, "best"))).toBe("step-0000002.2");
  });
});

describe("many saves with random metrics", () => {
  const checkpoint = {
    keep_top: 3,
    save: [
      { every_epochs: 1, keep_last: 2, keep_every: 20 },
      { best: "validation/accuracy", keep_top: 2 },
    ],
  };
  const policies = policiesOf(configWith(checkpoint).checkpoint);

  /** Returns the steps to keep, computed from the complete history without the code under test. */
  function expected(
    history: { step: number; loss: number; accuracy: number }[],
    protectedStep: number | null,
  ): number[] {
    const best = (sign: number, name: "loss" | "accuracy", count: number) =>
      [...history].sort((a, b) => sign * (a[name] - b[name]) || a.step - b.step).slice(0, count);
    const kept = [
      ...history.slice(-2),
      ...history.filter(({ step }) => step % 20 === 0),
      ...best(1, "loss", 3),
      ...best(-1, "accuracy", 2),
    ].map(({ step }) => step);
    return [...new Set(protectedStep === null ? kept : [...kept, protectedStep])].sort((a, b) => a - b);
  }

  it("keep exactly the expected checkpoints after each save, also across restarts", async () => {
    let writer = writerOf(folder, { checkpoint });
    let schedule = new SaveSchedule(policies);
    let protectedStep: number | null = null;
    const history: { step: number; loss: number; accuracy: number }[] = [];
    for (let step = 1; step <= NUM_SAVES; step++) {
      // Few distinct values, so that some are equal.
      const evaluated = { step, loss: randomUint32(1, step) % 50, accuracy: randomUint32(2, step) % 40 };
      history.push(evaluated);
      const metrics = { "validation/loss": evaluated.loss, "validation/accuracy": evaluated.accuracy };
      const due = schedule.afterEpoch(step, metrics, writer.stored);
      await writer.save(() => contentOf(step, metrics), due);
      await writer.drain();
      const names = readdirSync(folder).filter((name) => name.startsWith("step-"));
      expect(names.map((name) => Number(name.slice(5))).sort((a, b) => a - b)).toEqual(
        expected(history, protectedStep),
      );
      expect(readlinkSync(join(folder, "last"))).toBe(`step-${String(step).padStart(7, "0")}`);
      if (randomFloat(3, step) < 0.05) {
        await writer.close();
        writer = writerOf(folder, {
          checkpoint,
          resumedFrom: new CheckpointReader(join(folder, readlinkSync(join(folder, "last")))),
        });
        schedule = new SaveSchedule(policies);
        protectedStep = step;
      }
    }
    const { saves } = JSON.parse(readFileSync(join(folder, "last", "checkpoint.json"), "utf8"));
    expect(saves["every-1-epochs"]).toBe(NUM_SAVES);
  });
});
