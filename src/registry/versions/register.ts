import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RegistryError } from "../../errors.js";
import { MlflowClient } from "../../mlflow/client.js";
import type { ConnectionOptions } from "../../mlflow/connection.js";
import type { Deadline } from "../../mlflow/deadline.js";
import { assertLegalName, metricKey } from "../../mlflow/limits.js";
import type { LoggedModel } from "../../mlflow/logged-models.js";
import type { ModelVersion } from "../../mlflow/model-versions.js";
import { take } from "../../mlflow/paging.js";
import type { NewMetric } from "../../mlflow/runs.js";
import { openRegistry } from "../../mlflow/server/open.js";
import { createTemporaryFolder } from "../../temporary-folder.js";
import { MlflowFeed } from "../../tracking/mlflow/feed.js";
import { type MlflowTarget, readMlflowState } from "../../tracking/mlflow/target.js";
import { type ExportOnnx, type VersionContents, writeContents } from "./contents.js";
import { digestOf, FILES_FILE, formatFileList, listFiles } from "./digest.js";
import { writeMlmodel } from "./mlmodel.js";
import { readSource, type VersionSource } from "./source.js";
import { versionTags } from "./tags.js";

export interface RegisterOptions {
  /** The registry, and the experiment for a run that MLflow does not have yet. */
  target: MlflowTarget;
  description?: string;
  /** null registers without an ONNX file; MLflow's Python client cannot load such a version. */
  exportOnnx: ExportOnnx | null;
  /** Called at the start of each step, such as "uploading model.onnx". */
  onStage?: (stage: string) => void;
  say?: (message: string) => void;
  /** How long each request is retried. By default 60 s. */
  retryMs?: number;
  /** Limits the time of all requests together, from the first one on; the export does not count. */
  deadline?: Deadline;
  signal?: AbortSignal;
}

export interface Registered {
  version: ModelVersion;
  digest: string;
  /** The version's page in MLflow. */
  url: string;
}

/**
 * Registers a checkpoint as a new version of a model. The version is created last, in one request with its tags, after all its files
 * are stored with the right sizes: an incomplete version is never visible. After a failure, uploaded files are deleted as far as
 * the server permits.
 *
 * @param path a run's folder (its best checkpoint), or a checkpoint's
 * @throws CheckpointError for a path without a checkpoint
 * @throws RegistryError if the version could not be registered
 */
