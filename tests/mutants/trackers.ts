/* Trackers that break the contract in one way each. tests/tracker-suite.slow.test.ts runs this file. */

import type { FinishStatus, Item, RunInfo, Tracker, WantedItems } from "../../src/index.js";
import { describeTracker, type ReceivedMetric } from "../../src/testing.js";

/** The state of one run, shared by the trackers that are opened on it. */
interface End {
  rows: ReceivedMetric[];
}

/** A correct tracker. */
class Sound implements Tracker {
  readonly name: string = "sound";
  readonly isRequired = false;
  readonly externalId: string | null = null;
  protected readonly end: End;
  #isRunning = false;

  constructor(end: End) {
    this.end = end;
  }

  protected get isRunning(): boolean {
    return this.#isRunning;
  }

  start(run: RunInfo): void {
    this.#isRunning = true;
    const { resumedAtStep } = run;
    if (resumedAtStep !== null) this.end.rows = this.end.rows.filter(({ step }) => step <= resumedAtStep);
  }

  log(step: number, metrics: Readonly<Record<string, number>>): void {
    if (this.#isRunning) this.keep(step, metrics);
  }

  protected keep(step: number, metrics: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(metrics)) {
      this.end.rows = this.end.rows.filter((row) => row.step !== step || row.name !== name);
      this.end.rows.push({ step, name, value });
    }
  }

  show(_step: number, _name: string, _item: Item): void {}

  flush(): void {}

  async finish(_status: FinishStatus, _summary: Readonly<Record<string, unknown>>): Promise<void> {
    this.#isRunning = false;
  }
}

/** Trackers by the name of their defect. */
const MUTANTS: Record<string, new (end: End) => Sound> = {
  nothing: Sound,
  "drops NaN": class extends Sound {
    protected override keep(step: number, metrics: Readonly<Record<string, number>>): void {
      super.keep(
        step,
        Object.fromEntries(Object.entries(metrics).filter(([, value]) => !Number.isNaN(value))),
      );
    }
  },
  "keeps a reference": class extends Sound {
    readonly #kept: [number, Readonly<Record<string, number>>][] = [];
    protected override keep(step: number, metrics: Readonly<Record<string, number>>): void {
      this.#kept.push([step, metrics]);
    }
    override async finish(status: FinishStatus): Promise<void> {
      for (const [step, metrics] of this.#kept.splice(0)) super.keep(step, metrics);
      await super.finish(status, {});
    }
  },
  "throws in log": class extends Sound {
    protected override keep(): void {
      throw new Error("no network");
    }
  },
  "blocks in log": class extends Sound {
    override log(step: number, metrics: Readonly<Record<string, number>>): void {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      super.log(step, metrics);
    }
  },
  "puts log off": class extends Sound {
    override async log(step: number, metrics: Readonly<Record<string, number>>): Promise<void> {
      super.log(step, metrics);
    }
  },
  "logs after finish": class extends Sound {
    override log(step: number, metrics: Readonly<Record<string, number>>): void {
      if (this.isRunning || this.end.rows.length > 0) this.keep(step, metrics);
    }
  },
  "logs before start": class extends Sound {
    override log(step: number, metrics: Readonly<Record<string, number>>): void {
      if (this.isRunning || this.end.rows.length === 0) this.keep(step, metrics);
    }
  },
  "throws in flush before start": class extends Sound {
    override flush(): void {
      if (!this.isRunning) throw new Error("no file");
    }
  },
  "delivers again what was flushed": class extends Sound {
    override flush(): void {
      this.end.rows.push(...this.end.rows);
    }
  },
  "rejects a second finish": class extends Sound {
    override async finish(status: FinishStatus): Promise<void> {
      if (!this.isRunning) throw new Error("finished already");
      await super.finish(status, {});
    }
  },
  "loses what was logged last": class extends Sound {
    override async finish(status: FinishStatus): Promise<void> {
      if (this.isRunning) this.end.rows.pop();
      await super.finish(status, {});
    }
  },
  "counts steps by itself": class extends Sound {
    #next = 0;
    protected override keep(_step: number, metrics: Readonly<Record<string, number>>): void {
      super.keep(this.#next++, metrics);
    }
  },
  "keeps steps in 32 bits": class extends Sound {
    protected override keep(step: number, metrics: Readonly<Record<string, number>>): void {
      super.keep(step | 0, metrics);
    }
  },
  "keeps the first of two values": class extends Sound {
    protected override keep(step: number, metrics: Readonly<Record<string, number>>): void {
      const isKnown = (name: string) => this.end.rows.some((row) => row.step === step && row.name === name);
      super.keep(step, Object.fromEntries(Object.entries(metrics).filter(([name]) => !isKnown(name))));
    }
  },
  "takes one call a step": class extends Sound {
    protected override keep(step: number, metrics: Readonly<Record<string, number>>): void {
      if (!this.end.rows.some((row) => row.step === step)) super.keep(step, metrics);
    }
  },
  "cleans names": class extends Sound {
    protected override keep(step: number, metrics: Readonly<Record<string, number>>): void {
      const cleaned = Object.entries(metrics).map(([name, value]) => [
        name.replaceAll(/[^\w/]/g, "_"),
        value,
      ]);
      super.keep(step, Object.fromEntries(cleaned));
    }
  },
  "throws in show": class extends Sound {
    override show(): void {
      throw new Error("no such item");
    }
  },
  "wants an unknown item": class extends Sound {
    readonly wants = { media: true, samples: true };
  },
  "wants more once it has started": class extends Sound {
    get wants(): WantedItems {
      return { media: this.isRunning };
    }
  },
  "rejects the end of a failed run": class extends Sound {
    override async finish(status: FinishStatus): Promise<void> {
      if (status === "failed") throw new Error("failed");
      await super.finish(status, {});
    }
  },
  "does not go back to the checkpoint": class extends Sound {
    override start(run: RunInfo): void {
      super.start({ ...run, resumedAtStep: null });
    }
  },
  "deletes everything when a run resumes": class extends Sound {
    override start(run: RunInfo): void {
      super.start({ ...run, resumedAtStep: run.resumedAtStep === null ? null : -1 });
    }
  },
};

for (const [name, Mutant] of Object.entries(MUTANTS)) {
  describeTracker(name, () => {
    const end: End = { rows: [] };
    return {
      tracker: new Mutant(end),
      run: {
        ...{
          id: "run-1",
          name: "run",
          folder: "/nonexistent",
          config: {},
          configHash: "",
          resumedAtStep: null,
        },
        provenance: { command: [], cwd: "/", git: null, versions: {}, host: "here" },
        trackerIds: {},
      },
      received: () => end.rows,
      reopen: () => new Mutant(end),
    };
  });
}
