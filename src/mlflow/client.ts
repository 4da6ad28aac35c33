import { Artifacts } from "./artifacts.js";
import { Connection, type ConnectionOptions } from "./connection.js";
import { Experiments } from "./experiments.js";
import { LoggedModels } from "./logged-models.js";
import { ModelVersions } from "./model-versions.js";
import { RegisteredModels } from "./registered-models.js";
import { Runs } from "./runs.js";

/**
 * A client of MLflow's REST interface (3.x), without Python. Every failure is a RegistryError that names the request, the status and
 * MLflow's error code as `code`. Temporary failures (429, 5xx, lost connections) are retried with growing pauses; a request
 * that must not be done twice is retried only if it was certainly not done.
 *
 * Credentials: MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.
 */
export class MlflowClient {
  readonly experiments: Experiments;
  readonly runs: Runs;
  readonly artifacts: Artifacts;
  readonly loggedModels: LoggedModels;
  readonly registeredModels: RegisteredModels;
  readonly modelVersions: ModelVersions;
  readonly #connection: Connection;

  /** @param uri the server's address; `useEmbeddedServer` returns that of a local server */
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

  /** The address of a run's page. */
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
