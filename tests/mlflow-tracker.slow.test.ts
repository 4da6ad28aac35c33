// MLflow's tracker keeps the contract of trackers, tested with MLflow's real server.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { MlflowClient } from "../src/mlflow/client.js";
import { metricName } from "../src/mlflow/limits.js";
import { take } from "../src/mlflow/paging.js";
import { describeTracker, type ReceivedMetric } from "../src/tracking/contract.js";
import { readMlflowState } from "../src/tracking/mlflow/target.js";
import { MlflowTracker } from "../src/tracking/mlflow/tracker.js";
import { RunRecorder } from "../src/tracking/store/recorder.js";
import type { RunInfo } from "../src/tracking/tracker.js";
import { Trackers } from "../src/tracking/trackers.js";
import { FaultyProxy, startMlflow } from "./support/mlflow.js";

let uri: string;
let client: MlflowClient;
beforeAll(async () => {
  ({ uri } = await startMlflow());
  client = new MlflowClient(uri);
});

function newRun(
  resumedAtStep: number | null = null,
  folder = mkdtempSync(join(tmpdir(), "woodshed-tracker-")),
): RunInfo {
  return {
    ...{
      id: basename(folder),
      name: "contract",
      folder,
      config: { lr: 0.1 },
      configHash: "",
      trackerIds: {},
      resumedAtStep,
    },
    provenance: { command: ["node", "test"], cwd: "/", git: null, versions: {}, host: "here" },
  };
}

/** Fed from the record, so that the record comes first. */
function fed(
  options: { trackingUri: string; warn?: (message: string) => void } = { trackingUri: uri },
): Trackers {
  return new Trackers(
    [new RunRecorder(), new MlflowTracker({ experiment: "contract", finishTimeoutSec: 60, ...options })],
    {
      warn: options.warn ?? ((message) => process.stderr.write(`${message}\n`)),
      finishTimeoutMs: 70_000,
    },
  );
}

async function received({ folder }: RunInfo): Promise<ReceivedMetric[]> {
  const { runId } = readMlflowState(folder)!;
  const names = Object.keys((await client.runs.get(runId)).metrics);
  const histories = names.map((name) => take(client.runs.metricHistory(runId, name)));
  return (await Promise.all(histories))
    .flat()
    .map(({ key, step, value }) => ({ name: metricName(key), step, value }));
}

// Without `reopen`: MLflow cannot forget a step. A resumed run has the same values there, and they are not sent again.
describeTracker("MlflowTracker beside its record", () => {
  const run = newRun();
  const cleanUp = (): void => rmSync(run.folder, { recursive: true });
  return { tracker: fed(), run, received: () => received(run), cleanUp };
});

describe("MlflowTracker", () => {
  it("continues the existing run, and sends no step twice even if it was logged again", async () => {
    const run = newRun();
    const tracker = fed();
    tracker.start(run);
    for (let step = 1; step <= 10; step++) tracker.log(step, { loss: step });
    await tracker.finish("interrupted", {});
    const { runId } = readMlflowState(run.folder)!;
    expect((await client.runs.get(runId)).status).toBe("KILLED");
    const again = fed();
    again.start(newRun(5, run.folder));
    for (let step = 6; step <= 20; step++) again.log(step, { loss: step, "only/later": -step });
    await again.finish("finished", {});
    expect(readMlflowState(run.folder)!.runId).toBe(runId);
    const steps = (await received(run)).filter(({ name }) => name === "loss").map(({ step }) => step);
    expect(steps).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    // A metric that is new has all its steps.
    expect((await received(run)).filter(({ name }) => name === "only/later").length).toBe(15);
    expect((await client.runs.get(runId)).status).toBe("FINISHED");
  });

  it("warns once of an unreachable server, and sends everything once it is reachable", async () => {
    const proxy = await FaultyProxy.start(uri);
    try {
      const warnings: string[] = [];
      let isAway = true;
      proxy.fault = (request) =>
        isAway && request.endsWith("log-batch") ? { status: 500, message: "away" } : null;
      const run = newRun();
      const tracker = fed({ trackingUri: proxy.uri, warn: (message) => warnings.push(message) });
      tracker.start(run);
      await expect.poll(() => warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(
        /^warning: MLflow: POST \S+log-batch at http.*500 INTERNAL_ERROR away .*; check the server's log. No data is lost: sending is retried from the run's record$/,
      );
      isAway = false;
      tracker.log(1, { loss: 1 });
      await tracker.finish("finished", {});
      expect(warnings).toHaveLength(1);
      expect(await received(run)).toEqual([{ name: "loss", step: 1, value: 1 }]);
    } finally {
      await proxy.stop();
    }
  });
});
