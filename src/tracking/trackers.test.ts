import { describe, expect, it } from "vitest";
import { TrackingError } from "../errors.js";
import { describeTracker, type ReceivedMetric } from "./contract.js";
import type { FinishStatus, RunInfo, Tracker, WantedItems } from "./tracker.js";
import { Trackers } from "./trackers.js";

const RUN: RunInfo = {
  id: "run-1",
  name: "run",
  folder: "/tmp",
  config: {},
  configHash: "",
  provenance: { command: [], cwd: "/", git: null, versions: {}, host: "here" },
  resumedAtStep: null,
  trackerIds: {},
};

class MemoryTracker implements Tracker {
  readonly name: string = "memory";
  readonly isRequired: boolean = false;
  readonly externalId: string | null = "id at the service";
  flush(): void {}
  readonly received: ReceivedMetric[] = [];
  status: FinishStatus | undefined;
  #isRunning = false;
  start(): void {
    this.#isRunning = true;
  }
  log(step: number, metrics: Readonly<Record<string, number>>): void {
    if (!this.#isRunning) return;
    for (const [name, value] of Object.entries(metrics)) this.received.push({ step, name, value });
  }
  async finish(status: FinishStatus): Promise<void> {
    this.#isRunning = false;
    this.status ??= status;
  }
}

class BrokenTracker extends MemoryTracker {
  override readonly name = "broken";
  override start(): void {
    throw new Error("no network");
  }
  override log(): void {
    throw new Error("still no network");
  }
  override flush(): void {
    throw new Error("no network yet");
  }
  override async finish(): Promise<void> {
    throw new Error("gave up");
  }
}

describeTracker("Trackers with one tracker in it", () => {
  const memory = new MemoryTracker();
  return { tracker: new Trackers([memory]), run: RUN, received: () => memory.received };
});

describe("Trackers", () => {
  it("isolates the other trackers from a failing one, and warns once", async () => {
    const warnings: string[] = [];
    const [first, last] = [new MemoryTracker(), new MemoryTracker()];
    const trackers = new Trackers([first, new BrokenTracker(), last], {
      warn: (line) => warnings.push(line),
    });
    trackers.start(RUN);
    for (let step = 0; step < 3; step++) trackers.log(step, { loss: step });
    trackers.flush();
    await trackers.finish("finished", {});
    expect(first.received).toHaveLength(3);
    expect(last.received).toEqual(first.received);
    expect(last.status).toBe("finished");
    expect(warnings).toEqual([
      "warning: broken: no network. Training continues. Nothing is lost: it is in the run store.",
    ]);
  });

  it("returns the run's ids at the services, for checkpoints", () => {
    class Nameless extends MemoryTracker {
      override readonly name = "nameless";
      override readonly externalId = null;
    }
    const trackers = new Trackers([new MemoryTracker(), new Nameless()]);
    expect(trackers.ids()).toEqual({ memory: "id at the service" });
  });

  it("catches the rejections of async methods", async () => {
    const warnings: string[] = [];
    class SecretlyAsync extends MemoryTracker {
      override async log(): Promise<void> {
        throw new Error("later");
      }
    }
    const trackers = new Trackers([new SecretlyAsync()], { warn: (line) => warnings.push(line) });
    trackers.start(RUN);
    trackers.log(0, { loss: 1 });
    await new Promise(setImmediate);
    expect(warnings[0]).toMatch(/^warning: memory: later/);
  });

  it("does not wait for a tracker that never finishes", async () => {
    const warnings: string[] = [];
    class Hanging extends MemoryTracker {
      override finish(): Promise<void> {
        return new Promise(() => {});
      }
    }
    const memory = new MemoryTracker();
    const trackers = new Trackers([new Hanging(), memory], {
      warn: (line) => warnings.push(line),
      finishTimeoutMs: 20,
    });
    trackers.start(RUN);
    await trackers.finish("interrupted", {});
    expect(memory.status).toBe("interrupted");
    expect(warnings[0]).toMatch(/not done after 0\.02 s/);
  });

  it("ends the run only if a required tracker cannot start", async () => {
    class Required extends BrokenTracker {
      override readonly isRequired = true;
    }
    const trackers = new Trackers([new Required()], { warn: () => {} });
    expect(() => trackers.start(RUN)).toThrow(TrackingError);
    expect(() => trackers.start(RUN)).toThrow(/^broken: could not start: no network\. The run needs it\./);
    expect(() => trackers.log(0, {})).not.toThrow();
    await expect(trackers.finish("failed", {})).resolves.toBeUndefined();
  });
});

it("several trackers want what one of them wants", () => {
  const wanting = (wants: WantedItems): Tracker => Object.assign(new MemoryTracker(), { wants });
  const wantsOf = (...trackers: Tracker[]) => new Trackers(trackers).wants;
  expect(wantsOf(new MemoryTracker())).toEqual({ media: false, checkpoints: "none", weights: false });
  expect(
    wantsOf(wanting({ checkpoints: "best" }), wanting({ media: true }), wanting({ checkpoints: "all" })),
  ).toEqual({ media: true, checkpoints: "all", weights: false });
  expect(wantsOf(wanting({ checkpoints: "best", weights: true }), wanting({ media: false }))).toEqual({
    ...{ media: false, checkpoints: "best", weights: true },
  });
});
