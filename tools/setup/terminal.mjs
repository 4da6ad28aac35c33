// Output of the set-up: a line at the start and end of each step, the output of its commands, and the elapsed seconds
// if nothing else is printed.

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

/** Shows steps that run side by side: each line begins with its step's title. */
export class StepDisplay {
  /** Titles and start times of the steps at work. */
  #running = new Map();
  #width;
  #lastLineMs = performance.now();
  #hasTicker = false;
  #timer = setInterval(() => this.#tick(), isTerminal ? 1000 : QUIET_MS);

  /** @param {string[]} titles of all steps that may run */
  constructor(titles) {
    this.#width = Math.max(...titles.map((title) => title.length));
    this.#timer.unref();
  }

  begin(title) {
    this.#running.set(title, performance.now());
  }

  line(title, text) {
    for (const part of text.split("\n")) this.#print(title, dim(part));
  }

  end(title, outcome) {
    const took = dim(`(${elapsed(this.#running.get(title))})`);
    this.#running.delete(title);
    this.#print(title, `${outcome} ${took}`);
  }

  close() {
    clearInterval(this.#timer);
    this.#clearTicker();
  }

  #print(title, text) {
    this.#clearTicker();
    this.#lastLineMs = performance.now();
    console.log(`  ${bold(title.padEnd(this.#width))}  ${text}`);
  }

  /** Long downloads print nothing: the seconds show that the steps are alive. */
  #tick() {
    const quiet = performance.now() - this.#lastLineMs;
    if (this.#running.size === 0 || (!isTerminal && quiet < QUIET_MS)) return;
    const working = [...this.#running].map(([title, startMs]) => `${title} ${elapsed(startMs)}`).join(", ");
    if (!isTerminal) return console.log(`  ... ${working}`);
    this.#hasTicker = true;
    process.stdout.write(`\r${dim(`  ... ${working}`.slice(0, (process.stdout.columns ?? 80) - 1))}\x1b[K`);
  }

  #clearTicker() {
    if (this.#hasTicker) process.stdout.write("\r\x1b[K");
    this.#hasTicker = false;
  }
}
