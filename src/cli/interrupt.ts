import { Crash } from "../train/stop.js";

/**
 * What ends a program before its time, as an abort signal: Ctrl-C and SIGTERM, and errors that nobody
 * caught. The first asks the work to save and leave, the second ends the process at once.
 */
export class Interrupt {
  readonly #controller = new AbortController();
  #received: NodeJS.Signals | null = null;

  constructor(onFirst: () => void) {
    for (const name of ["SIGINT", "SIGTERM"] as const) {
      process.on(name, () => {
        if (this.signal.aborted) process.exit(this.exitCode);
        this.#received = name;
        onFirst();
        this.#controller.abort(new Error(`stopped by ${name}`));
      });
    }
    for (const event of ["uncaughtException", "unhandledRejection"] as const) {
      process.on(event, (error: unknown) => {
        if (!this.signal.aborted) this.#controller.abort(new Crash(error));
      });
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What shells expect of a program that a signal ended. */
  get exitCode(): number {
    if (this.#received === null) return 1;
    return this.#received === "SIGTERM" ? 143 : 130;
  }
}
