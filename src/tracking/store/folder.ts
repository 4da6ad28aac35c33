/** Creates the folders of runs, one per run. */
import { randomInt } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { TrackingError } from "../../errors.js";
import { makeFolder } from "../../make-folder.js";

const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
const MAX_TRIES = 100;

/**
 * Creates `<runsDir>/<name>-<yyyymmdd-hhmmss>-<4 characters>`, in local time, and returns its absolute path. Creating
 * the folder claims the name, so that runs started at once on several machines never share one.
 */
export function createRunFolder(runsDir: string, name: string, now: Date = new Date()): string {
  let cause: unknown;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const folder = join(resolve(runsDir), newRunId(name, now));
    try {
      makeFolder(resolve(runsDir));
      mkdirSync(folder);
      return folder;
    } catch (error) {
      cause = error;
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") break;
    }
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new TrackingError(
    "TRACKING_RUN_FOLDER",
    `${runsDir}: cannot create a folder for the run: ${reason}. Set runs_dir to a folder that you can write to.`,
    { cause },
  );
}

/** Returns `<name>-<yyyymmdd-hhmmss>-<4 random characters>`, in local time. */
export function newRunId(name: string, now: Date = new Date()): string {
  return `${name}-${stamp(now)}-${randomSuffix()}`;
}

function stamp(now: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}

function randomSuffix(): string {
  return Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
