/** `woodshed detect --review`: the page of the events. */
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { counted } from "../counted.js";
import type { Recording } from "../detect/inputs.js";
import { type ReviewPage, type ReviewPageOptions, writeReviewPage } from "../detect/review/page.js";
import type { ReviewRecording } from "../detect/review/reviewed-events.js";
import { ConfigError, DataError } from "../errors.js";
import { makeFolder } from "../make-folder.js";
import { createProgress } from "./progress.js";
import { formatBytes } from "./size.js";
import { fitTo } from "./wrap.js";

/** @throws an error for a page that cannot be written or recordings that cannot be read again, before hours of work */
export function assertReviewable(path: string, recordings: readonly Recording[], out: string | null): void {
  const refuse = (reason: string): never => {
    throw new ConfigError("OUTPUT", `--review ${path}: ${reason}`);
  };
  if (existsSync(path) && statSync(path).isDirectory())
    refuse("is a folder; name a file, such as review.html");
  if (out !== null && resolve(out) === resolve(path))
    refuse("--out names the same file; name another one, such as review.html");
  try {
    makeFolder(dirname(path));
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    refuse(`cannot be written: ${(error as Error).message}; choose another path`);
  }
  const pipe = recordings.find((one) => one.path !== one.file || !isFile(one.file));
  if (pipe !== undefined)
    throw new DataError(
      "FILE",
      `--review ${path}: ${pipe.path} cannot be read a second time for the page; write the audio to a file first`,
    );
}

/** A file that is missing is reported with the others that cannot be searched. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}

/** Writes the page and prints what is on it; returns early when the signal is aborted. */
export async function writeReview(
  path: string,
  recordings: readonly ReviewRecording[],
  options: Omit<ReviewPageOptions, "onProgress">,
): Promise<void> {
  const { signal, mostEvents } = options;
  const total = recordings.reduce((sum, { events }) => sum + events.length, 0);
  const bar = createProgress(process.stderr, { total: Math.min(mostEvents, total), label: "review page" });
  try {
    const page = await writeReviewPage(path, recordings, {
      ...options,
      onProgress: (done) => bar.update(done),
    });
    bar.done(`${path}: ${describe(page)}; open it in a browser`);
    for (const problem of page.problems)
      process.stderr.write(
        `${fitTo(process.stderr, `warning: --review: events without a picture: ${problem}`)}\n`,
      );
  } catch (error) {
    if (signal.aborted) return;
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new ConfigError("OUTPUT", `--review ${path}: cannot be written: ${message}`, { cause: error });
  }
}

function describe({ numEvents, numShown, isFull, bytes }: ReviewPage): string {
  const size = formatBytes(bytes);
  if (numShown === numEvents) return `${counted(numEvents, "event")}, ${size}`;
  const reason = isFull ? "the page is full" : "--review-events";
  return `${numShown} of ${numEvents} events, those with the lowest scores (${reason}), ${size}`;
}
