/** A pod's container: its command really runs here, in its own folder, and is restarted until the container is removed. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const binFolder = fileURLToPath(new URL("runpod-bin", import.meta.url));

export interface LogLine {
  id: string;
  ts: string;
  source: string;
  line: string;
}

export interface ContainerOptions {
  folder: string;
  /** Folder in which the fake ssh finds listeners. */
  sshFolder: string;
  sshPort: number;
  args: string;
  env: Record<string, string>;
  onLine: (line: LogLine) => void;
  /** The programs in the image; by default those of this machine. */
  programs?: readonly string[] | undefined;
}

export class Container {
  readonly lines: LogLine[] = [];
  numStarts = 0;
  readonly #options: ContainerOptions;
  #process: ChildProcess | undefined;
  #lastMs = 0;
  #numInMs = 0;
  #isRemoved = false;

  constructor(options: ContainerOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true });
    this.#start();
  }

  #start(): void {
    const { folder, args, env, sshFolder, sshPort, programs } = this.#options;
    this.numStarts++;
    const [command, ...rest] = splitWords(args);
    const child = spawn(command!, rest, {
      cwd: folder,
      env: {
        ...env,
        HOME: folder,
        PATH:
          programs === undefined
            ? [binFolder, dirname(process.execPath), "/usr/bin", "/bin"].join(":")
            : onlyThese(programs, folder),
        FAKE_SSH: sshFolder,
        FAKE_SSH_PORT: String(sshPort),
      },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => this.#log(line));
    child.on("close", () => {
      if (!this.#isRemoved) setTimeout(() => this.#isRemoved || this.#start(), 100);
    });
  }

  /** Returns the time in nanoseconds, as RunPod writes it: lines that arrive together have times of their own. */
  #timeOfLine(): string {
    const ms = Date.now();
    this.#numInMs = ms === this.#lastMs ? this.#numInMs + 1 : 0;
    this.#lastMs = ms;
    return new Date(ms).toISOString().replace("Z", `${String(this.#numInMs).padStart(6, "0")}Z`);
  }

  #log(line: string): void {
    const ts = this.#timeOfLine();
    const entry = {
      id: `${ts}/${String(this.lines.length).padStart(12, "0")}`,
      ts,
      source: "container",
      line,
    };
    this.lines.push(entry);
    this.#options.onLine(entry);
  }

  /** Kills all processes in it at once. */
  remove(): void {
    if (this.#isRemoved) return;
    this.#isRemoved = true;
    const { folder, sshFolder, sshPort } = this.#options;
    rmSync(join(sshFolder, String(sshPort)), { force: true });
    const pids = join(folder, "pids");
    const inside = existsSync(pids) ? readFileSync(pids, "utf8").trim().split("\n").map(Number) : [];
    for (const pid of [-this.#process!.pid!, ...inside]) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {} // It has ended already.
    }
  }
}

/** Splits words like a shell; understands single quotes only. */
const splitWords = (text: string): string[] =>
  [...text.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2]!);

/** Creates a folder with these programs only. */
function onlyThese(programs: readonly string[], folder: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  for (const name of programs) {
    const path = ["/usr/bin", "/bin"].map((place) => join(place, name)).find(existsSync);
    if (path === undefined) throw new Error(`${name}: this machine has none`);
    if (!existsSync(join(bin, name))) symlinkSync(path, join(bin, name));
  }
  return bin;
}
