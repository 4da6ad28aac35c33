// Compares operators with PyTorch's own samples of them (torch.testing._internal.common_methods_invocations.op_db): outputs in
// float32, int64, bool and complex64, outputs and gradients in float64 and complex128.
//
//   npm run conformance [-- --device cuda --sample 2 --operators add,nn.functional.conv2d --jobs 4 --seconds 100 --write]
//
// Python (.venv) records each sample as calls of ATen operators with its inputs and results (record.py); another process calls
// the same operators through the engine and compares (replay.mjs). A call that ends that process is counted, and the rest
// goes on in a new one. --sample takes at most that many samples of each operator and dtype; --seconds stops after that time;
// --write puts the figures into docs/operators.md. Exits with 1 if a sample failed or none was compared.
//
// In bench/ and not in tools/: it measures against PyTorch as its neighbours do, and bench/gpu runs it on a GPU.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Report } from "./report.mjs";
import { runShard } from "./shard.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({
  options: {
    device: { type: "string", default: "cpu" },
    sample: { type: "string" },
    operators: { type: "string" },
    jobs: { type: "string", default: "1" },
    seconds: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const count = (text, name) => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    console.error(`conformance: --${name} ${text}: expected a whole number from 1`);
    process.exit(2);
  }
  return number;
};
const limit = values.sample === undefined ? null : count(values.sample, "sample");
const numShards = count(values.jobs, "jobs");
const python = join(ROOT, ".venv/bin/python");
if (!existsSync(python)) {
  console.error(`conformance: ${python} does not exist; run \`node setup.mjs --for test\``);
  process.exit(2);
}

const report = new Report();
const operators = values.operators?.split(",") ?? null;
/** GPU kernels that add in parallel sum in another order at each call. */
const factor = values.device === "cpu" ? 1 : 10;
let total = 0;
let numBegun = 0;

const stop = new AbortController();
const timer =
  values.seconds === undefined
    ? undefined
    : setTimeout(() => stop.abort(), 1000 * count(values.seconds, "seconds"));
const shards = Array.from({ length: numShards }, (_, shard) =>
  runShard(
    python,
    { device: values.device, sample: limit, operators, shard, numShards },
    factor,
    stop.signal,
    {
      info(message) {
        report.info = message;
        total = message.total;
        if (shard === 0 && message.unknown.length > 0)
          console.error(`conformance: not in PyTorch's database: ${message.unknown.join(", ")}`);
      },
      begin({ operator }) {
        numBegun++;
        if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${numBegun} of ${total} ${operator}`);
        else if (numBegun % 50 === 0) console.error(`${numBegun} of ${total} operators`);
      },
      left: (message) => report.left(message),
      answer: (sample, verdict) => report.answer(sample, verdict),
    },
  ),
);
try {
  await Promise.all(shards);
} catch (error) {
  console.error(`conformance: ${error.message}`);
  process.exit(2);
}
clearTimeout(timer);
if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
if (stop.signal.aborted)
  console.log(`stopped after ${values.seconds} s, at ${numBegun} of ${total} operators`);
console.log(report.text());
if (values.write) writeSection(report.markdown(values.device, limit));
process.exitCode = report.failures > 0 || report.tried === 0 ? 1 : 0;

function writeSection(text) {
  const path = join(ROOT, "docs/operators.md");
  const page = readFileSync(path, "utf8");
  const begin = "<!-- conformance: written by `npm run conformance -- --write` -->\n";
  const end = "<!-- end of conformance -->";
  const [before, rest] = page.split(begin);
  writeFileSync(path, `${before}${begin}${text}\n${rest.slice(rest.indexOf(end))}`);
  console.log(`wrote ${path}`);
}
