import { Artifacts } from "./artifacts.js";
import { Connection, type ConnectionOptions } from "./connection.js";
import { Experiments } from "./experiments.js";
import { LoggedModels } from "./logged-models.js";
import { ModelVersions } from "./model-versions.js";
import { RegisteredModels } from "./registered-models.js";
import { Runs } from "./runs.js";

/**
 * A client of MLflow's REST interface (3.x), without Python. Every failure is a RegistryError that names the request, the status and
 * MLflow's error code, which is its `code`. Failures that pass (429, 5xx, lost connections) are tried again with growing pauses;
 * what must not be done twice only where it was surely not done.
 *
 * Who signs in: MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.
 */
export class MlflowClient {
  readonly experiments: Experiments;
  readonly runs: Runs;
  readonly artifacts: Artifacts;
  readonly loggedModels: LoggedModels;
  readonly registeredModels: RegisteredModels;
  readonly modelVersions: ModelVersions;
  readonly #connection: Connection;

  /** @param uri the server's address; `useEmbeddedServer` gives that of one of your own */
  constructor(uri: string, options: ConnectionOptions = {}) {
    const connection = new Connection(uri, options);
    this.#connection = connection;
    this.experiments = new Experiments(connection);
    this.runs = new Runs(connection);
    this.artifacts = new Artifacts(connection);
    this.loggedModels = new LoggedModels(connection);
    this.registeredModels = new RegisteredModels(connection);
    this.modelVersions = new ModelVersions(connection);
  }

  /** The server's address, without a password. */
  get uri(): string {
    return this.#connection.uri;
  }

  /** A page of MLflow's own for people. */
  runPage(experimentId: string, runId: string): string {
    return `${this.uri}/#/experiments/${experimentId}/runs/${runId}`;
  }

  versionPage(name: string, version: string): string {
    return `${this.uri}/#/models/${encodeURIComponent(name)}/versions/${version}`;
  }

  close(): void {
    this.#connection.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
