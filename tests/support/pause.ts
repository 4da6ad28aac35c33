import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "../../src/package-root.js";
import type { Ended } from "./cli.js";

/** The line that ends an epoch. */
export const EPOCH_LINE = /^epoch +\d+\/\d+ {2}train/;

const PRELOAD = pathToFileURL(join(packageRoot, "tests", "support", "pause.mjs")).href;

/**
 * Holds a command's training loop at lines that it prints, so that a test kills it, signals it or takes its server away
 * at a known place, however fast or busy the machine is. At most one more step is trained; timers, signals and threads
 * run on. A process that is started again with the same variables waits for the lines that are left.
 */
export class Pause {
  readonly #folder = mkdtempSync(join(tmpdir(), "woodshed-pause-"));
  readonly #numLines: number;
  /** The variables that the command is started with. */
  readonly env: NodeJS.ProcessEnv;

  /** @param lines one after the other: each holds the command at the first line that matches after the one before */
  constructor(...lines: RegExp[]) {
    this.#numLines = lines.length;
    this.env = {
      NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --import=${PRELOAD}`.trim(),
      WOODSHED_TEST_PAUSE: JSON.stringify(lines.map(({ source }) => source)),
      WOODSHED_TEST_PAUSE_FOLDER: this.#folder,
    };
  }

  /** Waits for a line. Throws with the command's output if it exits before. */
  async reached(ended: Promise<Ended>, index = 0): Promise<void> {
    let end: Ended | null = null;
    void ended.then((value) => {
      end = value;
    });
    while (!existsSync(join(this.#folder, `${index} reached`))) {
      if (end !== null) throw new Error(`the command ended before line ${index}: ${JSON.stringify(end)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  continue(index = 0): void {
    writeFileSync(join(this.#folder, `${index} continue`), "");
  }

  /** Lets it pass every line from now on. */
  end(): void {
    for (let index = 0; index < this.#numLines; index++) this.continue(index);
  }
}
