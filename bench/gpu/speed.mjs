// Steps on the device beside Python's PyTorch on the same device, all sides in one run: operator by operator and as CUDA graphs,
// beside eager and torch.compile (default and reduce-overhead). With deterministic algorithms both sides begin with the same
// weights and batch, so that their losses are equal, in each precision.
// `node bench/gpu/speed.mjs [--device cuda] [--quick]`; --quick takes the first case, without compiling, for tests of the check.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median, Peer } from "../peers/turns.mjs";
import { Checks } from "./checks.mjs";

const { device, quick } = parseArgs({
  options: { device: { type: "string", default: "cuda" }, quick: { type: "boolean", default: false } },
}).values;
const peers = fileURLToPath(new URL("../peers", import.meta.url));
const isGpu = device !== "cpu";
const TURNS = isGpu ? 7 : 3;
const NUM_THREADS = isGpu ? 2 : 1;
const MODES = quick ? [] : ["default", "reduce-overhead"];
/** A side that has not compiled by then is left out, so that the others are measured. */
const COMPILE_SEC = isGpu ? 90 : 600;
const beginMs = performance.now();
const { check, note, finish } = new Checks();
const count = (onGpu, onCpu) => (isGpu ? onGpu : onCpu);
/** Steps before the first comparison. */
const numFirst = ({ name }) => (name === "cnn" ? count(20, 2) : 20);
const CASES = [
  { title: "tiny MLP", name: "mlp", numSteps: count(500, 20), settings: {} },
  { title: "tiny MLP bf16", name: "mlp", settings: { bf16: true } },
  { title: "tiny MLP fp16", name: "mlp", settings: { fp16: true } },
  { title: "small CNN fp32", name: "cnn", numSteps: count(100, 1), settings: { channelsLast: true } },
  // CPUs without units for them take minutes.
  ...(isGpu
    ? [
        { title: "small CNN bf16", name: "cnn", numSteps: 100, settings: { channelsLast: true, bf16: true } },
        { title: "small CNN fp16", name: "cnn", settings: { channelsLast: true, fp16: true } },
      ]
    : []),
].slice(0, quick ? 1 : undefined);
/** Largest relative difference of the losses. */
const roundingOf = ({ bf16, fp16 }) => (bf16 || fp16 ? 1e-2 : 1e-4);
const TIMED = CASES.filter(({ numSteps }) => numSteps !== undefined);

// Each process compiles in as many more as there are cores, by default.
process.env.TORCHINDUCTOR_COMPILE_THREADS ??= isGpu ? "4" : "1";
// Compiling takes a minute or more of many cores, which the comparison of losses does not need.
const compiling = TIMED.map((one) => startCompiling(one));
await eachCase(CASES, compareLosses);
await compareTimes(TIMED, await Promise.all(compiling));
finish();

async function eachCase(cases, body) {
  for (const one of cases) {
    try {
      await body(one);
    } catch (error) {
      check(one.title, false, String(error));
    }
  }
}

function ours(spec) {
  return new Peer(process.execPath, join(peers, "ours.mjs"), spec);
}

function theirs(spec) {
  const python = join(peers, "..", "..", ".venv", "bin", "python");
  return new Peer(python, join(peers, "peer.py"), { ...spec, fused: true });
}

function sidesOf(name, settings) {
  const spec = { name, threads: NUM_THREADS, device, ...settings };
  // The scale of fp16 is read in each step.
  const canCapture = isGpu && settings.fp16 !== true;
  const graphs = canCapture ? { graphs: ours({ ...spec, graphs: true }) } : {};
  return { ours: ours(spec), ...graphs, eager: theirs(spec) };
}

function end(sides) {
  for (const peer of Object.values(sides)) peer.end();
}

