// 100,000 metric points to MLflow's real server beside its Python client, in turns on one server; then a file of 300 MB to its artifact
// store beside plain copies over loopback. `node bench/mlflow.mjs [points] [megabytes]`
import { execFile } from "node:child_process";
import { createWriteStream, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { MlflowClient, useEmbeddedServer } from "../dist/index.js";

const here = dirname(fileURLToPath(import.meta.url));
const NUM_POINTS = Number(process.argv[2] ?? 100_000);
const NUM_MEGABYTES = Number(process.argv[3] ?? 300);
const METRICS_A_STEP = 10;

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "woodshed-bench-mlflow-"));
const server = await useEmbeddedServer(join(folder, "mlflow"), { lingerSec: 0 });
const client = new MlflowClient(server.uri);
const { id: experimentId, artifactLocation } = await client.experiments.ensure("bench");

async function ours() {
  const { id } = await client.runs.create({ experimentId, name: "ours", startedMs: Date.now() });
  const metrics = Array.from({ length: NUM_POINTS }, (_, i) => ({
    ...{ key: `train/metric${i % METRICS_A_STEP}`, value: Math.random() },
    ...{ step: Math.floor(i / METRICS_A_STEP), timeMs: Date.now() },
  }));
  const startMs = performance.now();
  await client.runs.logMetrics(id, metrics);
  return (performance.now() - startMs) / 1000;
}

async function theirs(how, numPoints) {
  const python = join(here, "..", ".venv", "bin", "python");
  const args = [
    join(here, "peers", "mlflow_log.py"),
    server.uri,
    how,
    String(numPoints),
    String(METRICS_A_STEP),
  ];
  const { stdout } = await run(python, args, { maxBuffer: 1 << 26 });
  return Number(stdout.trim().split("\n").at(-1));
}

console.log(
  `metric points a second, ${METRICS_A_STEP} a step; ${NUM_POINTS} points a side, a tenth where each step is a call`,
);
for (const [name, how, share] of [
  ["mlflow.log_metrics, a call a step", "sync", 0.1],
  ["the same, synchronous=False", "async", 0.1],
  ["MlflowClient.log_batch, 1000 at a time", "batch", 1],
]) {
  const own = NUM_POINTS / (await ours());
  const numPoints = share * NUM_POINTS;
  const peer = numPoints / (await theirs(how, numPoints));
  console.log(
    `${name.padEnd(40)} ${peer.toFixed(0)}  ours ${own.toFixed(0)}  ours / theirs ${(own / peer).toFixed(2)}`,
  );
}

const file = join(folder, "artifact");
const chunk = Buffer.alloc(2 ** 20, 7);
const out = openSync(file, "w");
for (let i = 0; i < NUM_MEGABYTES; i++) writeSync(out, chunk);
const { size } = statSync(file);

/** Measures the limit of connection and disk: Node to Node, into one file. */
const plain = createServer((request, response) => {
  request.pipe(createWriteStream(join(folder, "plain"))).on("finish", () => response.end());
});
await new Promise((resolve) => plain.listen(0, "127.0.0.1", resolve));
const plainUri = `http://127.0.0.1:${plain.address().port}`;

async function timed(work) {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}

const put = (uri) => run("curl", ["-sf", "-T", file, uri]);
const theirPath = `${server.uri}/api/2.0/mlflow-artifacts/artifacts/${experimentId}/curl`;
const sides = {
  "ours, to MLflow": () => client.artifacts.upload(artifactLocation, "ours", file),
  "curl, to MLflow": () => put(theirPath),
  "curl, to a server that only writes": () => put(plainUri),
  "ours, from MLflow": () => client.artifacts.download(artifactLocation, "ours", join(folder, "back")),
  "curl, from MLflow": () => run("curl", ["-sf", "-o", join(folder, "back-curl"), theirPath]),
};
const seconds = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
for (let turn = 0; turn < 5; turn++)
  for (const [name, work] of Object.entries(sides)) seconds[name].push(await timed(work));
console.log(`\n${(size / 1e6).toFixed(0)} MB over loopback; MB/s, median of 5 in turns`);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
for (const name of Object.keys(sides))
  console.log(`${name.padEnd(40)} ${(size / 1e6 / median(seconds[name])).toFixed(0)}`);
const ratio = (a, b) => (median(seconds[b]) / median(seconds[a])).toFixed(2);
console.log(
  `ours / curl: to MLflow ${ratio("ours, to MLflow", "curl, to MLflow")}, from it ${ratio("ours, from MLflow", "curl, from MLflow")}; ` +
    `to MLflow / to a server that only writes ${ratio("ours, to MLflow", "curl, to a server that only writes")}`,
);
plain.closeAllConnections();
plain.close();
client.close();
server.release();
rmSync(folder, { recursive: true });
