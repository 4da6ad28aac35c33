/** The link from a run to the search or cross-validation that started it: the run exits with its parent. */
import { TrainingError } from "../errors.js";

/** The environment variable that a parent sets for the processes of a run. */
const VARIABLE = "WOODSHED_PARENT";

interface Parent {
  pid: number;
  /** `search` */
  kind: string;
  /** The run as the parent calls it: `trial 3`. */
  run: string;
}

/** Returns the variables of a run's processes. */
export function parentEnvironment(kind: string, run: string): Record<string, string> {
  return { [VARIABLE]: JSON.stringify({ pid: process.pid, kind, run } satisfies Parent) };
}

/** Makes this process exit when its parent does. @throws TrainingError when the parent is gone already */
export async function endWithParent(isLauncher: boolean): Promise<void> {
  const text = process.env[VARIABLE];
  if (text === undefined) return;
  const { pid, kind, run } = JSON.parse(text) as Parent;
  if (process.ppid !== pid) throw new TrainingError("ORPHAN", `${run}: its ${kind}, process ${pid}, is gone`);
  if (isLauncher) {
    // The launcher passes the signal on, and the ranks save.
    setInterval(() => {
      if (process.ppid !== pid) process.kill(process.pid, "SIGTERM");
    }, 250).unref();
    return;
  }
  const { addon } = await import("../tensor/addon.js");
  addon.endWithParent(pid, `${run}: its ${kind} is gone: exiting`);
}
