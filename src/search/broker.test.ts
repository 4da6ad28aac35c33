// Tests the broker's protocol: a request whose answer was lost in a kill is sent to the next broker with `again`.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { packageRoot } from "../package-root.js";
import { onLines } from "./lines.js";
import type { FrozenTrial } from "./trial.js";

const storage = (): string => join(mkdtempSync(join(tmpdir(), "woodshed-broker-")), "study.journal");
const processes: ChildProcess[] = [];
afterEach(() => {
  for (const child of processes.splice(0)) child.kill("SIGKILL");
});

class RawBroker {
  readonly #child: ChildProcess;
  readonly #waiting: ((reply: { result?: unknown; error?: unknown }) => void)[] = [];

  constructor() {
    this.#child = spawn(
      join(packageRoot, ".venv", "bin", "python"),
      [join(packageRoot, "services", "search", "broker.py")],
      { stdio: ["ignore", "ignore", "inherit", "pipe"] },
    );
    processes.push(this.#child);
    onLines(this.#child.stdio[3] as Duplex, (line) => this.#waiting.shift()?.(JSON.parse(line)));
  }

  async ask<T>(method: string, params: object = {}, again = false): Promise<T> {
    const answer = new Promise<{ result?: unknown; error?: unknown }>((resolve) =>
      this.#waiting.push(resolve),
    );
    (this.#child.stdio[3] as Duplex).write(`${JSON.stringify({ id: 1, method, params, again })}\n`);
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(JSON.stringify(error));
    return result as T;
  }

  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await ended;
  }
}

const options = (file: string): object => ({
  ...{ storage: file, studyName: "s", seed: 3, owner: "here|1|1", retries: 2 },
  sampler: { name: "random" },
  space: [{ name: "x", type: "float", low: 0, high: 1 }],
});

/** Starts a broker, and lists the trials that this process already has in `known`. */
async function next(file: string, known: number[]): Promise<RawBroker> {
  const broker = new RawBroker();
  await broker.ask("open", { ...options(file), known });
  return broker;
}

describe("a request whose answer was lost", () => {
  it("is executed only once", async () => {
    const file = storage();
    const first = await next(file, []);
    const told = await first.ask<FrozenTrial>("ask");
    await first.ask("tell", { number: told.number, values: [0.5] });
    await first.ask("enqueue", { params: { x: 0.25 }, token: "one" });
    const crashed = await first.ask<FrozenTrial>("ask");
    expect(crashed.params).toEqual({ x: 0.25 });
    await first.ask("retry", { number: crashed.number });
    const lost = await first.ask<FrozenTrial>("ask"); // the copy, whose number was not received
    await first.kill();

    const second = await next(file, [told.number, crashed.number]);
    await second.ask("tell", { number: told.number, values: [0.5] }, true);
    await second.ask("enqueue", { params: { x: 0.25 }, token: "one" }, true);
    expect(await second.ask("retry", { number: crashed.number }, true)).toEqual({ retried: true });
    expect((await second.ask<FrozenTrial>("ask", {}, true)).number).toBe(lost.number);
    await expect(second.ask("tell", { number: told.number, values: [1] })).rejects.toThrow(
      /finished already/,
    );
    const states = (await second.ask<FrozenTrial[]>("trials")).map(({ state }) => state);
    expect(states).toEqual(["COMPLETE", "FAIL", "RUNNING"]);
    // Trials that this process already has are not returned again, and random numbers are not repeated.
    const fresh = await second.ask<FrozenTrial>("ask");
    expect(fresh.number).toBe(3);
    expect(fresh.params).not.toEqual(told.params);
  });

  it("is completed if the kill came after a trial was failed and before its copy was queued", async () => {
    const file = storage();
    const first = await next(file, []);
    const { number } = await first.ask<FrozenTrial>("ask");
    // The first half of `retry`.
    const mark = { attempts: 1, inherit: true, by: "here|1|1" };
    await first.ask("set_user_attr", { number, key: "woodshed:retry", value: mark });
    await first.ask("tell", { number, state: "FAIL" });
    await first.kill();
    const trials = await (await next(file, [])).ask<FrozenTrial[]>("trials");
    expect(trials.map(({ state, retryHistory }) => [state, retryHistory])).toEqual([
      ["FAIL", []],
      ["WAITING", [0]],
    ]);
  });

  it("retries a trial a limited number of times, and restarts the count after progress", async () => {
    const broker = await next(storage(), []);
    const outcomes: boolean[] = [];
    for (const step of [null, null, 0, null, null]) {
      const { number } = await broker.ask<FrozenTrial>("ask");
      if (step !== null) await broker.ask("report", { number, step, value: 1 });
      outcomes.push((await broker.ask<{ retried: boolean }>("retry", { number })).retried);
    }
    // Two retries, then a trial that made progress, which restarts the count.
    expect(outcomes).toEqual([true, true, true, true, false]);
  });
});

it("NaN and infinities are transferred in both directions", async () => {
  const broker = await next(storage(), []);
  const { number } = await broker.ask<FrozenTrial>("ask");
  await broker.ask("report", { number, step: 0, value: "NaN" });
  await broker.ask("report", { number, step: 1, value: "-Infinity" });
  await broker.ask("tell", { number, values: ["NaN"] });
  const [trial] = await broker.ask<FrozenTrial[]>("trials");
  expect(trial).toMatchObject({
    state: "FAIL",
    intermediateValues: [
      [0, "NaN"],
      [1, "-Infinity"],
    ],
  });
});
