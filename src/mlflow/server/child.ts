import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { mlflowCommand } from "./install.js";
import { LOG_FILE } from "./state.js";

/** Kills the process group of the shell when standard input closes, which happens when the keeper exits or is killed. */
const WITH_KEEPER =
  'exec 3<&0; (cat <&3 >/dev/null; kill -TERM -$$; sleep 5; kill -KILL -$$) & exec "$@" </dev/null 3<&-';

/** Starts `mlflow server` on the folder's database, in a process group of its own. */
export function startMlflow(folder: string, port: number): ChildProcess {
  const log = openSync(join(folder, LOG_FILE), "a");
  try {
    const { command, args, env } = mlflowCommand([
      ...["server", "--host", "127.0.0.1", "--port", String(port), "--workers", "1"],
      ...["--backend-store-uri", `sqlite:///${join(folder, "mlflow.db")}`],
      ...["--artifacts-destination", join(folder, "artifacts")],
    ]);
    return spawn("/bin/sh", ["-c", WITH_KEEPER, "sh", command, ...args], {
      cwd: folder,
      detached: true,
      stdio: ["pipe", log, log],
      env: {
        ...env,
        // Saves a process for jobs of language models, which are not used here.
        MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
        MLFLOW_DISABLE_TELEMETRY: "true",
        // With these, the server would serve the data of another server, or none.
        ...{
          MLFLOW_TRACKING_URI: undefined,
          MLFLOW_REGISTRY_URI: undefined,
          MLFLOW_BACKEND_STORE_URI: undefined,
        },
      },
    });
  } finally {
    closeSync(log);
  }
}

/** Returns a port that is free now. MLflow binds it seconds later and fails if another program was faster. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Sends SIGTERM to a process group, and SIGKILL after `timeoutMs`. */
export async function endGroup(pid: number, timeoutMs: number): Promise<void> {
  const send = (signal: NodeJS.Signals | 0): boolean => {
    try {
      return process.kill(-pid, signal);
    } catch {
      return false;
    }
  };
  send("SIGTERM");
  const startMs = performance.now();
  while (performance.now() - startMs < timeoutMs) {
    if (!send(0)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  send("SIGKILL");
}
