/** Runs commands on a pod with the system's ssh, which knows the user's keys, agents and settings. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { ConfigError, DistributedError } from "../../errors.js";
import { temporaryFile } from "../../temporary-folder.js";
import type { Pod } from "./api.js";
import { pause } from "./pause.js";

/** Exit status of ssh when the connection failed or was cut. */
const NO_CONNECTION = 255;

export interface SshKey {
  publicKey: string;
  /** For `ssh -i`. */
  identity: string;
}

/** Finds the key that pods accept: the given one, or the first usual one; null if there is none. */
export function findSshKey(path?: string): SshKey | null {
  const usual = ["id_ed25519", "id_ecdsa", "id_rsa"].map((name) => join(homedir(), ".ssh", name));
  const identities = path === undefined ? usual : [path.replace(/\.pub$/, "")];
  const identity = identities.find((candidate) => existsSync(`${candidate}.pub`));
  if (identity !== undefined) {
    return { identity, publicKey: readFileSync(`${identity}.pub`, "utf8").trim() };
  }
  if (path === undefined) return null;
  throw new ConfigError("RUNPOD_SSH_KEY", `--ssh-key ${path}: ${identities[0]}.pub does not exist.`);
}

export interface RunOptions {
  input?: Buffer;
  /** Receives the output instead of the result, and is ended with it. */
  output?: Writable;
  signal?: AbortSignal | undefined;
  /** How long to retry connecting. */
  withinMs?: number;
}

export class Shell {
  readonly #pod: Pod;
  readonly #identity: string | undefined;

  constructor(pod: Pod, identity?: string) {
    this.#pod = pod;
    this.#identity = identity;
  }

  /** Returns the arguments of ssh; without a command it opens an interactive shell. */
  arguments(command?: string): string[] {
    const endpoint = this.#pod.ssh.direct ?? (command === undefined ? this.#pod.ssh.proxy : null);
    if (endpoint === null) {
      throw new DistributedError(
        "RUNPOD_SSH",
        `RunPod: pod ${this.#pod.id} (${this.#pod.status}) has no address for SSH yet: wait until it is RUNNING.`,
      );
    }
    return [
      // Addresses are reused by other pods: the host key is stored for this pod alone.
      ...["-o", `UserKnownHostsFile=${temporaryFile(`woodshed-${this.#pod.id}.known_hosts`)}`],
      ...["-o", "StrictHostKeyChecking=accept-new", "-o", "LogLevel=ERROR"],
      ...["-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4"],
      ...(command === undefined ? [] : ["-o", "BatchMode=yes"]),
      ...(this.#identity !== undefined && existsSync(this.#identity) ? ["-i", this.#identity] : []),
      ...["-p", String(endpoint.port), `${endpoint.username}@${endpoint.host}`],
      ...(command === undefined ? [] : [command]),
    ];
  }

  /** Runs a command and returns its output. Connecting is retried, since sshd takes a moment to start. */
  async run(command: string, options: RunOptions = {}): Promise<string> {
    const untilMs = Date.now() + (options.withinMs ?? 60_000);
    for (let waitMs = 500; ; waitMs = Math.min(4000, 2 * waitMs)) {
      const { status, stdout, stderr } = await this.#once(command, options);
      if (status === 0) return stdout;
      options.signal?.throwIfAborted();
      if (status !== NO_CONNECTION || Date.now() >= untilMs) {
        const last = stderr.trim().split("\n").slice(-3).join("; ");
        throw new DistributedError(
          "RUNPOD_SSH",
          `RunPod: ssh to pod ${this.#pod.id}: ${status === NO_CONNECTION ? "no connection" : `exit status ${status}`}: ${last || "no message"}. \`woodshed runpod ssh ${this.#pod.name}\` connects by hand.`,
        );
      }
      await pause(waitMs, options.signal);
    }
  }

  #once(command: string, { input, output, signal }: RunOptions) {
    return new Promise<{ status: number; stdout: string; stderr: string }>((resolve, reject) => {
      // In its own process group: Ctrl-C must not interrupt the connection that saves the run.
      const ssh = spawn("ssh", this.arguments(command), { stdio: "pipe", detached: true });
      const chunks: Buffer[] = [];
      let stderr = "";
      if (output === undefined) ssh.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
      else ssh.stdout.pipe(output);
      ssh.stderr.on("data", (chunk: Buffer) => {
        stderr += chunk;
      });
      ssh.stdin.on("error", () => {}).end(input);
      const cut = () => ssh.kill();
      signal?.addEventListener("abort", cut, { once: true });
      ssh.on("error", (cause) =>
        reject(new DistributedError("RUNPOD_SSH", `ssh could not be started: ${cause.message}.`, { cause })),
      );
      ssh.on("close", (status) => {
        signal?.removeEventListener("abort", cut);
        resolve({ status: status ?? NO_CONNECTION, stdout: Buffer.concat(chunks).toString(), stderr });
      });
    });
  }
}
