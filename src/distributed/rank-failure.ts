import { writeFileSync } from "node:fs";

/** Added to the time of a consequence, so that torchrun sorts it after its cause. */
const CONSEQUENCE_SEC = 5;

/**
 * Writes this rank's error for torchrun, which takes the earliest as the root cause. A consequence of another rank's
 * failure is dated later; it is used where that rank could not report its own error.
 */
export function reportRankFailure(rank: number, error: unknown, text: string, isConsequence: boolean): void {
  const file = process.env["TORCHELASTIC_ERROR_FILE"];
  if (file === undefined) return;
  const extraInfo = {
    py_callstack: (error as Error).stack ?? "",
    timestamp: String(Math.floor(Date.now() / 1000) + (isConsequence ? CONSEQUENCE_SEC : 0)),
  };
  try {
    writeFileSync(
      file,
      JSON.stringify({ message: { message: named(rank, text), extraInfo }, isConsequence }),
    );
  } catch {
    // The error is on stderr too.
  }
}

/** Returns whether our launcher prints the error of a rank. */
export const isPrintedByLauncher = (rank: number): boolean =>
  rank === 0 && process.env["WOODSHED_AGENT"] !== undefined;

const named = (rank: number, text: string): string =>
  text.includes(`rank ${rank}`) ? text : `rank ${rank}: ${text}`;