export async function registerVersion(
  path: string,
  name: string,
  options: RegisterOptions,
): Promise<Registered> {
  const { target, exportOnnx, onStage = () => {} } = options;
  assertLegalName(name);
  const source = readSource(path);
  const folder = createTemporaryFolder("woodshed-register-");
  try {
    const { retryMs = 60_000, say = () => {}, signal, deadline } = options;
    const connection: ConnectionOptions = {
      ...(signal === undefined ? {} : { signal }),
      ...(deadline === undefined ? {} : { deadline }),
    };
    deadline?.start();
    using registry = await openRegistry(target.place, { ...connection, retryMs, say });
    const { client } = registry;
    onStage("sending the run");
    const run = await findRun(client, source, target, connection);
    onStage(exportOnnx === null ? "describing the model" : "exporting to ONNX");
    const resume = deadline?.pause();
    const contents = await writeContents(folder, name, source, exportOnnx);
    // Connections that the server closed during the export are noticed before one is used again.
    await new Promise((resolve) => setImmediate(resolve));
    resume?.();
    const model = await client.loggedModels.create({
      ...{ experimentId: run.experimentId, name, sourceRunId: run.id, type: "woodshed" },
      params: { model: contents.description.model.name },
    });
    try {
      const digest = await upload(client, folder, model, contents, run.id, onStage);
      await client.loggedModels.finish(model.id, "LOGGED_MODEL_READY");
      await linkModel(client, run.id, model.id, source);
      onStage("creating the version");
      const version = await createVersion(client, name, model, run.id, contents, digest, options);
      return { version, digest, url: client.versionPage(name, version.version) };
    } catch (error) {
      await discard(client, model, deadline !== undefined);
      throw error;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Finds MLflow's run, and sends it from the run's record if it is missing or incomplete. The id is null for a checkpoint without a record. */
async function findRun(
  client: MlflowClient,
  { runFolder, record }: VersionSource,
  target: MlflowTarget,
  connection: ConnectionOptions,
): Promise<{ id: string | null; experimentId: string }> {
  if (runFolder === null || record === null)
    return { id: null, experimentId: (await client.experiments.ensure(target.experiment)).id };
  const state = readMlflowState(runFolder);
  if (state?.isDelivered) {
    try {
      const { id, experimentId } = await client.runs.get(state.runId);
      return { id, experimentId };
    } catch (error) {
      // It was delivered to another server.
      if (!(error instanceof RegistryError) || error.code !== "RESOURCE_DOES_NOT_EXIST") throw error;
    }
  }
  const place = { ...target.place, trackingUri: target.place.trackingUri ?? client.uri };
  const feed = new MlflowFeed(runFolder, { ...target, place }, {}, connection);
  feed.finish();
  const id = await feed.run();
  return { id, experimentId: (await client.runs.get(id)).experimentId };
}

async function upload(
  client: MlflowClient,
  folder: string,
  model: LoggedModel,
  contents: VersionContents,
  runId: string | null,
  onStage: (stage: string) => void,
): Promise<string> {
  const { id: modelId, artifactUri } = model;
  if (contents.description.onnx !== null) writeMlmodel(folder, { ...contents, modelId, artifactUri, runId });
  const files = await listFiles(folder);
  const text = formatFileList(files);
  writeFileSync(join(folder, FILES_FILE), text);
  const expected = new Map(Object.entries(files).map(([path, { bytes }]) => [path, bytes]));
  expected.set(FILES_FILE, Buffer.byteLength(text));
  for (const path of expected.keys()) {
    onStage(`uploading ${path}`);
    await client.artifacts.upload(artifactUri, path, join(folder, path));
  }
  const arrived = new Map(
    (await client.artifacts.listAll(artifactUri)).map(({ path, bytes }) => [path, bytes]),
  );
  for (const [path, bytes] of expected) {
    if (arrived.get(path) === bytes) continue;
    throw new RegistryError(
      "UPLOAD",
      `${artifactUri}/${path}: ${bytes} bytes were sent, the server has ${arrived.get(path) ?? "none"}; check the free space of its artifact store, and register again`,
    );
  }
  return digestOf(text);
}

/** Links the model to its run, with the metrics of its step. */
async function linkModel(
  client: MlflowClient,
  runId: string | null,
  modelId: string,
  source: VersionSource,
): Promise<void> {
  if (runId === null || source.runFolder === null) return;
  const { step } = source.reader.manifest.position;
  await client.runs.logOutputs(runId, [modelId], step);
  const { config, data } = source.reader.recipe;
  await client.runs.logDataset(runId, {
    ...{ name: "training and validation", digest: data.fingerprint, context: "training" },
    source: config.data.train ?? config.data.dataset ?? "unknown",
  });
  const modelMetrics: NewMetric[] = [];
  for (const name of Object.keys(source.metrics)) {
    const history = await take(client.runs.metricHistory(runId, metricKey(name)));
    // With the run's own time, so that MLflow does not store it twice.
    const logged = name.startsWith("test/") ? history.at(-1) : history.find((metric) => metric.step === step);
    if (logged !== undefined) modelMetrics.push({ ...logged, modelId });
  }
  await client.runs.logMetrics(runId, modelMetrics);
}

async function createVersion(
  client: MlflowClient,
  name: string,
  model: LoggedModel,
  runId: string | null,
  { description }: VersionContents,
  digest: string,
  options: RegisterOptions,
): Promise<ModelVersion> {
  const isNew = await client.registeredModels.ensure(name);
  const wanted = {
    ...{ name, source: `models:/${model.id}`, runId, modelId: model.id },
    description: options.description ?? "",
    tags: { ...options.target.tags, ...versionTags(description, digest) },
  };
  try {
    const made = await client.modelVersions.create(wanted);
    return await untilReady(client, made);
  } catch (error) {
    // The request may have succeeded although its answer was lost.
    const made = await take(client.modelVersions.ofModel(name)).catch(() => []);
    const ours = made.find(({ modelId }) => modelId === model.id);
    if (ours !== undefined) return untilReady(client, ours);
    if (isNew && made.length === 0) await client.registeredModels.delete(name).catch(() => {});
    throw error;
  }
}

async function untilReady(client: MlflowClient, made: ModelVersion): Promise<ModelVersion> {
  let version: ModelVersion | null = made;
  for (let tries = 0; version?.status === "PENDING_REGISTRATION" && tries < 600; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    version = await client.modelVersions.get(made.name, made.version);
  }
  if (version?.status === "READY") return version;
  await client.modelVersions.delete(made.name, made.version).catch(() => {});
  throw new RegistryError(
    "REGISTRATION",
    `${made.name}/${made.version}: the server could not complete the version; register it again`,
  );
}

/** Deletes a model after a failure, as far as possible. What remains is marked as pending and is no version. */
async function discard({ uri }: MlflowClient, model: LoggedModel, isHurried: boolean): Promise<void> {
  using client = new MlflowClient(
    uri,
    isHurried ? { retryMs: 0, timeoutMs: 1000 } : { retryMs: 1000, timeoutMs: 10_000 },
  );
  const attempts = [
    () => client.loggedModels.finish(model.id, "LOGGED_MODEL_UPLOAD_FAILED"),
    () => client.artifacts.delete(model.artifactUri),
    () => client.loggedModels.delete(model.id),
  ];
  for (const attempt of attempts) {
    const [done] = await Promise.allSettled([attempt()]);
    if (done!.status === "rejected" && (done.reason as RegistryError).code === "UNREACHABLE") return;
  }
}
