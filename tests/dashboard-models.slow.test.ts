import { expect, test } from "vitest";
import { readRegistry } from "../src/dashboard/models/registry-database.js";
import { MlflowClient } from "../src/mlflow/client.js";
import { startMlflow } from "./support/mlflow.js";

test("the database of MLflow's server is read while the server runs, as its clients see it", async () => {
  const server = await startMlflow();
  const client = new MlflowClient(server.uri);
  const name = "dashboard-models";
  const { id: experimentId } = await client.experiments.ensure(name);
  const run = await client.runs.create({ experimentId, name, startedMs: 1 });
  await client.registeredModels.ensure(name, { team: "ears" });
  await client.registeredModels.describe(name, "notes of instruments");
  const make = async (metrics: object) => {
    const model = await client.loggedModels.create({
      experimentId,
      name,
      sourceRunId: run.id,
      type: "woodshed",
      params: {},
    });
    await client.loggedModels.finish(model.id, "LOGGED_MODEL_READY");
    return client.modelVersions.create({
      ...{ name, source: `models:/${model.id}`, runId: run.id, modelId: model.id, description: "a version" },
      tags: { "woodshed.run_id": "tones-1", "woodshed.metrics": JSON.stringify(metrics), stage: "trial" },
    });
  };
  await make({ "validation/loss": 0.5 });
  await make({ "validation/loss": 0.4, "test/loss": null });
  await make({});
  await client.registeredModels.setAlias(name, "champion", "2");
  await client.modelVersions.delete(name, "3");
  const model = readRegistry(server.folder)!.find((one) => one.name === name)!;
  expect([model.description, model.tags]).toEqual(["notes of instruments", { team: "ears" }]);
  expect(
    model.versions.map(({ version, aliases, runId, metrics, tags, status }) => ({
      version,
      aliases,
      runId,
      metrics,
      stage: tags["stage"],
      status,
    })),
  ).toEqual([
    {
      version: "2",
      aliases: ["champion"],
      runId: "tones-1",
      metrics: { "validation/loss": 0.4, "test/loss": null },
      stage: "trial",
      status: "READY",
    },
    {
      version: "1",
      aliases: [],
      runId: "tones-1",
      metrics: { "validation/loss": 0.5 },
      stage: "trial",
      status: "READY",
    },
  ]);
  client.close();
});
