/** What makes an ordinary run a trial: it asks the search that started it whether to go on, and ends with it. */
import { connect, type Socket } from "node:net";
import { SearchError } from "../errors.js";
import type { RunOptions } from "../train/run.js";
import type { StopCheck } from "../train/stop.js";
import { onLines } from "./lines.js";

/** Set by the search for the processes of a trial. */
const VARIABLE = "WOODSHED_TRIAL";

/** How long a run waits for its end when the search is gone; it takes a quarter of a second. */
const GONE_MS = 10_000;

interface TrialPlace {
  /** Of the search's socket. */
  socket: string;
  number: number;
  /** Process id of the search. */
  search: number;
}

export function trialEnvironment(place: TrialPlace): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(place) };
}

function readPlace(): TrialPlace | null {
  const text = process.env[VARIABLE];
  return text === undefined ? null : (JSON.parse(text) as TrialPlace);
}

/** What a run does otherwise because it is a trial; nothing when it is none. */
export function trialOptions(): Pick<RunOptions, "withTest" | "stopCheck"> {
  const place = readPlace();
  // The test clips are not the search's to hear.
  return place === null ? {} : { withTest: false, stopCheck: askSearch(place) };
}

/** From now on this process ends when the search does. @throws SearchError when it did already */
export async function endWithSearch(isLauncher: boolean): Promise<void> {
  const place = readPlace();
  if (place === null) return;
  if (process.ppid !== place.search) {
    throw new SearchError("ORPHAN", `trial ${place.number}: its search, process ${place.search}, is gone`);
  }
  if (isLauncher) {
    // As a signal to it would: its ranks are told, and save.
    setInterval(() => {
      if (process.ppid !== place.search) process.kill(process.pid, "SIGTERM");
    }, 250).unref();
    return;
  }
  const { addon } = await import("../ops/addon.js");
  addon.endWithParent(place.search, `trial ${place.number}: its search is gone: leaving`);
}

/** Rank 0 of the trial asks; it connects when it first has something to say. */
function askSearch({ socket: path, number }: TrialPlace): StopCheck {
  let socket: Socket | null = null;
  let waiting: { resolve: (reason: string | null) => void; reject: (error: Error) => void } | null = null;
  const open = (): Socket => {
    const opened = connect(path);
    onLines(opened, (line) => {
      waiting?.resolve((JSON.parse(line) as { reason: string | null }).reason);
      waiting = null;
    });
    opened.on("close", () => {
      const lost = waiting;
      waiting = null;
      // The run is not to save as if this evaluation had been heard: it ends with its search, any moment now.
      const error = new SearchError("GONE", `trial ${number}: the search that it belongs to is gone`);
      if (lost !== null) setTimeout(() => lost.reject(error), GONE_MS);
    });
    // A run that is done need not close it to end.
    opened.unref();
    return opened;
  };
  return ({ folder, position, metrics }) =>
    new Promise((resolve, reject) => {
      socket ??= open();
      waiting = { resolve, reject };
      socket.ref();
      const report = { number, folder, step: position.epoch - 1, metrics };
      socket.write(
        `${JSON.stringify(report, (_, value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value))}\n`,
      );
    }).finally(() => socket?.unref()) as Promise<string | null>;
}
