import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "../../src/package-root.js";
import type { Ended } from "./cli.js";

const PRELOAD = pathToFileURL(join(packageRoot, "tests", "support", "pause.mjs")).href;

/**
 * Stops a command at lines that it prints, so that a test kills it, signals it or takes its server away at a known
 * place, however fast or busy the machine is. A stopped process handles a signal once it continues; SIGKILL needs no
 * `continue`. A process that is started again with the same variables stops only where it was not let through before.
 */
export class Pause {
  readonly #folder = mkdtempSync(join(tmpdir(), "woodshed-pause-"));
  /** The variables that the command is started with. */
  readonly env: NodeJS.ProcessEnv;

  /** @param lines each stops the command once, at the first line that matches */
  constructor(...lines: RegExp[]) {
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
}
