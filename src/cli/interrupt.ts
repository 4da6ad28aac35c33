/**
 * Ctrl-C and SIGTERM as an abort signal: the first asks the work to save and leave, the second ends
 * the process at once.
 */
export class Interrupt {
  readonly #controller = new AbortController();
  #received: NodeJS.Signals | null = null;

  constructor(onFirst: () => void) {
    for (const name of ["SIGINT", "SIGTERM"] as const) {
      process.on(name, () => {
        if (this.#received !== null) process.exit(this.exitCode);
        this.#received = name;
        onFirst();
        this.#controller.abort(new Error(`stopped by ${name}`));
      });
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What shells expect of a program that a signal ended. */
  get exitCode(): number {
    return this.#received === "SIGTERM" ? 143 : 130;
  }
}
