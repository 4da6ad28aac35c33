// Steps on the device beside Python's PyTorch on the same device: eager, and compiled by torch.compile. Both sides begin with
// the same weights and batch, so their losses must be equal. `node bench/gpu/speed.mjs [--device cuda] [--compile]`

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median, Peer } from "../peers/turns.mjs";
import { Checks } from "./checks.mjs";

const { device, compile } = parseArgs({
  options: { device: { type: "string", default: "cuda" }, compile: { type: "boolean", default: false } },
}).values;
const peers = fileURLToPath(new URL("../peers", import.meta.url));
const TURNS = device === "cpu" ? 3 : 7;
const { check, note, finish } = new Checks();
const CASES = [
  { title: "tiny MLP", name: "mlp", count: device === "cpu" ? 20 : 500, settings: {} },
  {
    title: "small CNN fp32",
    name: "cnn",
    count: device === "cpu" ? 1 : 100,
    settings: { channelsLast: true },
  },
  {
    title: "small CNN bf16",
    name: "cnn",
    count: device === "cpu" ? 1 : 100,
    settings: { channelsLast: true, bf16: true },
  },
];
const compiles = compile ? ["default", "reduce-overhead"] : [];

for (const { title, name, count, settings } of CASES) {
  const spec = { name, threads: 2, device, ...settings };
  const python = join(peers, "..", "..", ".venv", "bin", "python");
  const sides = {
    ours: new Peer("node", join(peers, "ours.mjs"), spec),
    eager: new Peer(python, join(peers, "peer.py"), { ...spec, fused: true }),
    ...Object.fromEntries(
      compiles.map((mode) => [
        mode,
        new Peer(python, join(peers, "peer.py"), { ...spec, fused: true, compile: mode }),
      ]),
    ),
  };
  const times = {};
  const losses = {};
  try {
    for (const [side, peer] of Object.entries(sides)) {
      await peer.ask(20);
      losses[side] = await peer.ask("loss");
      times[side] = [];
    }
    for (let turn = 0; turn < TURNS; turn++)
      for (const [side, peer] of Object.entries(sides)) times[side].push((await peer.ask(count)) / count);
    const medians = Object.fromEntries(Object.entries(times).map(([side, all]) => [side, median(all)]));
    note(
      `${title}: ${Object.entries(medians)
        .map(([side, sec]) => `${side} ${(1e6 * sec).toFixed(0)} us`)
        .join(", ")}; ours / eager ${(medians.ours / medians.eager).toFixed(3)}`,
    );
    const difference = Math.abs(losses.ours - losses.eager) / losses.eager;
    check(
      `${title}: the loss after 20 steps equals Python's`,
      difference < (settings.bf16 ? 1e-2 : 1e-4),
      `${losses.ours} and ${losses.eager}`,
    );
  } catch (error) {
    check(title, false, String(error));
  } finally {
    for (const peer of Object.values(sides)) peer.end();
  }
}
finish();