async function compareLosses(one) {
  const { title, name, settings } = one;
  const sides = sidesOf(name, { ...settings, deterministic: true });
  try {
    // The processes start at the same time; each answers when it is ready.
    const losses = Object.fromEntries(
      await Promise.all(
        Object.entries(sides).map(async ([side, peer]) => {
          await peer.ask(numFirst(one));
          return [side, await peer.ask("loss")];
        }),
      ),
    );
    const difference = Math.abs(losses.ours - losses.eager) / losses.eager;
    check(
      `${title}: the loss after ${numFirst(one)} steps equals Python's`,
      difference < roundingOf(settings),
      JSON.stringify(losses),
    );
    if ("graphs" in sides) check(`${title}: graphs have the same bits`, losses.graphs === losses.ours);
  } finally {
    end(sides);
  }
}

/** Starts Python's sides that compile; returns those that are ready to be measured. */
async function startCompiling(one) {
  const spec = { name: one.name, threads: NUM_THREADS, device, ...one.settings };
  const sides = Object.fromEntries(MODES.map((mode) => [mode, theirs({ ...spec, compile: mode })]));
  await Promise.all(Object.keys(sides).map((side) => warmUp(one, sides, side)));
  return sides;
}

/** Times of all cases, whose processes start at the same time. */
async function compareTimes(cases, compiled) {
  const started = cases.map((one, i) => ({
    ...one,
    sides: { ...sidesOf(one.name, one.settings), ...compiled[i] },
  }));
  try {
    await Promise.all(
      started.flatMap((one) =>
        Object.keys(one.sides).flatMap((side) =>
          MODES.includes(side) ? [] : [warmUp(one, one.sides, side)],
        ),
      ),
    );
    await eachCase(started, measureTurns);
  } finally {
    for (const { sides } of started) end(sides);
  }
}

/** Takes the first steps of a side; one that fails is left out of the times. */
async function warmUp(one, sides, side) {
  const peer = sides[side];
  let timer;
  const late = new Promise((_, fail) => {
    const leftMs = 1000 * COMPILE_SEC - (performance.now() - beginMs);
    if (MODES.includes(side))
      timer = setTimeout(() => fail(`not compiled ${COMPILE_SEC} s after the start`), leftMs);
  });
  const startMs = performance.now();
  try {
    await Promise.race([peer.ask(numFirst(one)), late]);
    if (MODES.includes(side))
      note(`${one.title}: ${side} compiled in ${((performance.now() - startMs) / 1000).toFixed(0)} s`);
  } catch (error) {
    check(`${one.title}: ${side} runs`, false, String(error));
    peer.child.kill("SIGKILL");
    delete sides[side];
  } finally {
    clearTimeout(timer);
  }
}

async function measureTurns({ title, name, numSteps, sides }) {
  const all = Object.entries(sides);
  const times = Object.fromEntries(all.map(([side]) => [side, []]));
  for (let turn = 0; turn < TURNS; turn++)
    for (const [side, peer] of all) times[side].push((await peer.ask(numSteps)) / numSteps);
  const medians = Object.fromEntries(all.map(([side]) => [side, median(times[side])]));
  const { ours, eager } = medians;
  const own = medians.graphs ?? ours;
  const best = Math.min(...["eager", ...MODES].map((side) => medians[side] ?? Number.POSITIVE_INFINITY));
  const ratio = (value) => value.toFixed(3);
  note(
    `${title}: ${all.map(([side]) => `${side} ${(1e6 * medians[side]).toFixed(0)} us`).join(", ")}; ` +
      `ours / eager ${ratio(ours / eager)}, best of ours / eager ${ratio(own / eager)}, ` +
      `best of ours / best of Python ${ratio(own / best)}`,
  );
  if (!isGpu) return;
  if (name === "mlp")
    check(`${title}: at most half of Python's eager`, own <= 0.5 * eager, ratio(own / eager));
  const isWhole = MODES.every((side) => side in sides);
  check(
    `${title}: at most the best of Python's${isWhole ? "" : ", without those left out"}`,
    own <= best,
    ratio(own / best),
  );
}
