// All of Woodshed's trackers in one training loop of one's own, which is interrupted and resumes, without a recipe.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import {
  Checkpoints,
  describeRun,
  type Item,
  JsonLinesLogger,
  keep,
  MlflowClient,
  MlflowTracker,
  RunRecorder,
  RunStore,
  readJsonLines,
  Tensor,
  TensorBoardLogger,
  Trackers,
  WandBLogger,
} from "../src/index.js";
import { take } from "../src/mlflow/paging.js";
import { readMlflowState } from "../src/tracking/mlflow/target.js";
import { startMlflow } from "./support/mlflow.js";
import { startTensorBoardReader } from "./support/tensorboard.js";
import { FakeWandb } from "./support/wandb-server.js";

let wandb: FakeWandb;
let mlflowUri: string;
beforeAll(async () => {
  wandb = await FakeWandb.start();
  for (const [name, value] of Object.entries(wandb.env)) vi.stubEnv(name, value);
  ({ uri: mlflowUri } = await startMlflow());
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await wandb.stop();
});
const readTensorBoard = startTensorBoardReader();

const TABLE: Item = {
  kind: "table",
  columns: [
    { name: "word", type: "text" },
    { name: "loss", type: "number" },
  ],
  rows: [["cat", 0.5]],
};

it("every tracker gets the run's metrics, items and configuration, each step once", async () => {
  const folder = join(mkdtempSync(join(tmpdir(), "woodshed-own-trackers-")), "mine");
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  const session = async (until: number, saveAt: number): Promise<string> => {
    const trackers = new Trackers(
      [
        ...[
          new RunRecorder({ warn }),
          new JsonLinesLogger({ warn, items: true }),
          new TensorBoardLogger({ warn }),
        ],
        new WandBLogger({ project: "own", systemMetricsSec: null, warn }),
        new MlflowTracker({ trackingUri: mlflowUri, experiment: "own", warn }),
      ],
      { warn },
    );
    const model = new Map([["w", keep(Tensor.from([0]))]]);
    const checkpoints = await Checkpoints.open(folder, { model }, { trackers });
    trackers.start(
      describeRun(checkpoints, { rate: 0.1, layers: [2, 3], nested: { name: "a", none: null } }),
    );
    for (let step = checkpoints.position.step + 1; step <= until; step++) {
      trackers.log(step, { loss: 1 / step });
      if (step % 2 === 0) trackers.show(step, "words", TABLE);
      if (step === saveAt) await checkpoints.save({ position: { step } });
    }
    await checkpoints.close();
    await trackers.finish("finished", {});
    return checkpoints.runId;
  };
  await session(6, 4);
  const id = await session(8, 8);
  expect(warnings).toEqual([]);

  const steps = [1, 2, 3, 4, 5, 6, 7, 8];
  // A resumed loop computes the steps after its checkpoint again, to the bit: MLflow keeps what it has.
  const expected = steps.map((step) => [step, 1 / step]);
  using store = RunStore.open(folder);
  expect(store.metrics("loss").map(({ step, value }) => [step, value])).toEqual(expected);
  const lines = [...readJsonLines(join(folder, "metrics.jsonl"))];
  expect(lines.map(({ step, metrics }) => [step, metrics["loss"]])).toEqual(expected);
  const board = await readTensorBoard(join(folder, "tensorboard"));
  expect(board.scalars["loss"]!.map(([step, value]) => [step, value])).toEqual(
    expected.map(([step, value]) => [step, Math.fround(value!)]),
  );
  expect(board.hparams).toMatchObject({ rate: 0.1, "nested.name": "a" });
  const run = wandb.runs.get(id)!;
  expect(run.history.filter((row) => "loss" in row).map((row) => [row["_step"], row["loss"]])).toEqual(
    expected,
  );
  expect(run.config).toMatchObject({ rate: { value: 0.1 }, layers: { value: [2, 3] } });
  const client = new MlflowClient(mlflowUri);
  const { runId } = readMlflowState(folder)!;
  const history = await take(client.runs.metricHistory(runId, "loss"));
  const bySteps = history.map(({ step, value }) => [step, value]).sort(([a], [b]) => a! - b!);
  expect(bySteps).toEqual(expected);
}, 280_000);
