/** The link from a trial's run to its search: the run asks the search whether to continue. */
import { connect, type Socket } from "node:net";
import { parentEnvironment } from "../child-runs/parent.js";
import { SearchError } from "../errors.js";
import type { RunOptions } from "../train/run.js";
import type { StopCheck } from "../train/stop.js";
import { onLines } from "./lines.js";

/** The environment variable that the search sets for the processes of a trial. */
const VARIABLE = "WOODSHED_TRIAL";

/** How long a run waits to be ended when its search is gone, which usually takes 0.25 s. */
const GONE_MS = 10_000;

interface TrialPlace {
  /** Path of the search's socket. */
  socket: string;
  number: number;
}

export function trialEnvironment(place: TrialPlace): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(place), ...parentEnvironment("search", `trial ${place.number}`) };
}

function readPlace(): TrialPlace | null {
  const text = process.env[VARIABLE];
  return text === undefined ? null : (JSON.parse(text) as TrialPlace);
}

/** The run options of a trial; empty outside of a search. */
export function trialOptions(): Pick<RunOptions, "withTest" | "stopCheck"> {
  const place = readPlace();
  // A search must not use the test clips.
  return place === null ? {} : { withTest: false, stopCheck: askSearch(place) };
}

/** Asks the search after each evaluation, on rank 0. Connects on first use. */
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
      // The run must not save as if the search had received this evaluation: it exits with its search in a moment.
      const error = new SearchError("GONE", `trial ${number}: its search is gone`);
      if (lost !== null) setTimeout(() => lost.reject(error), GONE_MS);
    });
    // An open socket must not keep a finished run alive.
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
