import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";
import { packageRoot } from "../../src/package-root.js";
import { pythonScript } from "../../src/python.js";

/**
 * Starts a script of this folder, once for a test file: packages that it imports take seconds to load. It answers each
 * line of its input with one of JSON.
 */
export function startLineServer(
  script: string,
  variables: NodeJS.ProcessEnv = {},
): (line: string) => Promise<unknown> {
  const { command, args, env } = pythonScript(
    join(packageRoot, ".venv", "bin", "python"),
    join(packageRoot, "tests", "support", script),
    [],
  );
  const python = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], env: { ...env, ...variables } });
  afterAll(() => python.stdin.end());
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  createInterface({ input: python.stdout }).on("line", (line) => waiting.shift()?.resolve(line));
  python.on("exit", (code) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`${script} ended with ${code}`));
  });
  return async (line) => {
    const answer = new Promise<string>((resolve, reject) => waiting.push({ resolve, reject }));
    python.stdin.write(`${line}\n`);
    return JSON.parse(await answer);
  };
}
