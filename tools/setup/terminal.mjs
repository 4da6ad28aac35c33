// What the set-up shows: a line a step, the output of commands under it, the seconds it took.

const INDENT = "      ";
const QUIET_MS = 30_000;

const isTerminal = Boolean(process.stdout.isTTY);
const hasColour = isTerminal && !process.env.NO_COLOR;
const paint = (code, text) => (hasColour ? `\x1b[${code}m${text}\x1b[0m` : text);
export const dim = (text) => paint(2, text);
export const bold = (text) => paint(1, text);
export const red = (text) => paint(31, text);

/** Seconds since `startMs` (of performance.now) in words: "0.4 s", "2 min 5 s". */
export function elapsed(startMs) {
  const seconds = (performance.now() - startMs) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** Shows one step while it works; `say` takes the lines of its commands. */
export class StepDisplay {
  #startMs = performance.now();
  #lastLineMs = performance.now();
  #hasTicker = false;
  #timer;

  constructor(heading) {
    console.log(bold(heading));
    this.#timer = setInterval(() => this.#tick(), isTerminal ? 1000 : QUIET_MS);
    this.#timer.unref();
  }

  say = (line) => {
    this.#clearTicker();
    this.#lastLineMs = performance.now();
    console.log(
      line
        .split("\n")
        .map((part) => dim(`${INDENT}${part}`))
        .join("\n"),
    );
  };

  end(outcome) {
    clearInterval(this.#timer);
    this.#clearTicker();
    console.log(`${INDENT}${outcome} ${dim(`(${elapsed(this.#startMs)})`)}`);
  }

  /** Long downloads print nothing: the seconds show that the step is alive. */
  #tick() {
    if (isTerminal) {
      this.#hasTicker = true;
      process.stdout.write(`\r${dim(`${INDENT}... ${elapsed(this.#startMs)}`)}\x1b[K`);
    } else if (performance.now() - this.#lastLineMs >= QUIET_MS) {
      console.log(`${INDENT}... ${elapsed(this.#startMs)}`);
    }
  }

  #clearTicker() {
    if (this.#hasTicker) process.stdout.write("\r\x1b[K");
    this.#hasTicker = false;
  }
}
