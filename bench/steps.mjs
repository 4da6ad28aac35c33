// Training steps against plain Python PyTorch: both sides run at the same time of day, in turns, in
// one process each; compares medians. `node bench/steps.mjs [case ...]`
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, Peer } from "./peers/turns.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const python = join(here, "..", ".venv", "bin", "python");

/** Cases: repetitions a turn, turns, settings of the two sides, target for ours / theirs. */
const CASES = [
  { title: "add of one-element tensors", count: 20_000, turns: 61, target: 0.75, name: "add", threads: 1 },
  {
    title: "tiny MLP step, fused AdamW both",
    count: 300,
    turns: 15,
    target: 0.5,
    name: "mlp",
    threads: 1,
    theirs: { fused: true },
  },
  {
    title: "small CNN fp32: our defaults / ordinary script",
    count: 2,
    turns: 7,
    target: 0.6,
    name: "cnn",
    threads: 2,
    ours: { channelsLast: true },
  },
  {
    title: "small CNN bf16: our defaults / ordinary script (fp32)",
    count: 2,
    turns: 7,
    target: 0.3,
    name: "cnn",
    threads: 2,
    ours: { channelsLast: true, bf16: true },
  },
  {
    title: "small CNN fp32, like for like",
    count: 2,
    turns: 7,
    target: 1,
    name: "cnn",
    threads: 2,
    ours: { channelsLast: true },
    theirs: { channelsLast: true, allocator: true, fused: true },
  },
  {
    title: "small CNN bf16, like for like",
    count: 2,
    turns: 7,
    target: 1,
    name: "cnn",
    threads: 2,
    ours: { channelsLast: true, bf16: true },
    theirs: { channelsLast: true, bf16: true, allocator: true, fused: true },
  },
];

const shown = (seconds) =>
  seconds < 1e-3 ? `${(seconds * 1e6).toFixed(2)} us` : `${(seconds * 1e3).toFixed(1)} ms`;

const wanted = process.argv.slice(2);
console.log("ours / theirs  target  ours        theirs      case");
for (const { title, count, turns, target, name, threads, ours = {}, theirs = {} } of CASES) {
  if (wanted.length > 0 && !wanted.some((word) => title.includes(word))) continue;
  const sides = [
    new Peer("node", join(here, "peers", "ours.mjs"), { name, threads, ...ours }),
    new Peer(python, join(here, "peers", "peer.py"), { name, threads, ...theirs }),
  ];
  const times = [[], []];
  for (const side of sides) await side.ask(count); // warm-up
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, side] of sides.entries()) times[i].push((await side.ask(count)) / count);
  }
  for (const side of sides) side.end();
  const [mine, other] = times.map(median);
  console.log(
    `${(mine / other).toFixed(3).padStart(13)}  ${target.toFixed(2).padStart(6)}  ${shown(mine).padEnd(10)}  ${shown(other).padEnd(10)}  ${title}`,
  );
}
