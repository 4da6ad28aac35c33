import { Crash } from "../train/stop.js";

/** Ctrl-C, what an orchestrator sends, and what a closed terminal sends; with what shells expect as exit code. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * What ends a program before its time, as an abort signal: these, and errors that nobody caught. The
 * first asks the work to save and leave, the second ends the process at once.
 */
export class Interrupt {
  readonly #controller = new AbortController();
  #exitCode = 1;

  /** @param echoMs how long after the first signal another counts as the same one */
  constructor(onFirst: () => void, echoMs = 0) {
    let firstMs = 0;
    for (const [name, exitCode] of Object.entries(SIGNALS)) {
      process.on(name, () => {
        if (this.signal.aborted && performance.now() - firstMs < echoMs) return;
        if (this.signal.aborted) process.exit(this.exitCode);
        firstMs = performance.now();
        this.#exitCode = exitCode;
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

  get exitCode(): number {
    return this.#exitCode;
  }

  /** Resolves when the program is told to end. @throws the error that nobody caught, when that is what ends it */
  async untilStopped(): Promise<void> {
    const { signal } = this;
    if (!signal.aborted) {
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    }
    if (signal.reason instanceof Crash) throw signal.reason.cause;
  }
}

/** A run goes on without its terminal and whatever its output was piped into. */
export function outliveTerminal(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.removeAllListeners("error").on("error", () => {});
}
