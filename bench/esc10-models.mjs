// Accuracy of each built-in model on a fold of ESC-10, trained from scratch by recipes/esc10.yaml on one thread, for about as many
// seconds of CPU time: epochs are counted from two short trainings. Writes a line of JSON for each model.
// `node bench/esc10-models.mjs ESC10.csv OUT.jsonl [--fold 1] [--seconds 240] [models ...]`
// `node bench/esc10-models.mjs --draw OUT.jsonl > docs/images/models-esc10.svg`
import { spawn } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { accuracyChart } from "./peers/accuracy-chart.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fold: { type: "string", default: "1" },
    seconds: { type: "string", default: "240" },
    draw: { type: "string" },
  },
});

/** Models that do not begin with batch norm take normalized features; transformers learn more slowly. */
const RAW = ["front_end={name: raw}"];
const normalized = (more = "") => [
  `front_end={name: log_mel, window_ms: 50, hop_ms: 25, normalize: training_set${more}}`,
];
const SLOWLY = ["optimization.learning_rate=0.0005"];
const MODELS = {
  cnn: ["model={name: cnn, dropout: 0.3}"],
  acdnet: RAW,
  bc_resnet: normalized(", num_mels: 40"),
  mobilenet: normalized(),
  crnn: [],
  conformer: SLOWLY,
  m5: RAW,
  ast: [...normalized(), ...SLOWLY],
  resnet18: normalized(),
  resnet34: normalized(),
  cnn6: [],
  cnn10: [],
  res1d: RAW,
  cnn14: [],
};

const ON_EXIT = `data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();console.error("cpu",(user+system)/1e6)})`;

/** Trains a model. Returns the seconds of CPU time, the parameters, and the accuracy on the test fold in percent. */
async function train(name, csv, epochs) {
  const overrides = [
    ...[`model={name: ${name}}`, `data.train=${csv}`, `data.fold=${values.fold}`, `name=esc10-${name}`],
    ...["data.cache_gb=1", "data.workers=0", "training.threads=1", `training.epochs=${epochs}`],
    ...MODELS[name],
  ];
  const command = ["--import", ON_EXIT, `${root}dist/cli/main.js`, "train", `${root}recipes/esc10.yaml`];
  const child = spawn(process.execPath, [...command, ...overrides], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (text += bytes));
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`${name}: exit ${code}\n${text.slice(-2000)}`);
  const numberAfter = (pattern) => Number(pattern.exec(text)?.[1].replaceAll(",", ""));
  return {
    cpuSec: numberAfter(/^cpu ([\d.]+)/m),
    parameters: numberAfter(/^ *model .*?([\d,]+) parameters/m),
    accuracy: numberAfter(/test accuracy ([\d.]+)%/),
  };
}

async function measure([csv, out, ...names]) {
  for (const name of names.length > 0 ? names : Object.keys(MODELS)) {
    const [one, three] = [await train(name, csv, 1), await train(name, csv, 3)];
    const epochSec = (three.cpuSec - one.cpuSec) / 2;
    const epochs = Math.max(3, Math.round((Number(values.seconds) - one.cpuSec) / epochSec) + 1);
    const row = { name, fold: values.fold, epochs, ...(await train(name, csv, epochs)) };
    console.log(JSON.stringify(row));
    appendFileSync(out, `${JSON.stringify(row)}\n`);
  }
}

if (values.draw === undefined) await measure(positionals);
else {
  const rows = readFileSync(values.draw, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  process.stdout.write(
    accuracyChart(rows, {
      title: `Accuracy on fold ${rows[0].fold} of ESC-10, from scratch, for equal CPU time`,
    }),
  );
}
