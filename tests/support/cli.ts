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

/** The command line's entry. */
export const CLI = join(packageRoot, "dist", "cli", "main.js");

/**
 * Starts the command line as a user would; `ended` resolves with its exit code and output. A start costs 0.3 to 1 s of
 * CPU: `runCli` runs a command in the test's process.
 */
export function startCli(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [CLI, ...args], {
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
