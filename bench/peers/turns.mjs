// A side of a measurement: a process that answers each line on its standard input with a number.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export class Peer {
  constructor(command, script, spec) {
    this.child = spawn(command, [script, JSON.stringify(spec)], { stdio: ["pipe", "pipe", "inherit"] });
    // A process that cannot start, or is gone, answers nothing.
    for (const one of [this.child, this.child.stdin]) one.on("error", () => {});
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }
  async ask(question) {
    this.child.stdin.write(`${question}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error("the peer died; its error is above");
    return Number(value);
  }
  end() {
    this.child.stdin.end();
  }
}

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
