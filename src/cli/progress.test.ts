import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createProgress } from "./progress.js";

class FakeStream {
  written: string[] = [];
  constructor(
    readonly isTTY: boolean,
    public columns = 100,
  ) {}
  write(text: string): void {
    this.written.push(text);
  }
  /** The last redraw, without colours. */
  get line(): string {
    return stripVTControlCharacters(this.written.at(-1) ?? "").replace("\r", "");
  }
}

let nowMs = 0;
const now = () => nowMs;
beforeEach(() => {
  nowMs = 0;
  vi.stubEnv("NO_COLOR", "");
  vi.stubEnv("TERM", "xterm");
});
afterEach(() => vi.unstubAllEnvs());

describe("on a terminal", () => {
  it("shows the bar, fields, rate and time left in one line", () => {
    const stream = new FakeStream(true);
    const progress = createProgress(stream, { total: 1000, label: "epoch 3/12", now });
    nowMs = 1000;
    progress.update(250, { loss: 0.41234, acc: 0.5, lr: 1e-4 });
    expect(stream.line).toMatch(
      /^epoch 3\/12 ━+─+ 25% · loss 0\.412 · acc 0\.500 · lr 1\.00e-4 · 250 clips\/s · 00:03 left$/,
    );
  });

  it("shows the time left of the whole run if it is known", () => {
    const stream = new FakeStream(true);
    let leftSec: number | null = null;
    const progress = createProgress(stream, {
      total: 1000,
      label: "epoch 3/12",
      now,
      leftSec: () => leftSec,
    });
    nowMs = 1000;
    progress.update(250);
    expect(stream.line).toMatch(/ 25% · 250 clips\/s$/);
    leftSec = 3725;
    nowMs = 2000;
    progress.update(500);
    expect(stream.line).toMatch(/ 50% · 250 clips\/s · run 1:02:05 left$/);
  });

  it("redraws at most ten times per second", () => {
    const stream = new FakeStream(true);
    const progress = createProgress(stream, { total: 1000, label: "a", now });
    for (let done = 0; done < 1000; done++) {
      nowMs = done;
      progress.update(done);
    }
    expect(stream.written).toHaveLength(10);
  });

  it.each([100, 79, 50, 30, 12, 8])("fits into %i columns", (columns) => {
    const stream = new FakeStream(true, columns);
    const progress = createProgress(stream, { total: 10, label: "epoch 3/12", now });
    nowMs = 1000;
    progress.update(5, { loss: 0.5, accuracy: 0.25, something: "long enough to be cut" });
    expect(stream.line.length).toBeLessThan(columns);
  });

  it("prints logged lines above the bar", () => {
    const stream = new FakeStream(true);
    const progress = createProgress(stream, { total: 10, label: "a", now });
    progress.update(5);
    progress.log("saved");
    expect(stream.written.at(-2)).toBe("\r\x1b[Ksaved\n");
    expect(stream.line).toMatch(/^a ━/);
  });

  it("prints one final line and nothing after it", () => {
    const stream = new FakeStream(true);
    const progress = createProgress(stream, { total: 10, label: "a", now });
    progress.update(10, { loss: 1 });
    nowMs = 61_000;
    progress.done();
    progress.update(10);
    progress.done("twice");
    expect(stream.line).toBe("a 10 clips in 01:01, loss 1\n");
  });

  it("uses colours unless NO_COLOR is set", () => {
    const draw = () => {
      const stream = new FakeStream(true);
      createProgress(stream, { total: 10, label: "a", now }).update(5);
      return stream.written.join("");
    };
    expect(draw()).toContain("\x1b[36m");
    vi.stubEnv("NO_COLOR", "1");
    expect(draw()).not.toContain("\x1b[36m");
  });
});

describe("in a pipe", () => {
  it("prints a plain line after each tenth of the work, without escape codes", () => {
    const stream = new FakeStream(false);
    const progress = createProgress(stream, { total: 100, label: "epoch 1/2", now });
    for (let done = 0; done <= 100; done++) {
      nowMs = done * 500;
      progress.update(done, { loss: 0.5 });
    }
    progress.log("\x1b[1msaved\x1b[0m");
    progress.done("loss 0.4");
    expect(stream.written).toHaveLength(11);
    expect(stream.written[0]).toBe("epoch 1/2 10%, loss 0.500, 2.0 clips/s, 00:45 left\n");
    expect(stream.written.slice(-2)).toEqual(["saved\n", "epoch 1/2 loss 0.4\n"]);
    expect(stream.written.join("")).not.toContain("\x1b");
  });

  it("prints only the final line of short work", () => {
    const stream = new FakeStream(false);
    const progress = createProgress(stream, { total: 100, label: "a", unit: "file", now });
    for (let done = 0; done <= 100; done++) progress.update(done);
    progress.done();
    expect(stream.written).toEqual(["a 100 files in 00:00\n"]);
  });

  it("prints a line every ten seconds in long work", () => {
    const stream = new FakeStream(false);
    const progress = createProgress(stream, { total: 1e6, label: "a", now });
    for (let sec = 0; sec <= 60; sec++) {
      nowMs = sec * 1000;
      progress.update(sec);
    }
    expect(stream.written).toHaveLength(6);
  });

  it("treats TERM=dumb as a pipe", () => {
    vi.stubEnv("TERM", "dumb");
    const stream = new FakeStream(true);
    createProgress(stream, { total: 10, label: "a", now }).done("b");
    expect(stream.written).toEqual(["a b\n"]);
  });
});
