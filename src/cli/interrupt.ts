import { Crash } from "../train/stop.js";

/** Signals of Ctrl-C, an orchestrator and a closed terminal, with the exit codes that shells expect. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Turns signals and uncaught errors into an abort signal. The first signal asks the work to save and stop, the second
 * exits the process at once.
 */
export class Interrupt {
  readonly #controller = new AbortController();
  #exitCode = 1;

  /** @param echoMs time after the first signal in which another counts as the same */
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

  /** Resolves when a signal stops the program. @throws the uncaught error, if that is the reason */
  async untilStopped(): Promise<void> {
    const { signal } = this;
    if (!signal.aborted) {
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    }
    if (signal.reason instanceof Crash) throw signal.reason.cause;
  }
}

/** Ignores errors of stdout and stderr: a run continues without its terminal or the program that reads its output. */
export function ignoreOutputErrors(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.removeAllListeners("error").on("error", () => {});
}
