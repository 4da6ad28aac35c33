import { expect, test } from "vitest";
import type { ModelList } from "../src/dashboard/api.js";
import { readRegistry } from "../src/dashboard/models/registry-database.js";
import { MlflowClient } from "../src/mlflow/client.js";
import { recordRun, TestDashboard } from "./support/dashboard.js";
import { startMlflow } from "./support/mlflow.js";

test("the models of MLflow's server are read from its database and over its REST interface, while the server runs", async () => {
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

  // The dashboard over REST: the same, with the run that trained it.
  await using dashboard = new TestDashboard();
  const registryOf = (tracking_uri: string) => ({ registry: { mlflow: { enabled: true, tracking_uri } } });
  await recordRun(dashboard.folder, { loss: [1] }, registryOf(`${server.uri}/`));
  await recordRun(dashboard.folder, { loss: [1] }, registryOf("https://me:s3cret@mlflow.example/a path"));
  await dashboard.start({ trackingUri: server.uri });
  await dashboard.rows();
  const list = await dashboard.json<ModelList>("/api/models");
  const page = server.uri.replace(/\/$/, "");
  expect([list.problem, list.registry, list.page]).toEqual([null, page, page]);
  const served = list.models.find((one) => one.name === name)!;
  expect({ ...served, versions: served.versions.map(({ run: _, ...version }) => version) }).toEqual(model);
  // An address that a run names is linked and not asked, and has no password.
  expect(list.servers.map((one) => one.page)).toEqual(["https://mlflow.example/a%20path"]);
  expect(JSON.stringify(list)).not.toContain("s3cret");
  await dashboard.close();

  // A server that does not answer is described; the embedded registry's models are not shown in its place.
  await dashboard.start({ trackingUri: "http://127.0.0.1:9" });
  const unreachable = await dashboard.json<ModelList>("/api/models");
  expect([unreachable.models, unreachable.problem]).toEqual([
    [],
    expect.stringContaining("check that the server runs"),
  ]);
});
