import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.js";
import type { Ended } from "./cli.js";

/**
 * A process that still runs after this time was left behind. Processes exit within seconds; on a busy machine the
 * kernel may need longer to remove them.
 */
export const GONE_MS = 60_000;

export type Part = "launcher" | "torchrun" | `rank ${number}`;

/** A training job started by the command line, whose processes can be found and killed. */
export class Job {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly #marker = `WOODSHED_TEST_JOB=${randomUUID()}`;
  stdout = "";
  stderr = "";

  /** @param prefix a program that runs the command, such as `ip netns exec` */
  constructor(
    args: readonly string[],
    options: { env?: NodeJS.ProcessEnv; prefix?: readonly string[] } = {},
  ) {
    const [name, value] = this.#marker.split("=") as [string, string];
    const command = [
      ...(options.prefix ?? []),
      process.execPath,
      join(packageRoot, "dist", "cli", "main.js"),
      ...args,
    ];
    this.child = spawn(command[0]!, command.slice(1), {
      cwd: packageRoot,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...options.env, [name]: value },
    });
    this.child.stdout!.on("data", (text) => {
      this.stdout += text;
    });
    this.child.stderr!.on("data", (text) => {
      this.stderr += text;
    });
    this.ended = new Promise((resolve) =>
      this.child.on("close", (code) => resolve({ code, stdout: this.stdout, stderr: this.stderr })),
    );
  }

  /** All live processes of the job, found by a marker in their environment. */
  processes(): { pid: number; part: Part }[] {
    return readdirSync("/proc")
      .filter((entry) => /^\d+$/.test(entry))
      .flatMap((entry) => {
        try {
          const environment = readFileSync(join("/proc", entry, "environ"), "utf8").split("\0");
          if (!environment.includes(this.#marker)) return [];
          if (isZombie(entry)) return [];
          const rank = environment.find((line) => line.startsWith("RANK="))?.slice(5);
          const isPython = /python/.test(readlinkSync(join("/proc", entry, "exe")));
          const part: Part = rank !== undefined ? `rank ${Number(rank)}` : isPython ? "torchrun" : "launcher";
          return [{ pid: Number(entry), part }];
        } catch {
          return [];
        }
      });
  }

  find(part: Part): number {
    const found = this.processes().find((one) => one.part === part);
    if (found === undefined) throw new Error(`no ${part} among ${JSON.stringify(this.processes())}`);
    return found.pid;
  }

  /** Waits until the output matches. Throws if the job ends before. */
  async until(pattern: RegExp): Promise<void> {
    let isOver = false;
    void this.ended.then(() => {
      isOver = true;
    });
    while (!pattern.test(this.stdout + this.stderr)) {
      if (isOver) throw new Error(`the job ended without ${pattern}: ${this.stdout}${this.stderr}`);
      await sleep(20);
    }
  }

  /** Waits until no process of the job is left, at most `limitMs`. Returns the time waited in milliseconds. */
  async goneAfter(limitMs: number): Promise<number> {
    const startMs = Date.now();
    while (this.processes().length > 0 && Date.now() - startMs < limitMs) await sleep(200);
    return Date.now() - startMs;
  }

  /** Kills all processes that are left. */
  end(): void {
    for (const { pid } of this.processes()) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It exited meanwhile.
      }
    }
  }
}

/** Returns true for a process that has exited and waits to be reaped by its parent. */
function isZombie(pid: string): boolean {
  const stat = readFileSync(join("/proc", pid, "stat"), "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
