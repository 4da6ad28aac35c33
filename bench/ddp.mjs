// Steps of two ranks against Python's DistributedDataParallel, in turns; compares medians.
// Then how two ranks scale, beside what two cores allow. `node bench/ddp.mjs [case ...]`
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const python = join(here, "..", ".venv", "bin", "python");

const CASES = [
  { title: "MLP of 25M parameters, each by its defaults", name: "mlp", target: 0.7 },
  { title: "MLP of 25M parameters, the same settings", name: "mlp", target: 1, theirs: { told: true } },
  { title: "small CNN, each by its defaults (ours bf16)", name: "cnn", target: 0.7, ours: { bf16: true } },
  { title: "small CNN, each by its defaults, but fp32", name: "cnn", target: 0.7 },
  {
    title: "small CNN fp32, the same settings",
    name: "cnn",
    target: 1,
    ours: { syncBatchNorm: false },
    theirs: { told: true },
  },
];
const TURNS = 15;
const STEPS = 3;
let port = 29_800 + (process.pid % 100);

/** Starts one process a rank; all measure at the same time. */
class Side {
  constructor(command, script, spec, size) {
    port++;
    this.ranks = Array.from({ length: size }, (_, rank) => {
      const options = JSON.stringify({ ...spec, rank, size, port });
      const child = spawn(command, [join(here, "peers", script), options], {
        stdio: ["pipe", "pipe", "inherit"],
      });
      return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
    });
  }
  async seconds() {
    for (const { child } of this.ranks) child.stdin.write(`${STEPS}\n`);
    const times = await Promise.all(
      this.ranks.map(async ({ lines }) => {
        const { value, done } = await lines.next();
        if (done) throw new Error("a rank died; its error is above");
        return Number(value);
      }),
    );
    return Math.max(...times) / STEPS;
  }
  end() {
    for (const { child } of this.ranks) child.stdin.end();
  }
}

/** Two processes that share caches and memory but do not communicate: the limit of the machine. */
class Strangers extends Side {
  constructor(spec) {
    super("node", "ddp.mjs", spec, 1);
    this.ranks.push(...new Side("node", "ddp.mjs", spec, 1).ranks);
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (seconds) => `${(1000 * seconds).toFixed(1)} ms`.padEnd(9);

async function compare(...sides) {
  const times = sides.map(() => []);
  for (const side of sides) for (let i = 0; i < 2; i++) await side.seconds(); // warm-up
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [i, side] of sides.entries()) times[i].push(await side.seconds());
  }
  for (const side of sides) side.end();
  return times.map(median);
}

const wanted = process.argv.slice(2);
console.log("ours / theirs  target  ours       theirs     case");
for (const { title, name, target, ours = {}, theirs = {} } of CASES) {
  if (wanted.length > 0 && !wanted.some((word) => title.includes(word))) continue;
  const [mine, other] = await compare(
    new Side("node", "ddp.mjs", { name, ...ours }, 2),
    new Side(python, "ddp.py", { name, ...theirs }, 2),
  );
  console.log(
    `${(mine / other).toFixed(3).padStart(13)}  ${target.toFixed(2).padStart(6)}  ${ms(mine)}  ${ms(other)}  ${title}`,
  );
}

console.log("\nscaling: clips a second of two ranks over twice those of one, on one core each");
for (const name of ["mlp", "cnn"]) {
  const [one, two, limit] = await compare(
    new Side("node", "ddp.mjs", { name }, 1),
    new Side("node", "ddp.mjs", { name }, 2),
    new Strangers({ name }),
  );
  console.log(
    `${name}: ${(one / two).toFixed(2)}, of ${(one / limit).toFixed(2)} that two cores give two processes that say nothing`,
  );
}
