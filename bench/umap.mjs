// Projections of embeddings beside umap-learn and umap-js, in turns: seconds, trustworthiness, and the ratios.
//
//   python3 -m venv /tmp/umap-venv && /tmp/umap-venv/bin/pip install umap-learn
//   npm install --prefix /tmp/umap-js umap-js
//   WOODSHED_UMAP_LEARN=/tmp/umap-venv WOODSHED_UMAP_JS=/tmp/umap-js node bench/umap.mjs [words of a title]
//
// A missing peer is left out. Our projections run no Python.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { manualSeed, ops, scope, trustworthiness, umap } from "../dist/index.js";

const NUM_DIMS = 128;
const NUM_NEIGHBORS = 15;
const TURNS = 5;
/** umap-js takes minutes where the others take seconds: one turn is enough. */
const SLOW_TURNS = 1;
const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "woodshed-umap-"));

/** Twenty round clusters, as far apart as they are wide. */
function clusters(numRows) {
  const middles = ops.randn([20, NUM_DIMS]).mul(2);
  return middles
    .repeat([Math.ceil(numRows / 20), 1])
    .slice(0, 0, numRows)
    .add(ops.randn([numRows, NUM_DIMS]));
}

/**
 * Embeddings like those of a classifier's last layer: twelve classes of unequal size and spread in six dimensions, bent by a random network
 * that ends in a ReLU, with a little noise.
 */
function classifier(numRows) {
  const sizes = ops.rand([12]).add(0.2);
  const classes = sizes.multinomial(numRows, true); // [N]
  const spread = ops.rand([12, 1]).add(0.3).indexSelect(0, classes);
  const inner = ops
    .randn([12, 6])
    .mul(2)
    .indexSelect(0, classes)
    .add(ops.randn([numRows, 6]).mul(spread)); // [N, 6]
  const hidden = inner
    .matmul(ops.randn([6, 256]).div(Math.sqrt(6)))
    .add(ops.randn([256]).mul(0.5))
    .relu();
  const outer = hidden.matmul(ops.randn([256, NUM_DIMS]).div(16));
  return outer.add(ops.randn([numRows, NUM_DIMS]).mul(0.1)).relu();
}

const CASES = [
  { title: "10,000 rows in clusters", numRows: 10_000, rows: clusters, numEpochs: 200, target: 2.5 },
  { title: "10,000 rows of a classifier", numRows: 10_000, rows: classifier, numEpochs: 200, target: 2.5 },
  { title: "1,000 rows in clusters", numRows: 1_000, rows: clusters, numEpochs: 500, target: 0.3 },
  { title: "1,000 rows of a classifier", numRows: 1_000, rows: classifier, numEpochs: 500, target: 0.3 },
];

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function openUmapLearn(venv) {
  if (!venv || !existsSync(join(venv, "bin", "python"))) {
    console.log(
      "umap-learn is left out: python3 -m venv /tmp/umap-venv && /tmp/umap-venv/bin/pip install umap-learn, " +
        "then WOODSHED_UMAP_LEARN=/tmp/umap-venv",
    );
    return null;
  }
  const child = spawn(join(venv, "bin", "python"), [join(here, "peers", "umap-learn.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("umap-learn's process died; its error is above");
    return value;
  };
  const version = next();
  return {
    name: "umap-learn",
    turns: TURNS,
    // The first projection includes compilation.
    warms: true,
    async project({ path, numRows, numEpochs }) {
      await version;
      const out = join(folder, "projection");
      const job = { path, rows: numRows, dims: NUM_DIMS, epochs: numEpochs, out };
      child.stdin.write(`${JSON.stringify(job)}\n`);
      const seconds = Number(await next());
      const bytes = readFileSync(out);
      return {
        seconds,
        positions: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4).slice(),
      };
    },
    end: () => child.stdin.end(),
  };
}

function openUmapJs(prefix) {
  if (!prefix || !existsSync(join(prefix, "node_modules", "umap-js"))) {
    console.log(
      "umap-js is left out: npm install --prefix /tmp/umap-js umap-js, then WOODSHED_UMAP_JS=/tmp/umap-js",
    );
    return null;
  }
  const { UMAP } = createRequire(join(prefix, "package.json"))("umap-js");
  return {
    name: "umap-js",
    turns: SLOW_TURNS,
    warms: false,
    async project({ values, numRows, numEpochs }) {
      const rows = Array.from({ length: numRows }, (_, row) =>
        Array.from(values.subarray(row * NUM_DIMS, (row + 1) * NUM_DIMS)),
      );
      const start = performance.now();
      const positions = new UMAP({ nNeighbors: NUM_NEIGHBORS, nEpochs: numEpochs }).fit(rows);
      return {
        seconds: (performance.now() - start) / 1000,
        positions: Float32Array.from(positions.flat()),
      };
    },
    end() {},
  };
}

let seed = 0;
const ours = {
  name: "woodshed",
  turns: TURNS,
  warms: false,
  async project({ tensor, numEpochs }) {
    const start = performance.now();
    const positions = await umap(tensor, { numNeighbors: NUM_NEIGHBORS, numEpochs, seed: seed++ });
    return { seconds: (performance.now() - start) / 1000, positions };
  },
  end() {},
};

const words = process.argv.slice(2);
const sides = [
  ours,
  openUmapLearn(process.env.WOODSHED_UMAP_LEARN),
  openUmapJs(process.env.WOODSHED_UMAP_JS),
].filter((side) => side !== null);

for (const { title, numRows, rows, numEpochs, target } of CASES) {
  if (!words.every((word) => title.includes(word))) continue;
  manualSeed(1);
  const tensor = scope(() => rows(numRows));
  const values = tensor.toFloat32Array();
  const path = join(folder, "rows");
  writeFileSync(path, values);
  const job = { tensor, values, path, numRows, numEpochs };
  const seconds = new Map(sides.map((side) => [side, []]));
  const trust = new Map(sides.map((side) => [side, []]));
  const cold = new Map();
  for (const side of sides) if (side.warms) cold.set(side, (await side.project(job)).seconds);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const side of sides) {
      if (turn >= side.turns) continue;
      const result = await side.project(job);
      seconds.get(side).push(result.seconds);
      trust.get(side).push(trustworthiness(tensor, result.positions, { numNeighbors: NUM_NEIGHBORS }));
    }
  }
  console.log(`\n${title}, ${NUM_DIMS} dimensions, ${NUM_NEIGHBORS} neighbours, ${numEpochs} epochs`);
  for (const side of sides) {
    const times = seconds.get(side);
    const first = cold.has(side) ? `, the first ${cold.get(side).toFixed(1)} s` : "";
    const range =
      times.length > 1 ? ` (${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)})` : "";
    console.log(
      `  ${side.name.padEnd(10)} ${median(times).toFixed(2)} s${range}${first}, trustworthiness ${median(trust.get(side)).toFixed(4)}`,
    );
  }
  const own = median(seconds.get(ours));
  console.log(`  seconds ${own.toFixed(2)} (target < ${target})`);
  for (const side of sides.slice(1)) {
    const ratio = own / median(seconds.get(side));
    const behind = median(trust.get(side)) - median(trust.get(ours));
    const wanted = side.name === "umap-learn" ? " (target <= 0.005)" : "";
    console.log(
      `  beside ${side.name}: time ${ratio.toFixed(3)}, trustworthiness behind by ${behind.toFixed(4)}${wanted}`,
    );
  }
  tensor.dispose();
}
for (const side of sides) side.end();
rmSync(folder, { recursive: true });
