// Training steps of each model at its default options beside the same model in plain PyTorch (tests/parity/models), in turns,
// one process each: by our defaults and an ordinary script, and with the same settings on both sides. Prints the medians,
// their ratios and the peak memory. `node bench/models.mjs [--turns 5] [--batch 16] [--threads 2] [words of a name ...]`
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median, Peer } from "./peers/turns.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const python = join(here, "..", ".venv", "bin", "python");
const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    turns: { type: "string", default: "5" },
    batch: { type: "string", default: "16" },
    threads: { type: "string", default: "2" },
  },
});
const [turns, batch, threads] = [values.turns, values.batch, values.threads].map(Number);

/** The reference of each model: module of tests/parity/models, expression, and shape of the features of a second. */
const MEL64 = [64, 101];
const RAW = [1, 16_000];
const MODELS = {
  cnn6: ["panns", "Panns(64, 1, [64, 128, 256, 512], 5, 1, 4)", MEL64],
  cnn10: ["panns", "Panns(64, 1, [64, 128, 256, 512], 3, 2, 4)", MEL64],
  cnn14: ["panns", "Panns(64, 1, [64, 128, 256, 512, 1024, 2048], 3, 2, 5)", MEL64],
  resnet18: ["resnet", "ResNet(1, [2, 2, 2, 2], 64)", MEL64],
  resnet34: ["resnet", "ResNet(1, [3, 4, 6, 3], 64)", MEL64],
  mobilenet: ["mobilenet", "MobileNet(1, 0.4)", MEL64],
  bc_resnet: ["bc_resnet", "BcResNet(1, 1, [2, 2, 4, 4])", [40, 101]],
  crnn: ["crnn", "Crnn(64, 1, [32, 64, 128, 128], 2, 128)", MEL64],
  ast: ["ast", "Ast(64, 1, 12, 3, 64)", MEL64],
  conformer: ["conformer", "Conformer(64, 1, 4, 4, 36)", MEL64],
  m5: ["m5", "M5(1, [128, 128, 256, 512], 80)", RAW],
  res1d: ["res1d", "Res1d(1, [64, 128, 256, 512], 2)", RAW],
  acdnet: ["acdnet", "AcdNet(1, [7, 20, 10, 14, 22, 31, 35, 41, 51, 67, 69, 48], 160, 0.2)", RAW],
};
/** Settings of the two sides. */
const SAME = { channelsLast: true, allocator: true, fused: true };
const COMPARISONS = [
  { title: "defaults", ours: { channelsLast: true }, theirs: {} },
  { title: "the same", ours: { channelsLast: true }, theirs: SAME },
];

const ms = (sec) => `${(sec * 1e3).toFixed(1)} ms`;
const mb = (bytes) => `${Math.round(bytes / 1e6)} MB`;

console.log(`batches of ${batch} clips of 1 s, ${threads} threads, medians of ${turns} turns`);
console.log("model       settings  ours / theirs  ours        theirs      memory, ours and theirs");
for (const [name, [module, reference, features]] of Object.entries(MODELS)) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
  for (const { title, ours, theirs } of COMPARISONS) {
    const spec = { name, module, reference, features, batch, threads };
    const sides = [
      new Peer("node", join(here, "peers", "model-ours.mjs"), { ...spec, ...ours }),
      new Peer(python, join(here, "peers", "model-peer.py"), { ...spec, ...theirs }),
    ];
    const times = [[], []];
    for (const side of sides) await side.ask(2); // warm-up
    for (let turn = 0; turn < turns; turn++)
      for (const [i, side] of sides.entries()) times[i].push((await side.ask(2)) / 2);
    const memory = [];
    for (const side of sides) memory.push(await side.ask("memory"));
    for (const side of sides) side.end();
    const [mine, other] = times.map(median);
    console.log(
      `${name.padEnd(10)}  ${title.padEnd(8)}  ${(mine / other).toFixed(3).padStart(13)}  ${ms(mine).padEnd(10)}  ${ms(other).padEnd(10)}  ${memory.map(mb).join(", ")}`,
    );
  }
}
