import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.js";

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** For `vi.waitFor`: until the test's own time limit. */
export const WAIT = { timeout: 280_000, interval: 20 };

/** Starts the command line as a user would; `ended` resolves with its exit code and output. */
export function startCli(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(packageRoot, "dist", "cli", "main.js"), ...args], {
    cwd: packageRoot,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (code) => resolve({ code, stdout, stderr })),
  );
  return { child, ended };
}

export function runCli(...args: string[]): Promise<Ended> {
  return startCli(args).ended;
}
