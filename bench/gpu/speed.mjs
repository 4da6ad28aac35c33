// Steps on the device beside Python's PyTorch on the same device: operator by operator and as CUDA graphs, beside eager and
// torch.compile. With deterministic algorithms both sides begin with the same weights and batch, so that their losses are equal.
// `node bench/gpu/speed.mjs [--device cuda] [--compile]`

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median, Peer } from "../peers/turns.mjs";
import { Checks } from "./checks.mjs";

const { device, compile } = parseArgs({
  options: { device: { type: "string", default: "cuda" }, compile: { type: "boolean", default: false } },
}).values;
const peers = fileURLToPath(new URL("../peers", import.meta.url));
const isGpu = device !== "cpu";
const TURNS = isGpu ? 7 : 3;
const NUM_FIRST = 20;
const { check, note, finish } = new Checks();
const count = (onGpu, onCpu) => (isGpu ? onGpu : onCpu);
const CASES = [
  { title: "tiny MLP", name: "mlp", numSteps: count(500, 20), settings: {} },
  { title: "small CNN fp32", name: "cnn", numSteps: count(100, 1), settings: { channelsLast: true } },
  {
    title: "small CNN bf16",
    name: "cnn",
    numSteps: count(100, 1),
    settings: { channelsLast: true, bf16: true },
  },
];

for (const one of CASES) {
  try {
    if (!compile) await compareLosses(one);
    await compareTimes(one);
  } catch (error) {
    check(one.title, false, String(error));
  }
}
finish();

function ours(spec) {
  return new Peer(process.execPath, join(peers, "ours.mjs"), spec);
}

function theirs(spec) {
  const python = join(peers, "..", "..", ".venv", "bin", "python");
  return new Peer(python, join(peers, "peer.py"), { ...spec, fused: true });
}

function sidesOf(name, settings, more) {
  const spec = { name, threads: 2, device, ...settings };
  return { ours: ours(spec), ...(isGpu ? { graphs: ours({ ...spec, graphs: true }) } : {}), ...more(spec) };
}

async function compareLosses({ title, name, settings }) {
  const sides = sidesOf(name, { ...settings, deterministic: true }, (spec) => ({ eager: theirs(spec) }));
  try {
    // The processes start at the same time; each answers when it is ready.
    const losses = Object.fromEntries(
      await Promise.all(
        Object.entries(sides).map(async ([side, peer]) => {
          await peer.ask(NUM_FIRST);
          return [side, await peer.ask("loss")];
        }),
      ),
    );
    const difference = Math.abs(losses.ours - losses.eager) / losses.eager;
    check(
      `${title}: the loss after ${NUM_FIRST} steps equals Python's`,
      difference < (settings.bf16 ? 1e-2 : 1e-4),
      JSON.stringify(losses),
    );
    if (isGpu) check(`${title}: graphs have the same bits`, losses.graphs === losses.ours);
  } finally {
    for (const peer of Object.values(sides)) peer.end();
  }
}

async function compareTimes({ title, name, numSteps, settings }) {
  const sides = sidesOf(name, settings, (spec) => ({
    eager: theirs(spec),
    ...Object.fromEntries(
      (compile ? ["default", "reduce-overhead"] : []).map((mode) => [
        mode,
        theirs({ ...spec, compile: mode }),
      ]),
    ),
  }));
  const all = Object.entries(sides);
  const times = Object.fromEntries(all.map(([side]) => [side, []]));
  try {
    await Promise.all(all.map(([, peer]) => peer.ask(NUM_FIRST)));
    for (let turn = 0; turn < TURNS; turn++)
      for (const [side, peer] of all) times[side].push((await peer.ask(numSteps)) / numSteps);
    const medians = Object.fromEntries(all.map(([side]) => [side, median(times[side])]));
    const best = Math.min(
      ...Object.entries(medians).flatMap(([side, sec]) => (side in { ours: 1, graphs: 1 } ? [] : [sec])),
    );
    const own = medians.graphs ?? medians.ours;
    note(
      `${title}: ${all.map(([side]) => `${side} ${(1e6 * medians[side]).toFixed(0)} us`).join(", ")}; ` +
        `ours / eager ${(medians.ours / medians.eager).toFixed(3)}, best of ours / best of Python ${(own / best).toFixed(3)}`,
    );
  } finally {
    for (const peer of Object.values(sides)) peer.end();
  }
}
