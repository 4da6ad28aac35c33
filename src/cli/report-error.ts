/** Prints errors, those that nobody caught included, in one format. */
import pc from "picocolors";
import { describeError } from "../describe-error.js";
import { Crash } from "../train/stop.js";
import { fitTo } from "./wrap.js";

const reported = new Set<unknown>();
const uncaught: unknown[] = [];

/** Prints an error on stderr, once, and sets the exit code 1. */
export function reportError(error: unknown): void {
  process.exitCode ||= 1;
  const cause = error instanceof Crash ? error.cause : error;
  if (reported.has(cause)) return;
  reported.add(cause);
  const { red } = pc.createColors(process.stderr.isTTY === true && !process.env["NO_COLOR"]);
  process.stderr.write(`${red(fitTo(process.stderr, describeError(cause)))}\n`);
}

/**
 * Reports errors that nobody catches. When other code listens for them too (an Interrupt, so that a run can save), that
 * code decides when the process exits, and the error is reported then at the latest.
 */
export function reportUncaughtErrors(): void {
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      uncaught.push(error);
      if (process.listenerCount(event) > 1) return;
      reportError(error);
      process.exit();
    });
  }
  process.on("exit", () => uncaught.forEach(reportError));
}

/** `woodshed predict ... | head` closes the pipe early, which is no failure; a full disk behind `>` is one. */
export function watchOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    reportError(Object.assign(error, { path: "standard output" }));
    process.exit();
  });
  process.stderr.on("error", () => {});
}
