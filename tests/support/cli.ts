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
  prefix: readonly string[] = [],
): Started {
  const [program, ...rest] = [...prefix, ...CLI, ...args];
  const child = spawn(program!, rest, {
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
  const until = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (pattern.test(stdout) || pattern.test(stderr)) resolve();
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      child.on("close", () => reject(new Error(`exited before ${pattern}: ${stdout}${stderr}`)));
      look();
    });
  return { child, ended, until };
}

export function runCli(...args: string[]): Promise<Ended> {
  return startCli(args).ended;
}
