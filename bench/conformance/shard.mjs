import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
/** Samples that wait for the replay at most, so that the recorder is not far ahead. */
const MAX_WAITING = 32;
/** A call that takes longer is stopped, and counted as one that does not return. */
const STUCK_MS = 60_000;

/** The replaying process. One that ends is started again, without the sample that ended it. */
class Replay {
  #factor;
  #onAnswer;
  #child = null;
  /** Samples without an answer, oldest first. */
  #waiting = [];
  #onRoom = null;
  #onIdle = null;
  #timer = null;

  constructor(factor, onAnswer) {
    this.#factor = factor;
    this.#onAnswer = onAnswer;
  }

  /** Sends a sample; waits while many have no answer. */
  async send(sample) {
    this.#waiting.push(sample);
    if (this.#child === null) this.#start();
    else this.#child.stdin.write(`${sample.line}\n`);
    if (this.#waiting.length >= MAX_WAITING) await new Promise((resolve) => (this.#onRoom = resolve));
  }

  /** Waits for all answers and ends the process. */
  async close() {
    if (this.#waiting.length > 0) await new Promise((resolve) => (this.#onIdle = resolve));
    const child = this.#child;
    this.#child = null;
    clearTimeout(this.#timer);
    if (child === null || child.exitCode !== null) return;
    child.stdin.end();
    await once(child, "close");
  }

  #start() {
    const child = spawn(process.execPath, [join(HERE, "replay.mjs"), String(this.#factor)], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#child = child;
    child.stdin.on("error", () => {});
    createInterface({ input: child.stdout }).on("line", (line) => this.#answered(JSON.parse(line)));
    child.on("close", (code, signal) => {
      if (this.#child !== child) return;
      this.#child = null;
      if (code !== 0) this.#answered({ forward: `crash ${signal ?? code}` });
      if (this.#waiting.length > 0) this.#start();
    });
    this.#watch();
    for (const { line } of this.#waiting) child.stdin.write(`${line}\n`);
  }

  #watch() {
    clearTimeout(this.#timer);
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.#child?.kill("SIGKILL"), STUCK_MS);
  }

  #answered(verdict) {
    const sample = this.#waiting.shift();
    if (sample === undefined) return;
    this.#onAnswer(sample, verdict);
    this.#watch();
    if (this.#waiting.length < MAX_WAITING / 2) {
      this.#onRoom?.();
      this.#onRoom = null;
    }
    if (this.#waiting.length === 0) this.#onIdle?.();
  }
}

/**
 * Records and replays the operators of one shard. `on` has `info` (what the recorder found), `begin` (an operator), `left` (a
 * sample that cannot be compared) and `answer` (a sample and its verdict). `stop` is a signal after which no more is recorded.
 * Throws an Error if the recorder cannot start.
 */
export async function runShard(python, config, factor, stop, on) {
  const replay = new Replay(factor, on.answer);
  let from = 0;
  while (!stop.aborted) {
    const recorder = spawn(python, [join(HERE, "record.py"), JSON.stringify({ ...config, from })], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const kill = () => recorder.kill("SIGKILL");
    stop.addEventListener("abort", kill);
    let stderr = "";
    recorder.stderr.on("data", (data) => (stderr = (stderr + data).slice(-2000)));
    const closed = once(recorder, "close");
    let current = null;
    let hasEnded = false;
    for await (const line of createInterface({ input: recorder.stdout })) {
      if (line.startsWith('{"sample"') && line.endsWith("}")) {
        await replay.send({ line, ...parseHead(line) });
        continue;
      }
      // The last line of a recorder that was stopped may be a part of one.
      if (stop.aborted) break;
      const message = JSON.parse(line);
      if ("total" in message) on.info(message);
      else if ("begin" in message) {
        current = message;
        on.begin(message);
      } else if ("left" in message) on.left(message);
      else hasEnded = true;
    }
    const [code, signal] = await closed;
    stop.removeEventListener("abort", kill);
    if (hasEnded || stop.aborted) break;
    if (current === null) throw new Error(`record.py exited with ${signal ?? code}: ${stderr.trim()}`);
    // Python's own process ended inside an operator: the rest runs in a new one.
    on.left({ left: `Python exits (${signal ?? code})`, operator: current.operator });
    from = current.begin + 1;
  }
  await replay.close();
}

/** Reads the first keys of a sample without parsing its tensors. */
function parseHead(line) {
  return JSON.parse(`${line.slice(0, line.indexOf(', "inputs"'))}}`);
}
